"""Text of any script made ready for print: cleaned, with its direction, language, and fonts that have every sign."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from . import fonts
from .errors import RenderError

# Invisible helpers that phones and copied web pages add around names: they print nothing, and go.
REMOVED = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff\u200b\u2060\u00ad")
# Joiners change how letters join in Persian, Hindi or Sinhala names: they stay. Variation selectors pick a shape.
KEPT = frozenset("\u200c\u200d\ufe0e\ufe0f")

BLANK = re.compile(r"[ \t\n\r\f\v\u0085\u2028\u2029]+")  # a space that may not break a line stays what it is

# Scripts by the first word of their characters' names; the first language is what a screen reader assumes.
LANGUAGES = {
    "ARABIC": ("ar", "fa", "ur", "ps", "sd", "ug", "ckb", "ku", "ks"),
    "HEBREW": ("he", "yi"),
    "CJK": ("zh", "ja", "ko", "yue"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
    "BOPOMOFO": ("zh",),
    "ETHIOPIC": ("am", "ti", "om", "tig"),
    "MYANMAR": ("my", "shn", "mnw"),
    "KHMER": ("km",),
    "THAI": ("th",),
    "LAO": ("lo",),
    "DEVANAGARI": ("hi", "ne", "mr", "sa", "mai", "bho"),
    "BENGALI": ("bn", "as"),
    "GURMUKHI": ("pa",),
    "GUJARATI": ("gu",),
    "ORIYA": ("or",),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "KANNADA": ("kn",),
    "MALAYALAM": ("ml",),
    "SINHALA": ("si",),
    "GEORGIAN": ("ka",),
    "ARMENIAN": ("hy",),
    "GREEK": ("el",),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "uz"),
}
EASTERN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO")
NOT_LATIN = frozenset(language for languages in LANGUAGES.values() for language in languages)


def clean(value: str, what: str) -> str:
    """``value`` composed, on one line, without invisible helpers. Raises RenderError for signs that could deceive."""
    value = BLANK.sub(" ", unicodedata.normalize("NFC", value))
    kept = []
    for character in value:
        if character in "\u202d\u202e":
            raise RenderError(
                f"The {what} holds a hidden sign (U+{ord(character):04X}) that turns the order of "
                "letters round, so that print and signature could differ: type it again without it."
            )
        if character in REMOVED:
            continue
        if character not in KEPT and unicodedata.category(character) in ("Cc", "Cf", "Cs"):
            raise RenderError(
                f"The {what} holds a control sign (U+{ord(character):04X}) that cannot be printed: "
                "type it again without that sign."
            )
        kept.append(character)
    return "".join(kept).strip()


def scripts(value: str) -> tuple[str, ...]:
    """The scripts of the letters in ``value``, by first use: ``("ARABIC", "LATIN")``."""
    found = dict.fromkeys(
        unicodedata.name(c, "?").split()[0].split("-")[0] for c in value if unicodedata.category(c)[0] == "L"
    )
    return tuple(found)


def direction(value: str) -> str:
    """``rtl`` where the first letter with a direction is read from right to left, else ``ltr``."""
    for character in value:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def base(tag: str) -> str:
    """The language of a BCP 47 tag, ``en`` where it is not a tag: ``zh-Hant-TW`` gives ``zh``."""
    first = tag.replace("_", "-").split("-")[0].lower()
    return first if first.isascii() and first.isalpha() and len(first) in (2, 3) else "en"


def region(tag: str) -> str:
    """Which shapes Chinese characters have for the readers of ``tag``: SC, TC, HK, JP or KR."""
    parts = tag.replace("_", "-").lower().split("-")
    if parts[0] in ("ja", "ko"):
        return {"ja": "JP", "ko": "KR"}[parts[0]]
    if "hans" in parts or (parts[0] not in ("zh", "yue")):
        return "SC"
    if "hk" in parts or "mo" in parts or parts[0] == "yue":
        return "HK"
    return "TC" if "hant" in parts or "tw" in parts else "SC"


def _language(found: tuple[str, ...], tag: str) -> str:
    """The language that a screen reader should take for text in the scripts ``found``."""
    own = base(tag)
    for script in sorted(found, key=lambda script: script == "CJK"):  # kana and hangul tell more than shared characters
        if script in LANGUAGES:
            return own if own in LANGUAGES[script] else LANGUAGES[script][0]
    return "en" if found and own in NOT_LATIN else own


def _families(value: str, found: tuple[str, ...], tag: str, extra: Path | None) -> list:
    """The fonts to try, in order, as Typst wants them."""
    shapes = region(tag)
    if "HIRAGANA" in found or "KATAKANA" in found:
        shapes = "JP"
    elif "HANGUL" in found:
        shapes = "KR"
    elif "BOPOMOFO" in found:
        shapes = "TC"
    others = [*fonts.families(extra)[1:]]
    if any(script in EASTERN for script in found):
        return [{"name": fonts.LATIN, "covers": "latin-in-cjk"}, fonts.CJK[shapes], fonts.LATIN, *others]
    if "ARABIC" in found and all(fonts.covers(fonts.ARABIC, c, extra) for c in value if c not in KEPT):
        return [fonts.ARABIC, fonts.LATIN, *others, fonts.CJK[shapes]]
    # The font of the first script goes first, for its spaces too: a name in one font is one piece for a reader of PDF.
    letter = next((c for c in value if unicodedata.category(c)[0] == "L"), "a")
    first = next((name for name in (fonts.LATIN, *others) if fonts.covers(name, letter, extra)), fonts.LATIN)
    return list(dict.fromkeys([first, fonts.LATIN, *others[: -len(fonts.LAST)], fonts.CJK[shapes], *fonts.LAST]))


@lru_cache(maxsize=4096)
def _ready(value: str, what: str, tag: str, extra: Path | None) -> tuple[str, str, str, tuple]:
    value = clean(value, what)
    found = scripts(value)
    order = _families(value, found, tag, extra)
    names = [family if isinstance(family, str) else family["name"] for family in order]
    for character in dict.fromkeys(value):
        if character not in KEPT and not any(fonts.covers(name, character, extra) for name in names):
            described = unicodedata.name(character, "without a name")
            raise RenderError(
                f"The {what} holds the sign {character} (U+{ord(character):04X}, {described}), which no "
                "font at hand can print: give a folder with a font for it (fonts=), or write it in "
                "another script."
            )
    # Only the families that this text needs: the compiler then looks at few fonts.
    needed = {next((n for n in names if fonts.covers(n, c, extra)), None) for c in value}
    kept = [f for f, name in zip(order, names, strict=True) if name in needed]
    return value, direction(value), _language(found, tag), tuple(json_family(f) for f in kept or order[:1])


def json_family(family) -> tuple | str:
    """A family in a form that can be kept: a name, or (name, what it covers)."""
    return family if isinstance(family, str) else (family["name"], family["covers"])


def ready(value: str, what: str, tag: str, extra: Path | None = None) -> dict:
    """``value`` for a template: text, direction, language, fonts, and the words where they go from right to left.

    ``what`` names the text in messages ("name"), ``tag`` is the reader's language, ``extra`` a folder of more fonts.
    Raises RenderError with one sentence for signs that cannot be printed.
    """
    text, way, language, families = _ready(value, what, tag, extra)
    order = [f if isinstance(f, str) else {"name": f[0], "covers": f[1]} for f in families]
    words = words_in_order(text) if way == "rtl" else []
    return {"text": text, "dir": way, "lang": language, "font": order, "words": words}


def words_in_order(value: str) -> list[str]:
    """The words of ``value``, each with the space after it, to be placed one by one from right to left.

    Words from left to right that follow each other (a Latin name, a number after it) stay together in one piece.
    """
    pieces: list[str] = []
    left = False  # whether the last letter with a direction reads from left to right
    for word in value.split(" "):
        strong = [kind for kind in map(unicodedata.bidirectional, word) if kind in ("L", "R", "AL")]
        if pieces and left and (not strong or strong[0] == "L"):
            pieces[-1] += f" {word}"
        else:
            pieces.append(word)
        left = strong[-1] == "L" if strong else left
    return [f"{piece} " for piece in pieces[:-1]] + pieces[-1:]


def name_lines(value: str) -> dict[str, list]:
    """How a name can be set: on one line (``plain``) or on two, parted at a space or, if need be, inside a word.

    A line is a list of pieces, as ``words_in_order`` gives them.
    """
    spaces, inside = breaks(value)

    def parted(pairs: list[list[str]]) -> list:
        return [[words_in_order(line) for line in pair] for pair in pairs]

    return {"plain": [words_in_order(value)], "spaces": parted(spaces), "inside": parted(inside)}


def breaks(value: str, most: int = 6) -> tuple[list[list[str]], list[list[str]]]:
    """The best places to part a long name in two lines: at spaces, and, for names without any, inside words."""
    middle = len(value) / 2
    spaces = [i for i, c in enumerate(value) if c == " "]
    inside = [
        i
        for i in range(1, len(value))
        if unicodedata.category(value[i])[0] != "M"
        and value[i] not in KEPT
        and value[i - 1] not in KEPT
        and value[i] != " "
        and value[i - 1] != " "
    ]

    def near(places: list[int]) -> list[list[str]]:
        chosen = sorted(places, key=lambda i: abs(i - middle))[:most]
        return [[value[:i].strip(), value[i:].strip()] for i in chosen]

    return near(spaces), near(inside)
