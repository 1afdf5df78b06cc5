"""Every page of the book against WCAG 2.2 AA, as far as a program can judge it: axe-core, reflow, languages, contrast.

Each page is opened once. It is looked at in a wide and in a narrow window, in light and in dark, with the text of a reader
who needs it large, and with all its folded parts open; ``checks.js`` holds what is asked. Where the time went when all of
axe-core ran in all four looks of a page: four fifths into the contrast of hundreds of words that look alike. So that rule
is asked once for each look that a text has. The planted faults at the end prove that nothing is lost by that.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from aiskills.catalog import find_root, load_catalog

from .conftest import Watched
from .rules import prepare

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
        self.ask("passages in other languages", "languages")
        self.ask("reduced motion", "moving")
        self.page.evaluate("checks.unfold()")
        self.look_at_colours()
        self.text()
        self.part("no error, and nothing from outside", [*watched.errors, *watched.outside])

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

    def look_at_colours(self) -> None:
        # What light and dark differ in are colours alone.
        for width, scheme in ((1280, "light"), (1280, "dark"), (390, "dark"), (390, "light")):
            self.window(width, scheme)
            part = f"axe-core, {width} pixels, {scheme}"
            if part in self.parts:
                faults, fine = self.page.evaluate("known => checks.colours(known)", self.known)
                self.part(part, faults)
                self.known += fine
            if scheme == "light":
                self.ask(part, "structure", "sideways")
            shown = self.page.evaluate("document.documentElement.dataset.theme || ''")
            self.part(part, [f"the page is shown in {shown}"] if shown not in ("", scheme) else [])
            if width == 1280:
                for name, found in self.page.evaluate("checks.code()").items():
                    self.code[scheme, name] = found
            if scheme == "light":
                self.ask("boxes that scroll are reached by keyboard and have a name", "frames")

    def text(self) -> None:
        for part, width, style in (
            ("a window of 320 pixels, as with a zoom of 400 %", 320, ""),
            ("a window of 640 pixels, as with a zoom of 200 %", 640, ""),
            ("wider distances in the text", 390, SPACING),
            ("text of twice the size", 1280, LARGE),
        ):
            self.window(width)
            self.page.evaluate(
                "css => { (document.querySelector('#tried') ?? document.head.appendChild("
                "Object.assign(document.createElement('style'), { id: 'tried' }))).textContent = css }",
                style,
            )
            self.ask(part, "sideways", "legible")


@pytest.fixture(scope="module")
def visits(browser, book):
    """Each page's visit, by the page's name."""
    context = browser.new_context(reduced_motion="reduce", offline=True)
    watched = Watched(context, book.as_uri())
    known: list[int] = []
    yield {path.relative_to(book).as_posix(): Visit(watched, path, known) for path in pages(book)}
    context.close()


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


ADD = "document.querySelector('article h1').insertAdjacentHTML('afterend', `{}`)"
STYLE = "document.head.insertAdjacentHTML('beforeend', `<style>{}</style>`)"
AXE_AT = "axe-core, {} pixels, {}"
PLANTED = [
    (AXE_AT.format(1280, "light"), "color-contrast", ADD.format('<p style="color: #999">Grey words</p>')),
    (AXE_AT.format(1280, "light"), "image-alt", ADD.format('<img src="data:,">')),
    (AXE_AT.format(1280, "dark"), "color-contrast", STYLE.format("[data-theme=dark] article h2 {{ color: #555 }}")),
    (
        AXE_AT.format(1280, "dark"),
        "color-contrast",  # one word among hundreds of its class, by its own colour alone
        "document.querySelectorAll('article li')[2].style.cssText = 'color: light-dark(#111, #444); color-scheme: light dark'",
    ),
    (
        AXE_AT.format(390, "light"),
        "label",
        STYLE.format("@media (min-width: 500px) {{ #planted {{ display: none }} }}")
        + ";"
        + ADD.format('<input id="planted">'),
    ),
    (
        AXE_AT.format(390, "light"),
        "target-size",
        STYLE.format("@media (max-width: 500px) {{ .planted button {{ padding: 0; border: 0; width: 14px; height: 14px }} }}")
        + ";"
        + ADD.format('<p class="planted"><button>1</button><button>2</button></p>'),
    ),
    (
        AXE_AT.format(390, "dark"),
        "color-contrast",
        STYLE.format("@media (max-width: 500px) {{ [data-theme=dark] article p {{ color: #666 }} }}"),
    ),
    (
        AXE_AT.format(1280, "light"),
        "color-contrast",  # inside a folded part
        ADD.format('<details><summary>More</summary><p style="color: #999">Grey words</p></details>'),
    ),
    (
        "boxes that scroll are reached by keyboard and have a name",
        "not reached",
        ADD.format('<div style="overflow-x: auto" tabindex="-1"><div style="width: 3000px">wide</div></div>'),
    ),
    ("text of twice the size", "cut off", STYLE.format("article h2 {{ height: 1.5em; overflow: hidden; font-size: 40px }} html{{}}") + ";"
     + STYLE.format("article h2 {{ height: 30px; overflow: hidden; font-size: 1.2rem !important }}")),
    ("text of twice the size", "overlap", STYLE.format("article li {{ height: 20px }}")),
    ("wider distances in the text", "cut off", STYLE.format("article p {{ max-height: 5rem; overflow: hidden }}")),
    (
        "a window of 320 pixels, as with a zoom of 400 %",
        "pixels are needed",
        ADD.format('<p style="width: 360px">wide words</p>'),
    ),
    (
        "a window of 640 pixels, as with a zoom of 200 %",
        "pixels are needed",
        ADD.format('<p style="width: 700px">wide words</p>'),
    ),
    ("passages in other languages", "am", ADD.format('<p>The name is <b>ኢትዮጵያ</b>.</p>')),
    ("passages in other languages", "right to left", ADD.format('<p lang="ar">محمد السقاف</p>')),
    ("reduced motion", "moves", ADD.format('<p style="transition: color 1s !important">slow</p>')),
    ("no error, and nothing from outside", "example.org", ADD.format('<img alt="" src="https://example.org/a.png">')),
]


@pytest.mark.parametrize(("part", "words", "plant"), PLANTED, ids=[f"{i}:{one[0]}:{one[1]}" for i, one in enumerate(PLANTED)])
def test_a_planted_fault_is_found(browser, book, part, words, plant):
    """The same visit finds a fault that was put into a page, and names it under its part and no part before."""
    context = browser.new_context(reduced_motion="reduce", offline=True)
    try:
        visit = Visit(Watched(context, book.as_uri()), book / "book/how-to-learn.html", [], plant.replace("{{", "{").replace("}}", "}"), [part])
        assert any(words in fault for fault in visit.faults.get(part, [])), visit.faults
    finally:
        context.close()
