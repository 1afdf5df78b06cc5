"""Badge images: distinct without colour, small, and carrying a credential that others can take out."""

import io
import xml.etree.ElementTree as ET

import pytest
from openbadgeslib import baking
from PIL import Image

from aiskills.certificates import render
from aiskills.certificates.facts import Certificate
from aiskills.verify import reading

from .printing import token

ISSUER = "Example Institute of Technology"
TITLES = {
    None: "AI Essentials badge",
    "a": "AI and machine learning foundations",
    "b": "Generative AI practitioner",
    "c": "Applied AI for sustainable development",
    "d": "AI for TVET trainers",
    "e": "AI governance, ethics and policy for governments",
}


def make(level, track, title=None):
    return Certificate(f"{level}-{track}", level, track, title or TITLES[track], "What was shown.", "70 %.", ("m",))


ALL = [make("badge", None)] + [make(level, track) for level in ("foundation", "advanced") for track in "abcde"]


@pytest.mark.parametrize("certificate", ALL, ids=lambda c: c.id)
def test_a_badge_is_small_square_and_clear_outside(certificate):
    data = render.badge.png(certificate, ISSUER)
    picture = Image.open(io.BytesIO(data))
    assert picture.size == (600, 600) and picture.mode == "RGBA" and len(data) < 60_000
    assert picture.getpixel((2, 2))[3] == 0 and picture.getpixel((300, 520))[3] == 255
    assert render.badge.png(certificate, ISSUER) is data  # made once for each certificate


def test_badges_differ_without_colour():
    """With the same title and no colour, outlines tell the levels apart, letters and dots the tracks."""

    def grey(certificate):
        picture = Image.open(io.BytesIO(render.badge.png(certificate, ISSUER)))
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture).convert("L").point(lambda v: 0 if v < 200 else 255)

    levels = [grey(make(level, "a", "T")) for level in ("badge", "foundation", "advanced")]
    tracks = [grey(make("foundation", track, "T")) for track in "abcde"]
    for group, least in ((levels, 4000), (tracks, 1000)):
        for i, one in enumerate(group):
            for other in group[i + 1 :]:
                changed = sum(a != b for a, b in zip(one.tobytes(), other.tobytes(), strict=True))
                assert changed > least
    dots = [track.crop((200, 225, 400, 250)) for track in tracks]  # below the letter, above the title
    ink = [sum(v == 0 for v in dot.tobytes()) / sum(v == 0 for v in dots[0].tobytes()) for dot in dots]
    assert ink == pytest.approx([1, 2, 3, 4, 5], rel=0.15)


def test_a_credential_is_baked_in_and_taken_out():
    certificate = make("foundation", "a")
    plain = render.badge.png(certificate, ISSUER)
    baked = render.badge.bake_png(plain, token())
    assert baking.extract_png(baked, keyword=baking.ITXT_KEYWORD_OB3) == token() == render.badge.taken(baked)
    assert reading.find(baked) == token()
    assert Image.open(io.BytesIO(baked)).tobytes() == Image.open(io.BytesIO(plain)).tobytes()

    drawing = render.badge.bake_svg(render.badge.svg(certificate, ISSUER), token())
    assert baking.extract_svg(drawing, element=baking.SVG_ELEMENT_OB3) == token() == reading.find(drawing)


def test_the_drawing_has_its_title_in_words():
    certificate = make("advanced", "b", 'Safe & "sound" <models>')
    root = ET.fromstring(render.badge.svg(certificate, ISSUER))
    assert root.get("role") == "img" and root.get("aria-label") == root[0].text == f'Safe & "sound" <models>, {ISSUER}'


def test_a_plain_or_broken_image_is_said():
    plain = render.badge.png(make("badge", None), ISSUER)
    with pytest.raises(render.RenderError, match="holds no credential"):
        render.badge.taken(plain)
    for broken in (plain[:200], b"not a picture"):
        with pytest.raises(render.RenderError, match="cannot be read"):
            render.badge.taken(broken)


@pytest.mark.parametrize(
    "certificate, sentence",
    [
        (make("expert", "a"), "use one of badge, foundation, advanced"),
        (make("badge", "z", "T"), "use a letter from a to e"),
        (make("badge", None, "Word " * 90), "The title of the badge is too long"),
        (make("badge", None, "\u0f56"), "U\\+0F56"),
    ],
    ids=["level", "track", "long", "tibetan"],
)
def test_a_badge_that_cannot_be_drawn_is_said(certificate, sentence):
    with pytest.raises(render.RenderError, match=sentence):
        render.badge.png(certificate, ISSUER)
