"""The sentences of the outcomes in the languages of the course, filled with what the certificate says."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC
from functools import cache
from pathlib import Path

from .issuers import time

FOLDER = Path(__file__).parent / "sentences"
LONGEST = 300
# Characters without a shape that texts in Arabic, Persian and Indic scripts need; all others of their class go.
_NEEDED = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def languages() -> list[str]:
    """The languages that have sentences, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


@cache
def words(lang: str) -> dict:
    """The words of a language (``en``, or its tag with a region); English where there are none."""
    for name in (lang, lang.partition("-")[0], "en"):
        if name in languages():
            return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    raise FileNotFoundError(FOLDER / "en.json")


def sentence(report: dict, lang: str = "en") -> str:
    """What a report means, and what to do: one or a few sentences. Texts from the file are made harmless."""
    facts, outcome = report["facts"], report["outcome"]
    language = words(lang)
    blanks = words("en")["blanks"] | language.get("blanks", {})
    moment = facts["validUntil"] if outcome == "expired" else facts["validFrom"]
    filled = {name: harmless(facts[name] or blanks[name]) for name in ("issuer", "name", "achievement")}
    filled["date"] = day(moment) or blanks["date"]
    filled["days"] = str(report["status"]["ageDays"])
    text = language.get("outcomes", {}).get(outcome) or words("en")["outcomes"][outcome]
    # In one pass: a name that holds "{issuer}" stays as it is.
    return text.format_map(filled)


def day(moment: str | None) -> str | None:
    """The day (UTC, ISO) of a time in a certificate; None where it is no time."""
    found = time(moment)
    try:
        return found.astimezone(UTC).date().isoformat() if found else None
    except OverflowError:
        return None


def harmless(text: str) -> str:
    """A stranger's text for a terminal or a page: nothing that controls it or turns the direction of writing."""
    shown = "".join(
        letter if letter in _NEEDED or unicodedata.category(letter) not in _HIDDEN else "\ufffd"
        for letter in text[:LONGEST]
    )
    return shown if len(text) <= LONGEST else f"{shown}…"
