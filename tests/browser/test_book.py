"""The book's pages, opened from a folder with no network, at desktop and phone width, in light and dark."""

import re
from pathlib import Path

import pytest

from aiskills.catalog import find_root, load_catalog

from .rules import faults

pytestmark = pytest.mark.browser
ROOT = find_root()
CATALOG = load_catalog(ROOT)
LESSONS = [module.slug for module in CATALOG.ready]


def pages(book: Path) -> list[Path]:
    """Every page but the one at the top, which only leads on to the first page."""
    return sorted(path for path in book.rglob("*.html") if "_static" not in path.parts and path != book / "index.html")


def lesson_page(book: Path, slug: str) -> Path:
    return book / "notebooks" / CATALOG.module(slug).area / f"{slug}.html"


def test_every_lesson_has_its_page(book):
    for slug in LESSONS:
        assert lesson_page(book, slug).is_file()
    assert len(pages(book)) > 15


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


def test_links_inside_the_book_lead_somewhere(book):
    broken = []
    for path in pages(book):
        for link in re.findall(r'href="([^"#?]+)[^"]*"', path.read_text(encoding="utf-8")):
            outside = re.match(r"[a-z]+:", link)
            if not outside and not (path.parent / link).exists():
                broken.append(f"{path.relative_to(book)} -> {link}")
    assert broken == []


@pytest.mark.shows("page", "quiz")
@pytest.mark.parametrize("slug", LESSONS)
def test_a_quiz_is_answered_by_keyboard(book, watch, slug):
    """Tab into the first quiz of a lesson, choose by arrow keys, and read the reason of the chosen option."""
    watched = watch(book.as_uri(), offline=True)
    page = watched.page
    page.goto(lesson_page(book, slug).as_uri())
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


def found_pages(watched, book: Path, query: str) -> list[tuple[str, str]]:
    """The title and the words shown of each page that the search finds, with the book opened from its folder."""
    watched.page.goto(f"{(book / 'search.html').as_uri()}?q={query}")
    watched.page.wait_for_function("document.querySelector('#search-results [role=status]')?.innerText")
    items = watched.page.locator("#search-results li")
    return [(one.locator("a").inner_text(), one.inner_text()) for one in items.all()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_search_works_from_a_folder(book, watch, width, scheme):
    """Titles, words around each hit, a count that is read out; nothing fetched, and nothing that axe-core can find."""
    watched = watch(book.as_uri(), width, scheme, offline=True)
    found = found_pages(watched, book, "tokenizer")
    assert "The price of your language" in [title for title, _ in found]
    words = [text.removeprefix(title).lower() for title, text in found]
    # The search looks for the stem of a word; a page that is found by its title alone may lack it.
    assert sum("token" in text for text in words) >= len(found) - 1, words
    assert all(len(text) < 400 for text in words)
    said = watched.page.get_by_role("status").inner_text()
    assert said == f"Search finished, found {len(found)} page(s) matching the search query."
    assert faults(watched.page) == []
    assert not watched.page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
    assert watched.outside == [] and watched.errors == []


def test_search_is_reached_and_used_by_keyboard(book, watch):
    watched = watch(book.as_uri(), offline=True)
    page = watched.page
    page.goto((book / "book/index.html").as_uri())
    page.keyboard.press("Control+k")
    page.keyboard.type("hallucination")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    page.keyboard.press("Tab")
    for _ in range(60):
        if page.evaluate("document.activeElement.closest('#search-results') !== null"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/search.html" not in url)
    assert "hallucination" in page.locator("article").inner_text().lower()
    assert watched.errors == [] and watched.outside == []


def test_a_search_that_finds_nothing_says_so(book, watch):
    watched = watch(book.as_uri(), offline=True)
    assert found_pages(watched, book, "xylophone") == []
    assert "did not match any documents" in watched.page.get_by_role("status").inner_text()


MODULES = "book/lessons.html"


def shown(page) -> list[str]:
    """The titles of the modules that the table shows."""
    rows = page.locator("table.modules tbody tr:not([hidden])").all()
    return [row.locator("td").first.inner_text().replace("\n", " ") for row in rows]


def titles(keep) -> list[str]:
    return [module.title for module in CATALOG.modules.values() if keep(module)]


FILTERS = [
    ("Area", "Policy", lambda module: module.area == "policy"),
    ("Level", "Advanced", lambda module: module.level == "advanced"),
    ("Lane", "no programming", lambda module: module.ready and "decide" in module.lanes),
    ("Lesson time", "up to 60 min", lambda module: module.lesson_minutes <= 60),
    ("Needs", "data", lambda module: module.ready and bool(module.data or module.tapes)),
    ("Needs", "model download", lambda module: "smollm2-135m-instruct" in module.models),
    (
        "Needs",
        "no model download",
        lambda module: module.ready and "smollm2-135m-instruct" not in module.models,
    ),
]


@pytest.mark.parametrize(("label", "choice", "keep"), FILTERS, ids=[f"{label}:{one}" for label, one, _ in FILTERS])
def test_modules_are_filtered_as_the_catalogue_says(book, watch, label, choice, keep):
    watched = watch(book.as_uri(), offline=True)
    page = watched.page
    page.goto((book / MODULES).as_uri())
    everything = titles(lambda module: True)
    assert shown(page) == everything
    page.get_by_label(label, exact=True).select_option(choice)
    assert shown(page) == titles(keep) != everything
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function(f"document.querySelector('.module-count').innerText.startsWith('{len(everything)} of ')")
    assert shown(page) == everything and watched.errors == []


def test_filters_are_used_by_keyboard_and_told_to_a_screen_reader(book, watch):
    watched = watch(book.as_uri(), offline=True)
    page = watched.page
    page.goto((book / MODULES).as_uri())
    status = page.locator(".module-count[role=status]")
    total, ready = len(CATALOG.modules), len(CATALOG.ready)
    assert status.inner_text() == f"{total} of {total} modules are shown: {ready} ready, {total - ready} planned."
    box = page.get_by_role("checkbox", name="Hide planned modules")
    box.focus()
    page.keyboard.press("Space")
    assert box.is_checked()
    assert status.inner_text() == f"{ready} of {total} modules are shown: {ready} ready, 0 planned."
    assert shown(page) == titles(lambda module: module.ready)
    page.get_by_label("Level", exact=True).focus()
    page.keyboard.type("Adv")
    page.keyboard.press("Tab")
    assert status.inner_text() == (
        "No module fits these choices. Change one of them, or press Show all."
        if not titles(lambda module: module.ready and module.level == "advanced")
        else status.inner_text()
    )
    assert faults(page) == [] and watched.errors == []


def test_without_a_script_the_table_of_modules_is_whole(book, watch):
    page = watch(book.as_uri(), offline=True, java_script_enabled=False).page
    page.goto((book / MODULES).as_uri())
    assert shown(page) == titles(lambda module: True)
    assert page.locator(".module-filters").count() == 0


def test_track_pages_say_which_certificates_are_complete(book, watch):
    page = watch(book.as_uri(), offline=True).page
    for track in CATALOG.tracks:
        page.goto((book / f"book/tracks/{track.slug}.html").as_uri())
        text = page.locator("article").inner_text()
        for level, slugs in {"Foundation": track.foundation, "Advanced": track.advanced}.items():
            ready = sum(CATALOG.module(slug).ready for slug in slugs)
            state = (
                f"complete: all {ready} modules ready" if ready == len(slugs) else f"{ready} of {len(slugs)} modules"
            )
            assert f"{level} certificate: {state}" in text, track.slug
