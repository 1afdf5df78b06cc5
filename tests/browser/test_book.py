"""The book's pages, opened from a folder with no network, at desktop and phone width, in light and dark."""

import gzip
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from aiskills.catalog import find_root, load_catalog

pytestmark = pytest.mark.browser
ROOT = find_root()
CATALOG = load_catalog(ROOT)
LESSONS = [module.slug for module in CATALOG.ready]
PAGE_BUDGET = 300_000  # bytes, compressed, of all that a lesson's page fetches at first view
# Without preload: axe would fetch the style sheets again, which a page from a folder may not.
RULES = {
    "preload": False,
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
}


def pages(book: Path) -> list[Path]:
    """Every page but the one at the top, which only leads on to the first page."""
    return sorted(path for path in book.rglob("*.html") if "_static" not in path.parts and path != book / "index.html")


def lesson_page(book: Path, slug: str) -> Path:
    return book / "notebooks" / CATALOG.module(slug).area / f"{slug}.html"


def test_every_lesson_has_its_page(book):
    for slug in LESSONS:
        assert lesson_page(book, slug).is_file()
    assert len(pages(book)) > 15


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_accessible_and_keep_to_themselves(book, watch, width, scheme):
    """No violation that axe-core can find, no console error, no request outside, no sideways scrolling of the page."""
    found = {}
    watched = watch(book.as_uri(), width, scheme, offline=True)
    for path in pages(book):
        watched.page.goto(path.as_uri())
        violations = Axe().run(watched.page, options=RULES).response["violations"]
        faults = [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in violations]
        if watched.page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            faults.append("the page scrolls sideways")
        if watched.page.evaluate("document.documentElement.dataset.theme || ''") not in ("", scheme):
            faults.append(f"the page is not shown in {scheme}")
        if faults or watched.errors or watched.outside:
            found[path.relative_to(book).as_posix()] = faults + watched.errors + watched.outside
        watched.errors.clear()
        watched.outside.clear()
    assert found == {}


@pytest.mark.parametrize("slug", LESSONS)
def test_lesson_page_shows_results_and_describes_its_pictures(book, slug):
    text = lesson_page(book, slug).read_text(encoding="utf-8")
    assert "Traceback" not in text and "output stderr" not in text
    images = re.findall(r"<img\b[^>]*>", text)
    for image in images:
        alt = re.search(r'alt="([^"]*)"', image)
        assert alt and not re.search(r"\.(png|svg|jpe?g|webp)$", alt.group(1)), image[:300]
    figures = [image for image in images if "logo" not in image]
    assert figures, "a lesson without any figure"
    assert all(len(re.search(r'alt="([^"]*)"', image).group(1)) >= 30 for image in figures)


@pytest.mark.parametrize("slug", LESSONS)
def test_lesson_page_is_light(book, watch, slug):
    watched = watch(book.as_uri(), offline=True)
    fetched: set[str] = set()
    watched.page.on("request", lambda request: fetched.add(request.url.split("?")[0].split("#")[0]))
    watched.page.goto(lesson_page(book, slug).as_uri())
    files = [Path(url.removeprefix("file://")) for url in fetched if url.startswith("file://")]
    size = sum(len(gzip.compress(path.read_bytes())) for path in files if path.is_file())
    assert size <= PAGE_BUDGET, f"{size} bytes in {len(files)} files"


def test_links_inside_the_book_lead_somewhere(book):
    broken = []
    for path in pages(book):
        for link in re.findall(r'href="([^"#?]+)[^"]*"', path.read_text(encoding="utf-8")):
            outside = re.match(r"[a-z]+:", link)
            if not outside and not (path.parent / link).exists():
                broken.append(f"{path.relative_to(book)} -> {link}")
    assert broken == []


def test_a_quiz_is_answered_by_keyboard(book, watch):
    """Tab into the first quiz of a lesson, choose by arrow keys, and read the reason of the chosen option."""
    watched = watch(book.as_uri(), offline=True)
    page = watched.page
    page.goto(lesson_page(book, "f02-honest-evaluation").as_uri())
    fieldset = page.locator("fieldset").first
    options = fieldset.locator("input[type=radio]")
    options.first.focus()
    page.keyboard.press("ArrowDown")
    assert options.nth(1).is_checked()
    page.keyboard.press("ArrowUp")
    assert options.first.is_checked()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    page.keyboard.press("Enter")
    # The reason comes a moment later, so that screen readers notice the change.
    page.wait_for_function("status => status.innerText", arg=fieldset.get_by_role("status").element_handle())
    assert len(fieldset.get_by_role("status").inner_text().split()) >= 5
    assert watched.errors == []


def test_search_works_from_a_folder(book, watch):
    watched = watch(book.as_uri(), offline=True)
    watched.page.goto((book / "search.html").as_uri() + "?q=tokenizer")
    watched.page.wait_for_selector("#search-results li a", timeout=20_000)
    assert watched.outside == []
