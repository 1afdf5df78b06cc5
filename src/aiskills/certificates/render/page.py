"""The printable certificate: one tagged A4 page in the learner's language, with the signed certificate inside."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path

from ..facts import Printed
from . import code
from .errors import RenderError
from .fonts import compile_template
from .languages import Words, day, words
from .text import base, name_lines, ready, region

LONGEST_NAME = 100
MOST_RESULTS = 20
MOST_SIGNERS = 3
LEVELS = ("badge", "foundation", "advanced")


def pdf(printed: Printed, *, fonts: Path | None = None) -> bytes:
    """The certificate as a PDF file: PDF/UA-1 and PDF/A-3a, with the attachment ``credential.jwt``.

    ``fonts`` is a folder with more fonts, for scripts that Noto Sans as installed does not have. The same input gives
    the same bytes. Raises RenderError with one sentence where something cannot be printed.
    """
    issued = day(printed.issued, "of issue")
    stamp = int(datetime(issued.year, issued.month, issued.day, tzinfo=UTC).timestamp())
    return compile_template("certificate.typ", data(printed, fonts), "pdf", extra=fonts, timestamp=stamp)


def picture(printed: Printed, *, fonts: Path | None = None, ppi: float = 150) -> bytes:
    """The same page as a PNG picture with ``ppi`` dots an inch, for a look or for a test of the square code."""
    return compile_template("certificate.typ", data(printed, fonts), "png", extra=fonts, ppi=ppi)


def data(printed: Printed, fonts: Path | None = None) -> dict:
    """What the template prints, as plain data: every text checked and with its direction, language and fonts."""
    _check(printed)
    said = words(printed.language)
    square = code.make(printed.code)
    issued = day(printed.issued, "of issue")

    def ours(value: str) -> dict:  # words of the certificate are in its own language
        return ready(value, "text of the certificate", said.tag, fonts)

    def theirs(value: str, what: str) -> dict:  # names and titles keep their own script
        return text_of(value, what, printed.language, fonts)

    name = theirs(printed.name, "name")
    until = said.words["no_end"]
    if printed.valid_until is not None:
        until = said.words["valid_until"].format(date=said.day(printed.valid_until, "of the end"))
    title, shown, signed = _in_its_language(printed, said, ours, theirs)
    sentence = {"title": title["text"], "name": printed.name}
    return {
        "lang": base(said.tag),
        "region": _country(said.tag),
        "dir": said.direction,
        "day": [issued.year, issued.month, issued.day],
        "words": {key: ours(value) for key, value in said.words.items() if "{" not in value},
        "document": theirs(said.words["document"].format(**sentence), "title of the document"),
        "name": name,
        "lines": name_lines(name["text"]),
        "title": title,
        "description": shown,
        "signed": signed,
        "issuer": theirs(printed.issuer, "name of the issuer"),
        "level": ours(said.levels[printed.level]),
        "level-shape": printed.level,
        "show-level": printed.level != "badge",
        "issued": ours(said.words["issued"].format(date=said.day(printed.issued, "of issue"))),
        "until": ours(until),
        "results": [
            {"title": theirs(title, "title of a module"), "percent": {**ours(said.percent(value)), "dir": "ltr"}}
            for title, value in printed.results
        ],
        "signers": [theirs(signer, "name of a signer") for signer in printed.signers],
        "check": [ours(said.words[key]) for key in (_how(printed), "file", "warning")],
        "code": {
            "svg": code.svg(printed.code),
            "side": square.side_mm,
            "place": code.SIDE_MM,
            "rim": code.RIM * square.module_mm,
        },
        "id": theirs(printed.id, "certificate number"),
        "address": theirs(printed.address, "address of the checking page") if printed.address else None,
        "linked": bool(printed.address and printed.address.startswith(("https://", "http://"))),
        "token": printed.token,
    }


def text_of(value: str, what: str, tag: str, fonts: Path | None) -> dict:
    """``value`` ready for the template. Raises RenderError where it is empty or cannot be printed."""
    item = ready(value, what, tag, fonts)
    if not item["text"]:
        raise RenderError(f"The {what} is empty: give the text that stands on the certificate.")
    return item


def _in_its_language(printed: Printed, said: Words, ours, theirs) -> tuple[dict, dict, dict | None]:
    """Title, description, and the title as it was signed where that is another: a reader finds it when checking."""
    title = said.titles.get(printed.certificate.rpartition("-")[2])
    if title is None:
        return theirs(printed.title, "title"), theirs(printed.description, "description"), None
    shown = said.shown.get(printed.level)
    description = ours(shown.format(title=title)) if shown else theirs(printed.description, "description")
    return ours(title), description, None if title in printed.title else theirs(printed.title, "title")


def _how(printed: Printed) -> str:
    """Which sentence tells what to do with the square code."""
    if code.whole(printed.code):
        return "scan_photo" if printed.code.startswith("AISKILLS1.") else "scan_address"
    return "scan_short" if "://" in printed.code else "scan_number"


def _country(tag: str) -> str | None:
    """The region that picks the shapes of Chinese characters, for Typst; None for other languages."""
    return {"SC": "CN", "TC": "TW", "HK": "HK"}[region(tag)] if base(tag) == "zh" else None


def _check(printed: Printed) -> None:
    """Facts that no layout can mend. Raises RenderError with one sentence."""
    if len(printed.name) > LONGEST_NAME:
        raise RenderError(
            f"The name has {len(printed.name)} characters, and a page has room for {LONGEST_NAME}: "
            "use a shorter form of the name."
        )
    if printed.level not in LEVELS:
        raise RenderError(f"The level is {printed.level!r}: use one of {', '.join(LEVELS)}.")
    if len(printed.results) > MOST_RESULTS:
        raise RenderError(
            f"The certificate has {len(printed.results)} results, and a page has room for "
            f"{MOST_RESULTS}: print the results of fewer modules."
        )
    if len(printed.signers) > MOST_SIGNERS:
        raise RenderError(
            f"The certificate has {len(printed.signers)} signers, and a page has room for "
            f"{MOST_SIGNERS}: name fewer signers."
        )
    for title, value in printed.results:
        if not isinstance(value, int | float) or not math.isfinite(value) or not 0 <= value <= 100:
            raise RenderError(f"The result of the module {title!r} is {value!r}: a result is a share from 0 to 100.")
    if not printed.token.isascii() or printed.token.count(".") != 2:
        raise RenderError("The signed certificate that belongs into the PDF file is not a compact JWS: sign it first.")
