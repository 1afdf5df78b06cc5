"""Each figure of a lesson has its numbers one key away, and they are those that the lesson computed."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from aiskills import learn
from aiskills.catalog import find_root, load_catalog

from .rules import RULES, RULES_OF_COLOUR
from .test_book import LESSONS, lesson_page

pytestmark = pytest.mark.browser
CATALOG = load_catalog(find_root())
# Each picture of an output, and the folded table that comes next: in the next output, or after the figure of a widget.
NEXT = """() => [...document.querySelectorAll("article .cell_output img")].map(image => {
  const here = image.closest("figure") && image.closest(".aiskills-explore")
    ? image.closest("figure").nextElementSibling
    : (image.closest(".cell_output > *") || image).nextElementSibling;
  const found = here && (here.matches("details.figure-data") ? here : here.querySelector("details.figure-data"));
  return [image.alt, found ? found.querySelectorAll("tbody tr").length : 0];
})"""


@pytest.mark.parametrize("slug", LESSONS)
def test_every_figure_has_its_numbers_one_key_away(book, watch, slug):
    watched = watch(book.as_uri(), 390, offline=True)
    page = watched.page
    page.goto(lesson_page(book, slug).as_uri())
    figures = page.evaluate(NEXT)
    assert figures and [alt for alt, rows in figures if not rows] == []
    folded = page.locator("details.figure-data")
    assert folded.count() == len(figures), "a table for each figure, and no more"
    for one in folded.all():
        one.locator("summary").focus()
        page.keyboard.press("Enter")
        assert one.get_attribute("open") is not None and one.locator("table").first.is_visible()
        page.keyboard.press("Tab")  # a wide table scrolls by the arrow keys
        assert one.evaluate("one => document.activeElement === one.querySelector('.figure-data-frame')")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), "the page scrolls sideways"
    empty = "[...document.querySelectorAll('.figure-data :is(th, td)')].filter(one => !one.innerText.trim()).length"
    assert page.evaluate(empty) == 0
    assert watched.errors == [] and watched.outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_open_tables_have_no_fault_that_axe_can_find(book, watch, width, scheme):
    page = watch(book.as_uri(), width, scheme, offline=True).page
    found = {}
    for slug in ("f03-errors-and-thresholds", "p02-bias-audit"):
        page.goto(lesson_page(book, slug).as_uri())
        page.evaluate("document.querySelectorAll('details.figure-data').forEach(one => one.open = true)")
        rules = RULES if scheme == "light" else RULES_OF_COLOUR
        violations = Axe().run(page, context=".figure-data", options=rules).response["violations"]
        found |= {slug: [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in violations]} if violations else {}
    assert found == {}


def rows(page, caption: str) -> dict[str, list[str]]:
    """The rows of the first table with a caption, each by its heading."""
    table = page.locator("details.figure-data table").filter(has=page.locator("caption", has_text=caption)).first
    return {
        row.locator("th").text_content(): [cell.text_content() for cell in row.locator("td").all()]
        for row in table.locator("tbody tr").all()
    }


def test_the_table_of_a_line_holds_the_means_of_the_data(book, watch):
    page = watch(book.as_uri(), offline=True).page
    page.goto(lesson_page(book, "f00-start-here").as_uri())
    data = learn.load("gapminder")
    means = data[data["continent"] == "Asia"].groupby("year")["life_expectancy"].mean()
    found = rows(page, "Lives in Asia became longer")
    assert found == {str(year): [f"{mean:.1f}"] for year, mean in means.items()}


def test_the_table_of_bars_holds_what_the_sentence_of_the_widget_says(book, watch):
    page = watch(book.as_uri(), offline=True).page
    page.goto(lesson_page(book, "t03-lesson-and-item-studio").as_uri())
    said = page.locator("figcaption", has_text="three examples: ").first.inner_text()
    told = re.search(r"drafts are left\. (.*?)\.$", said, re.M)[1]
    counts = dict(re.findall(r"([a-z][a-z: ]*?) (\d+)", told))
    found = rows(page, "three examples: ")
    assert len(counts) == 7 and {name: [count] for name, count in counts.items()} == found


def test_the_table_of_two_groups_holds_what_the_sentence_of_the_widget_says(book, watch):
    page = watch(book.as_uri(), offline=True).page
    page.goto(lesson_page(book, "p02-bias-audit").as_uri())
    said = page.locator("figcaption", has_text="of the eligible women").first.inner_text()
    women, men = (int(share) for share in re.findall(r"(\d+)% of the eligible", said))
    found = [float(cell.rstrip("%")) for cell in rows(page, "Gap: ")["missed"]]
    assert found == [pytest.approx(women, abs=0.55), pytest.approx(men, abs=0.55)]
