"""Badge images, and the credential in them ("baked", as Open Badges 3.0 says).

Levels differ by outline (circle, hexagon, star) and tracks by letter and number of dots, so that a print in grey, or an
eye that sees few colours, tells them apart.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from pathlib import Path

from ..facts import Certificate
from .errors import RenderError
from .fonts import compile_template
from .languages import words
from .page import LEVELS, text_of

PIXELS = 600
POINTS = 200
# Okabe and Ito's colours for colour-blind eyes; every one has a contrast of 3 to 1 with white at least.
COLOURS = {None: "#0072B2", "a": "#0072B2", "b": "#D55E00", "c": "#008A64", "d": "#AA4499", "e": "#404040"}


def _data(certificate: Certificate, issuer: str, fonts: Path | None) -> dict:
    if certificate.level not in LEVELS:
        raise RenderError(f"The level of {certificate.id} is {certificate.level!r}: use one of {', '.join(LEVELS)}.")
    track = certificate.track.lower() if certificate.track else None
    if track not in COLOURS:
        raise RenderError(f"The track of {certificate.id} is {certificate.track!r}: use a letter from a to e, or none.")
    english = words("en")
    return {
        "shape": certificate.level,
        "colour": COLOURS[track],
        "dots": "abcde".index(track) + 1 if track else 0,
        "letter": text_of(track.upper(), "letter of the track", "en", fonts) if track else None,
        "title": text_of(certificate.title, "title of the badge", "en", fonts),
        "level": text_of(english.levels[certificate.level], "level", "en", fonts),
        "issuer": text_of(issuer, "name of the issuer", "en", fonts),
    }


@lru_cache(maxsize=256)
def png(certificate: Certificate, issuer: str, *, fonts: Path | None = None) -> bytes:
    """The badge as a PNG picture of 600 by 600 pixels, clear outside its outline. Raises RenderError."""
    return compile_template(
        "badge.typ", _data(certificate, issuer, fonts), "png", extra=fonts, ppi=72 * PIXELS / POINTS
    )


@lru_cache(maxsize=256)
def svg(certificate: Certificate, issuer: str, *, fonts: Path | None = None) -> bytes:
    """The badge as an SVG drawing with its title in words for screen readers. Raises RenderError."""
    drawing = compile_template("badge.typ", _data(certificate, issuer, fonts), "svg", extra=fonts).decode("utf-8")
    head, rest = drawing.split(">", 1)
    label = escape(f"{certificate.title}, {issuer}")
    return f'{head} role="img" aria-label="{label}"><title>{label}</title>{rest}'.encode()


def bake_png(image: bytes, token: str) -> bytes:
    """``image`` with the signed credential inside, in the chunk that Open Badges 3.0 names."""
    baking = _baking()
    return baking.bake_png(image, token, keyword=baking.ITXT_KEYWORD_OB3)


def bake_svg(image: bytes, token: str) -> bytes:
    """The same for an SVG drawing, in the element that Open Badges 3.0 names."""
    baking = _baking()
    return baking.bake_svg(image, token, element=baking.SVG_ELEMENT_OB3, namespace=baking.SVG_NS_OB3)


def taken(image: bytes) -> str:
    """The signed credential in a baked PNG picture. Raises RenderError where there is none."""
    baking = _baking()
    try:
        token = baking.extract_png(image, keyword=baking.ITXT_KEYWORD_OB3)
    except Exception as error:  # the reader of PNG files has many kinds of errors for broken ones
        raise RenderError(f"The badge image cannot be read ({error}): use the file as it was issued.") from None
    if token is None:
        raise RenderError("The badge image holds no credential: use the file as it was issued, not a copy of it.")
    return token


def _baking():
    try:
        from openbadgeslib import baking
    except ImportError:
        raise RenderError('Badge images need openbadgeslib: run pip install "aiskills[certificates]".') from None
    return baking
