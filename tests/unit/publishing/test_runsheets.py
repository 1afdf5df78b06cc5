"""Run sheets hold every row of their card, with the clock when a start is given, and nothing from outside."""

import re

import pytest
from bs4 import BeautifulSoup

from aiskills.catalog import CatalogError, find_root, load_catalog
from aiskills.publishing import chromium, runsheets
from aiskills.publishing.cards import FORMATS, read_card
from aiskills.publishing.markup import plain

ROOT = find_root()
CATALOG = load_catalog(ROOT)


@pytest.fixture
def no_chromium(monkeypatch):
    monkeypatch.setattr(chromium, "find", lambda: None)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("module", CATALOG.ready, ids=lambda module: module.slug)
def test_every_card_in_every_format(module, format):
    card = read_card(ROOT, module.slug)
    html = runsheets.page(card, card.sheet(format), module, begin=9 * 60)
    page = BeautifulSoup(html, "html.parser")
    rows = [[cell.get_text() for cell in row.select("td")] for row in page.select(".plan tbody tr")]
    steps = card.sheet(format).steps
    assert len(rows) == len(steps)
    place = 3 if format != "hybrid" else 2
    assert [int(row[place]) for row in rows] == [step.minutes for step in steps]
    assert len(page.select(".plan .checkpoint")) == sum(step.checkpoint for step in steps)
    assert len(page.select(".stumbles tbody tr")) == len(card.stumbles)
    words = " ".join(page.get_text().split())
    items = [plain(item) for item in re.findall(r"^- (.*)$", card.before, re.M)]
    assert items and all(item[:40] in words for item in items) and page.select(".check .box")
    assert plain(card.discussion)[:40] in words
    assert page.find("h1").get_text() and page.html["lang"] == "en"
    assert not re.search(r"(src|href)=|url\(|@import|https?://", html)
    if format != "hybrid":
        clocks = [row[0].strip() for row in rows]
        assert clocks[0] == "09:00" and clocks == [f"{9 + s.start // 60:02}:{s.start % 60:02}" for s in steps]


def test_a_hybrid_clock_runs_while_the_group_is_together():
    module = CATALOG.module("f02-honest-evaluation")
    card = read_card(ROOT, module.slug)
    page = BeautifulSoup(runsheets.page(card, card.sheet("hybrid"), module, 23 * 60 + 30), "html.parser")
    clocks = [row.td.get_text().strip() for row in page.select(".plan tbody tr")]
    assert clocks == ["–", "23:30", "00:15", "00:55", "–", "–"]
    assert "210 minutes, 105 of them together" in page.select_one(".kind").get_text()


def test_the_file_is_written_whole_and_the_clock_left_open(tmp_path, no_chromium):
    said = []
    out = tmp_path / "new/sheet.html"
    assert runsheets.make(ROOT, "f02", "webinar", out, said.append) == out
    assert [path.name for path in out.parent.iterdir()] == ["sheet.html"]
    page = BeautifulSoup(out.read_text(encoding="utf-8"), "html.parser")
    assert len(page.select(".plan .line")) == 11 and "Start:" in page.select_one(".fields").get_text()
    assert str(out) in said[0] and "no PDF" in said[1]


@pytest.mark.parametrize(
    ("slug", "format", "start", "said"),
    [
        (
            "f02",
            "seminar",
            None,
            "There is no format 'seminar' of run sheets: choose one of webinar, workshop, hybrid.",
        ),
        ("f02", "webinar", "9 o'clock", "no time of day"),
        ("f02", "webinar", "24:00", "no time of day"),
        ("zz9", "webinar", None, "There is no lesson 'zz9'.*f02-honest-evaluation"),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(slug, format, start, said, tmp_path):
    with pytest.raises((SystemExit, CatalogError), match=said):
        runsheets.make(ROOT, slug, format, tmp_path / "sheet.html", start=start)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written(tmp_path, no_chromium):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(SystemExit, match="cannot be written"):
        runsheets.make(ROOT, "f02", "webinar", tmp_path / "file/sheet.html")
    assert (tmp_path / "file").read_text() == "mine"
