"""The readings as people get them: opened from a folder without a network, on a phone, on paper and as PDF."""

import os
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from aiskills.catalog import find_root, load_catalog
from aiskills.publishing import chromium, readings
from aiskills.publishing.book import cached_lessons

pytestmark = pytest.mark.browser
ROOT = find_root()
LESSONS = load_catalog(ROOT).ready
SLUGS = [module.slug for module in LESSONS]
# What a lesson says to somebody at a keyboard.
KEYBOARD = re.compile(
    r"(?i)\brun (it|the|this|a)\b|\bcells? (above|below)\b|next cell|folded cell|in place of the three dots"
    r"|quotation mark|\bwidget|shift\+enter|traceback|\blesson\.\w+\("
)


@pytest.fixture
def folder(book) -> Path:
    return book / "readings"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_reading_asks_shows_decides_and_says_its_limits(folder, slug):
    page = BeautifulSoup((folder / f"{slug}.html").read_text(encoding="utf-8"), "html.parser")
    assert page.html["lang"] == "en" and not page.find(["script", "pre"])
    parts = [heading.get_text() for heading in page.find_all("h2")]
    assert parts == ["The question", "What was measured", "The decision", "The limits", "Decide for yourself", "Words"]
    assert 1 <= len(page.find_all("figure")) <= 4
    for figure in page.find_all("figure"):
        assert len(figure.img["alt"]) >= 30 and figure.figcaption.strong and figure.details
        assert int(figure.img["width"]) > 300 and (folder / figure.img["src"]).is_file()
    assert all(table.caption and table.select("thead th[scope=col]") for table in page.select("main .wide > table"))
    for details in page.find_all("details"):
        details.decompose()
    said = page.main.get_text(" ")
    assert not KEYBOARD.search(said), KEYBOARD.search(said)
    assert not re.search(r"\{\{|\[\[|\]\]|\}\}|BLOCK|\*\*", said)


@pytest.mark.parametrize("width", [1280, 390])
def test_readings_open_from_a_folder_and_fit_the_screen(folder, watch, width):
    watched = watch(folder.parent.as_uri(), width, offline=True)
    found = {}
    for path in sorted(folder.glob("*.html")):
        watched.page.goto(path.as_uri())
        faults = watched.page.evaluate(
            "[...document.images].filter(image => !image.complete || !image.naturalWidth).map(image => image.src)"
        )
        if watched.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append("the page scrolls sideways")
        if faults := faults + watched.errors + watched.outside:
            found[path.name] = faults
    assert found == {}


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_reading_is_two_pages_on_paper(folder, watch, paper):
    watched = watch(folder.parent.as_uri(), offline=True)
    pages = {}
    for slug in SLUGS:
        watched.page.goto((folder / f"{slug}.html").as_uri())
        pages[slug] = page_count(watched.page.pdf(format=paper))
    assert {slug: count for slug, count in pages.items() if count != 2} == {}


def test_each_lesson_leads_to_its_reading_and_each_reading_back(book, folder):
    for module in LESSONS:
        lesson = book / module.path.relative_to(ROOT).with_suffix(".html")
        line = BeautifulSoup(lesson.read_text(encoding="utf-8"), "html.parser").select_one("p.reading-link")
        assert (lesson.parent / line.a["href"]).resolve() == (folder / f"{module.slug}.html").resolve()
        page = BeautifulSoup((folder / f"{module.slug}.html").read_text(encoding="utf-8"), "html.parser")
        assert lesson.resolve() in [(folder / link["href"]).resolve() for link in page.footer.find_all("a")]
    listed = BeautifulSoup((folder / "index.html").read_text(encoding="utf-8"), "html.parser").select(".readings a")
    assert {f"{slug}.html" for slug in SLUGS} <= {link["href"] for link in listed}
    assert '"../readings/index.html"' in (book / "book/lessons.html").read_text(encoding="utf-8")


@pytest.fixture
def copy(book, tmp_path, monkeypatch) -> Path:
    """The library with a copy of its built book, so that PDFs are made in a folder of the test."""
    for path in ROOT.iterdir():
        if path.name not in ("_build", ".git"):
            (tmp_path / path.name).symlink_to(path)
    for name in ("_static", "readings", "notebooks"):
        shutil.copytree(book / name, tmp_path / "_build/html" / name, ignore=shutil.ignore_patterns("*.pdf"))
    monkeypatch.setenv("AISKILLS_BOOK_CACHE", str(cached_lessons(ROOT)))
    return tmp_path


def test_readings_become_tagged_pdfs_that_name_no_folder_of_this_machine(copy, monkeypatch):
    if chromium.find() is None:  # then the tests' own browser prints
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            monkeypatch.setenv("AISKILLS_CHROMIUM", playwright.chromium.executable_path)
    said = []
    made = readings.to_pdf(copy, [], said.append)
    assert sorted(path.stem for path in made) == sorted(SLUGS) and len(said) == len(made)
    for path in made:
        content = path.read_bytes()
        assert page_count(content) == 2 and re.search(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12]", content), path.stem
        for part in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang (en)", b"/Outlines", b"/Title", b"/S /Figure", b"/Alt"):
            assert part in content, (path.stem, part)
        assert b"file:" not in content and os.fsencode(copy) not in content
        assert len(content) < 600_000, (path.stem, len(content))
    lesson = copy / "_build/html" / LESSONS[0].path.relative_to(ROOT).with_suffix(".html")
    assert f"{LESSONS[0].slug}.pdf" in lesson.read_text(encoding="utf-8")


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has, by its tree of pages."""
    return max(int(count) for count in re.findall(rb"/Type\s*/Pages\b[^>]*?/Count (\d+)", pdf))
