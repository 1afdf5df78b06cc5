"""Every page of the book against WCAG 2.2 AA, as far as a program can judge it: axe-core, reflow, languages, contrast.

Each page is opened once. It is looked at in a wide and in a narrow window, in light and in dark, with the text of a
reader who needs it large, and with all its folded parts open; ``checks.js`` holds what is asked. When all of axe-core
ran in all four looks of a page, four fifths of the time went into the contrast of hundreds of words that look alike.
So that rule is asked once for each look that a text has. The planted faults prove that nothing is lost by that.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from aiskills.catalog import find_root, load_catalog

from .rules import prepare, two_frames
from .watched import Watched

pytestmark = pytest.mark.browser
MODULES = load_catalog(find_root()).ready
CODE_CONTRAST = 4.5
# The distances of WCAG 2.2, 1.4.12; and text of twice the size, as a browser's setting makes it.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }"""
LARGE = "html { font-size: 200% !important }"
PARTS = [
    *(f"axe-core, {width} pixels, {scheme}" for width in (1280, 390) for scheme in ("light", "dark")),
    "boxes that scroll are reached by keyboard and have a name",
    "text of twice the size",
    "a window of 640 pixels, as with a zoom of 200 %",
    "a window of 320 pixels, as with a zoom of 400 %",
    "wider distances in the text",
    "passages in other languages",
    "reduced motion",
    "no error, and nothing from outside",
]
WIDE_LIGHT, WIDE_DARK, NARROW_LIGHT, NARROW_DARK = PARTS[:4]
BOXES, LARGE_TEXT, ZOOM_2, ZOOM_4, DISTANCES, LANGUAGES, MOTION, ITSELF = PARTS[4:]


def pages(book: Path) -> list[Path]:
    """Every page but the one at the top, which only leads on to the first page."""
    return sorted(path for path in book.rglob("*.html") if "_static" not in path.parts and path != book / "index.html")


class Visit:
    """One page in all its looks: ``faults`` by part, and the contrast of the code that it shows.

    ``known`` names the looks of texts whose contrast was found to be right; what is found here is added.
    """

    def __init__(self, watched: Watched, path: Path, known: list[int], plant: str = "", parts: list[str] = PARTS):
        self.page, self.parts, self.known = watched.page, parts, known
        self.faults: dict[str, list[str]] = {}
        self.code: dict[tuple[str, str], list] = {}
        self.scheme = "light"
        watched.errors.clear()
        watched.outside.clear()
        self.window(1280)
        self.page.goto(path.as_uri())
        prepare(self.page)
        if plant:
            self.page.evaluate(plant)
        self.ask(LANGUAGES, "languages")
        self.ask(MOTION, "moving")
        self.page.evaluate("checks.unfold()")
        self.look_at_colours()
        self.text()
        self.part(ITSELF, [*watched.errors, *watched.outside])

    def part(self, part: str, faults: list[str]) -> None:
        if faults:
            self.faults.setdefault(part, []).extend(faults)

    def ask(self, part: str, *names: str) -> None:
        if part in self.parts:
            for name in names:
                self.part(part, self.page.evaluate(f"checks.{name}()"))

    def window(self, width: int, scheme: str | None = None) -> None:
        self.scheme = scheme or self.scheme
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=self.scheme, reduced_motion="reduce")

    def change(self, width: int, scheme: str | None = None) -> None:
        self.window(width, scheme)
        self.page.evaluate("([width, scheme]) => checks.settled(width, scheme)", [width, self.scheme])

    def look_at_colours(self) -> None:
        # What light and dark differ in are colours alone.
        for width, scheme in ((1280, "light"), (1280, "dark"), (390, "dark"), (390, "light")):
            part = f"axe-core, {width} pixels, {scheme}"
            if not {part, BOXES} & set(self.parts) and self.parts is not PARTS:
                continue
            self.change(width, scheme)
            if part in self.parts:
                faults, fine = self.page.evaluate("known => checks.colours(known)", self.known)
                self.part(part, faults)
                self.known += fine
            if scheme == "light":
                two_frames(self.page)  # then boxes that scroll can be reached
                self.ask(part, "structure", "sideways")
            shown = self.page.evaluate("document.documentElement.dataset.theme || ''")
            self.part(part, [f"the page is shown in {shown}"] if shown not in ("", scheme) else [])
            if width == 1280:
                for name, found in self.page.evaluate("checks.code()").items():
                    self.code[scheme, name] = found
            if scheme == "light":
                self.ask(BOXES, "frames")

    def text(self) -> None:
        for part, width, style in (
            (ZOOM_4, 320, ""),
            (ZOOM_2, 640, ""),
            (DISTANCES, 390, SPACING),
            (LARGE_TEXT, 1280, LARGE),
        ):
            if part not in self.parts:
                continue
            self.change(width)
            self.page.evaluate(
                "css => { (document.querySelector('#tried') ?? document.head.appendChild("
                "Object.assign(document.createElement('style'), { id: 'tried' }))).textContent = css }",
                style,
            )
            self.ask(part, "sideways", "legible")


@pytest.fixture(scope="module")
def watched(browser, book):
    context = browser.new_context(reduced_motion="reduce", offline=True)
    yield Watched(context, book.as_uri())
    context.close()


@pytest.fixture(scope="module")
def visits(watched, book):
    """Each page's visit, by the page's name."""
    known: list[int] = []
    return {path.relative_to(book).as_posix(): Visit(watched, path, known) for path in pages(book)}


@pytest.mark.parametrize("part", PARTS)
def test_every_page(visits, part):
    assert len(visits) > 2 * len(MODULES)
    assert {name: visit.faults[part] for name, visit in visits.items() if part in visit.faults} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_highlighted_code_can_be_read(visits, scheme):
    """Each kind of word in code, on any page, as Chromium renders it: (ratio, colour, background)."""
    found: dict[str, list] = {}
    for visit in visits.values():
        for (one, name), contrast in visit.code.items():
            if one == scheme:
                found[name] = min(found.get(name, contrast), contrast)
    assert {"k", "kn", "s2", "c1", "mi", "n"} <= set(found)
    assert {name: contrast for name, contrast in found.items() if contrast[0] < CODE_CONTRAST} == {}


def add(html: str) -> str:
    return f"document.querySelector('article h1').insertAdjacentHTML('afterend', `{html}`);"


def style(rules: str) -> str:
    return f"document.head.insertAdjacentHTML('beforeend', `<style>{rules}</style>`);"


PHONE = "@media (max-width: 500px)"
TINY = "{ padding: 0; border: 0; width: 14px; height: 14px }"
GREY = '<p style="color: #999">Grey words</p>'
ONE_LINE = "color-scheme: light dark; color: light-dark(#111, #444)"
ONE_WORD = f"document.querySelectorAll('article li')[2].style.cssText = '{ONE_LINE}'"
PLANTED = {
    "grey words": (WIDE_LIGHT, "color-contrast", add(GREY)),
    "grey words in a folded part": (
        WIDE_LIGHT,
        "color-contrast",
        add(f"<details><summary>More</summary>{GREY}</details>"),
    ),
    "a picture without words": (WIDE_LIGHT, "image-alt", add('<img src="data:,">')),
    "headings in dark": (WIDE_DARK, "color-contrast", style("[data-theme=dark] article h2 { color: #555 }")),
    "one line of a list in dark": (WIDE_DARK, "color-contrast", ONE_WORD),
    "paragraphs in dark, narrow": (
        NARROW_DARK,
        "color-contrast",
        style(f"{PHONE} {{ [data-theme=dark] p {{ color: #666 }} }}"),
    ),
    "no label, narrow": (
        NARROW_LIGHT,
        "label",
        style("@media (min-width: 500px) { #planted { display: none } }") + add('<input id="planted">'),
    ),
    "small targets, narrow": (
        NARROW_LIGHT,
        "target-size",
        style(f"{PHONE} {{ .planted button {TINY} }}")
        + add('<p class="planted"><button>1</button><button>2</button></p>'),
    ),
    "a box out of reach": (
        BOXES,
        "not reached",
        add('<div style="overflow: auto" tabindex="-1"><p style="width: 3000px">wide</p></div>'),
    ),
    "a box without a name": (
        BOXES,
        "no name",
        add('<div style="overflow: auto" tabindex="0"><p style="width: 3000px">wide</p></div>'),
    ),
    "headings of a fixed height": (LARGE_TEXT, "cut off", style("article h2 { height: 40px; overflow: hidden }")),
    "lines of a fixed height": (LARGE_TEXT, "overlap", style("article li { height: 20px }")),
    "paragraphs of a fixed height": (DISTANCES, "cut off", style("article p { max-height: 5rem; overflow: hidden }")),
    "wide words, zoomed by four": (ZOOM_4, "pixels are needed", add('<p style="width: 360px">wide words</p>')),
    "wide words, zoomed by two": (ZOOM_2, "pixels are needed", add('<p style="width: 700px">wide words</p>')),
    "a name in Amharic": (LANGUAGES, "marked as en", add("<p>The name is <b>ኢትዮጵያ</b>.</p>")),
    "a name in Arabic, from left to right": (LANGUAGES, "right to left", add('<p lang="ar">محمد السقاف</p>')),
    "a slow change": (
        MOTION,
        "moves",
        add('<p id="slow">slow</p>') + style("#slow { transition: color 1s !important }"),
    ),
    "a picture from elsewhere": (ITSELF, "example.org", add('<img alt="" src="https://example.org/a.png">')),
}


@pytest.mark.parametrize("plant", PLANTED)
def test_a_planted_fault_is_found(watched, book, plant):
    """The same visit finds a fault that was put into a page, and finds none without it (see above)."""
    part, words, script = PLANTED[plant]
    visit = Visit(watched, book / "book/how-to-learn.html", [], script, [part])
    assert any(words in fault for fault in visit.faults.get(part, [])), visit.faults
