"""What a page costs on a poor connection: each page is opened from its folder, and what it fetched is weighed."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest

from aiskills.catalog import find_root, load_catalog

from .rules import two_frames

pytestmark = pytest.mark.browser
CATALOG = load_catalog(find_root())
LESSONS = [module.slug for module in CATALOG.ready]
# Bytes, compressed, of all that a page fetches at first view.
LESSON_BUDGET = 300_000
PAGE_BUDGET = 150_000
SEARCH_BUDGET = 500_000  # the search page reads the index and the words of all pages
VERIFY_BUDGET = 200_000  # the page that checks certificates carries its cryptography along
SITE_BUDGET = 30_000_000  # the whole book as files, before it is packed: the smallest bundle must stay below
# What this theme puts into a page of its own accord, and no page of ours shows.
WIDGET_STATE = "application/vnd.jupyter.widget-"


def pages(book: Path) -> list[Path]:
    """Every page but the one at the top, which only leads on to the first page."""
    return sorted(path for path in book.rglob("*.html") if "_static" not in path.parts and path != book / "index.html")


def budget(path: Path) -> int:
    if path.stem in LESSONS and "notebooks" in path.parts:
        return LESSON_BUDGET
    return {"search": SEARCH_BUDGET, "verify": VERIFY_BUDGET}.get(path.stem, PAGE_BUDGET)


@cache
def compressed(path: Path) -> int:
    """Bytes of a file as a web server sends it; pictures and fonts are compressed in themselves."""
    return len(gzip.compress(path.read_bytes())) if path.is_file() else 0


@pytest.fixture(scope="module")
def views(book, browser):
    """For each page the files that its first view fetched, the kinds of them, and addresses outside of the book."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page, requests = context.new_page(), []
    page.on(
        "request", lambda request: requests.append((request.url.split("?")[0].split("#")[0], request.resource_type))
    )
    found = {}
    for path in pages(book):
        page.goto("about:blank")  # so that nothing of the last page comes late
        requests.clear()
        page.goto(path.as_uri(), wait_until="load")
        two_frames(page)  # pictures near the first screen are asked for then
        files = {Path(url.removeprefix("file://")) for url, _ in requests if url.startswith(book.as_uri())}
        outside = [url for url, _ in requests if not url.startswith((book.as_uri(), "data:", "blob:"))]
        found[path] = (files, {kind for _, kind in requests}, outside)
    context.close()
    return found


def test_every_page_is_within_its_budget(book, views):
    assert set(LESSONS) <= {path.stem for path in views}
    weights = {path: sum(compressed(file) for file in files) for path, (files, _, _) in views.items()}
    for path, weight in sorted(weights.items(), key=lambda one: -one[1]):
        print(f"{weight / 1000:6.0f} KB  {path.relative_to(book).as_posix()}")
    heavy = {path.relative_to(book).as_posix(): weight for path, weight in weights.items() if weight > budget(path)}
    assert heavy == {}


def test_no_page_fetches_a_font_or_asks_anybody_else(book, views):
    found = {
        path.relative_to(book).as_posix(): (sorted(kinds), outside)
        for path, (_, kinds, outside) in views.items()
        if "font" in kinds or outside
    }
    assert found == {}
    assert not [path for path in book.rglob("*") if path.suffix in (".woff", ".woff2", ".ttf", ".otf", ".eot")]
    for sheet in book.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert "@font-face" not in text and not re.search(r"url\([\"']?https?:", text), sheet.name


def test_no_page_carries_the_state_of_widgets(book):
    """Movable figures are still figures in a page; their live state would come with a script of 450 KB."""
    for path in pages(book):
        text = path.read_text(encoding="utf-8")
        assert WIDGET_STATE not in text and "html-manager" not in text, path.relative_to(book)


def test_pictures_are_small_sized_and_fetched_late(book):
    count = 0
    for path in pages(book):
        for tag in re.findall(r'<img\b(?:[^>"]|"[^"]*")*>', path.read_text(encoding="utf-8")):
            if "_static" in tag or "logo" in tag:
                continue
            count += 1
            file = path.parent / re.search(r'src="([^"]+)"', tag)[1]
            width, height = (int(re.search(rf'{side}="(\d+)"', tag)[1]) for side in ("width", "height"))
            assert file.suffix == ".webp" and file.stat().st_size < 60_000, f"{path.name}: {tag[:200]}"
            if path.parent.name == "readings":
                continue  # for print: all are fetched at once, and the style shows them smaller than drawn
            assert 'loading="lazy"' in tag and "max-width:100%" in tag
            assert drawn(file) >= 1.4 * width, "not sharp on a dense screen"
            assert 0.2 < width / height < 8
    assert count > 3 * len(LESSONS)
    assert not list((book / "_images").glob("*.png")), "a picture that no page shows"


def drawn(file: Path) -> int:
    from PIL import Image

    with Image.open(file) as image:
        return image.width


def test_the_index_and_the_words_are_read_by_the_search_page_alone(book):
    assert {path.name for path in book.glob("search*.js")} == {"searchindex.js", "search-texts.js"}
    for path in pages(book):
        if path.name != "search.html":
            text = path.read_text(encoding="utf-8")
            assert "searchindex.js" not in text and "search-texts" not in text


def test_the_whole_book_is_small(book):
    size = sum(path.stat().st_size for path in book.rglob("*") if path.is_file())
    print(f"The book: {size / 1e6:.1f} MB in files.")
    assert size < SITE_BUDGET


HIDDEN = """() => [...document.querySelectorAll(
    "article :is(h1, h2, h3, p, li, pre, td, figcaption, summary, img)")]
  .filter(one => !one.closest("details:not([open]) > :not(summary), .pst-js-only, summary .expanded"))
  .filter(one => one.innerText !== "" && !one.getClientRects().length)
  .map(one => one.outerHTML.slice(0, 120))"""
BROKEN = """() => [...document.images].filter(one => !one.complete || !one.naturalWidth).map(one => one.outerHTML)"""


def test_without_a_script_a_page_from_a_folder_shows_all_its_text_and_pictures(book, browser):
    context = browser.new_context(viewport={"width": 390, "height": 800}, offline=True, java_script_enabled=False)
    page, faults = context.new_page(), {}
    for path in pages(book):
        page.goto(path.as_uri(), wait_until="load")
        if found := page.evaluate(HIDDEN) + page.evaluate(BROKEN):
            faults[path.relative_to(book).as_posix()] = found
    context.close()
    assert faults == {}
