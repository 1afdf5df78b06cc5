"""The file of an edition: what a partner chooses, read strictly. book/editions.md describes what may stand in it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from . import checks
from .checks import wrong
from .logo import Logo, read_logo

FORMAT, VERSION = "aiskills-edition", 1
LANES = ("decide", "build", "both")
TIERS = ("read", "learn", "all")
ADDRESS = re.compile(r"https://github\.com/[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")
MOST_NAME = 60  # letters: longer names break in the menu of a telephone
_NEEDED = ("format", "version", "name", "partner")
_KEYS = (
    *_NEEDED,
    *("subtitle", "welcome", "modules", "tracks", "lane", "language", "pages", "logo", "notices", "repository"),
    *("bundles", "day"),
)


@dataclass(frozen=True)
class Partner:
    """Who gives the edition out. ``url`` and ``contact`` may be empty."""

    name: str
    url: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Day:
    """A workshop of one day: minutes after midnight for ``start`` and ``end``, minutes for the rest."""

    start: int
    end: int
    opening: int = 15
    pause: int = 15
    lunch: int = 45
    closing: int = 15


@dataclass(frozen=True)
class Edition:
    """What the file says. ``pages`` is None where the file leaves the choice to us."""

    slug: str
    name: str
    partner: Partner
    modules: tuple[str, ...]
    tracks: tuple[str, ...]
    subtitle: str = ""
    welcome: str = ""
    lane: str = "both"
    language: str = "en"
    pages: tuple[str, ...] | None = None
    logo: Logo | None = None
    notices: tuple[str, ...] = ()
    repository: str = ""
    bundles: tuple[str, ...] = ()
    day: Day | None = None


def read(file: Path) -> Edition:
    """The edition that ``file`` describes; its short name is the file's.

    Raises SystemExit with one sentence (file, key, what is wrong, which values there are) for the first thing that is
    not right. Whether modules, tracks and pages exist is looked at later, against a library (``selection.choose``).
    """
    if not file.is_file():
        raise SystemExit(f"There is no file {file}: give the path of an edition's file, such as editions/NAME.toml.")
    try:
        text = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SystemExit(f"{file.name} is not valid TOML ({error}): correct it.") from None
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.toml", file.name):
        raise SystemExit(
            f"{file.name}: name the file with small letters, digits and hyphens, such as college-2027.toml; "
            "the edition gets this name."
        )
    checks.keys(file, text, _KEYS, _NEEDED)
    if text["format"] != FORMAT:
        raise wrong(file, "format", f"is {text['format']!r}, but must be {FORMAT!r}")
    if text["version"] != VERSION:
        raise wrong(file, "version", f"is {text['version']!r}, but this program reads version {VERSION} alone")
    name = checks.words(file, text, "name", MOST_NAME)
    modules, tracks = (checks.names(file, text, key) for key in ("modules", "tracks"))
    if not modules and not tracks:
        raise wrong(file, "modules", "is empty, and so is tracks: choose at least one module or one track")
    lane = text.get("lane", "both")
    if lane not in LANES:
        raise wrong(file, "lane", f"is {lane!r}{checks.near(lane, LANES)}")
    bundles = checks.names(file, text, "bundles")
    for tier in bundles:
        if tier not in TIERS:
            raise wrong(file, "bundles", f"holds {tier!r}{checks.near(tier, TIERS)}")
    address = checks.words(file, text, "repository", empty=True).removesuffix("/").removesuffix(".git")
    if address and not ADDRESS.fullmatch(address):
        raise wrong(file, "repository", f"is {address!r}, but must be like https://github.com/OWNER/NAME")
    return Edition(
        slug=file.stem,
        name=name,
        partner=_partner(file, text["partner"]),
        modules=modules,
        tracks=tracks,
        subtitle=checks.words(file, text, "subtitle", empty=True),
        welcome=checks.markdown(file, text, "welcome"),
        lane=lane,
        language=checks.words(file, text, "language", empty=True) or "en",
        pages=checks.names(file, text, "pages") if "pages" in text else None,
        logo=read_logo(file, text["logo"]) if "logo" in text else None,
        notices=tuple(_notices(file, text)),
        repository=address,
        bundles=bundles,
        day=_day(file, text["day"]) if "day" in text else None,
    )


def _partner(file: Path, table) -> Partner:
    checks.keys(file, table, ("name", "url", "contact"), ("name",), "partner")
    url = checks.words(file, table, "url", where="partner", empty=True)
    if url and not re.fullmatch(r"https?://[^\s<>()\[\]]+", url):
        raise wrong(file, "partner.url", f"is {url!r}, but must begin with https:// and hold no spaces")
    contact = checks.words(file, table, "contact", where="partner", empty=True)
    return Partner(checks.words(file, table, "name", where="partner"), url, contact)


def _notices(file: Path, text: dict) -> list[str]:
    notices = text.get("notices", [])
    if not isinstance(notices, list):
        raise wrong(file, "notices", "must be a list of sentences")
    return [checks.markdown(file, {"notices": notice}, "notices") for notice in notices]


def _day(file: Path, table) -> Day:
    lengths = ("opening", "pause", "lunch", "closing")
    checks.keys(file, table, ("start", "end", *lengths), ("start", "end"), "day")
    clock = {}
    for key in ("start", "end"):
        found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", str(table[key]))
        if not found:
            raise wrong(file, f"day.{key}", f"is {table[key]!r}, but must be a time in quotation marks such as '09:00'")
        clock[key] = 60 * int(found[1]) + int(found[2])
    for key in lengths:
        value = table.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 180:
            raise wrong(file, f"day.{key}", f"is {value!r}, but must be a whole number of minutes from 0 to 180")
    return Day(**clock, **{key: table[key] for key in lengths if key in table})
