"""The words of a certificate in the learner's language, from ``words/<language>.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from .errors import RenderError
from .text import base, region

FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Words:
    """One language: its tag, its direction (``ltr`` or ``rtl``), sentences, levels, dates and numbers.

    ``titles``: track (its letter, or ``essentials``) -> title; ``shown``: level -> what was shown, around ``{title}``.
    """

    tag: str
    direction: str
    words: dict[str, str]
    levels: dict[str, str]
    date: dict
    numbers: dict[str, str]
    titles: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def day(self, iso: str, what: str) -> str:
        """A day as people write it, from ``2026-03-04``. ``what`` names the day in a message."""
        when = day(iso, what)
        number = self.date.get("first", "1") if when.day == 1 else str(when.day)
        return self.date["pattern"].format(day=number, month=self.date["months"][when.month - 1], year=when.year)

    def percent(self, value: float) -> str:
        """A share in percent with at most one decimal: ``86%`` or ``86,5 %``."""
        text = f"{value:.1f}".removesuffix(".0").replace(".", self.numbers["decimal"])
        return self.numbers["percent"].format(value=text)


def day(iso: str, what: str) -> date:
    """The day that ``iso`` names. Raises RenderError where it is none."""
    try:
        return date.fromisoformat(iso)
    except (TypeError, ValueError):
        raise RenderError(f"The date {what} is {iso!r}: write it as year-month-day, such as 2026-03-04.") from None


@cache
def available() -> tuple[str, ...]:
    """The languages that have a file of words."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def words(tag: str) -> Words:
    """The words for a BCP 47 tag: of the language itself, else English."""
    name = base(tag)
    if name in ("zh", "yue") and region(tag) in ("TC", "HK"):
        name = "zh-hant"
    if name not in available():
        name = "en"
    return Words(**tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))
