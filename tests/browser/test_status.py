"""The page "Where the lessons work" on a phone and for a screen reader."""

import pytest

from aiskills.catalog import find_root, load_catalog

pytestmark = pytest.mark.browser
ROOT = find_root()
PAGE = "book/status.html"
WORDS = ("works", "worked on", "does not work since", "not tried", "not possible yet", "recipe checked")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_table_is_read_cell_by_cell_with_its_headings(book, watch, width):
    watched = watch(book.as_uri(), width, offline=True)
    page = watched.page
    page.goto((book / PAGE).as_uri())
    table = page.locator("table.status")
    columns = table.get_by_role("columnheader").all_inner_texts()
    assert columns[:2] == ["Lesson", "JupyterLab"] and len(columns) == 6
    rows = table.get_by_role("rowheader").all_inner_texts()
    assert rows == [module.title for module in load_catalog(ROOT).ready]
    cells = table.get_by_role("cell").all_inner_texts()
    assert len(cells) == 5 * len(rows)
    assert all(cell.startswith(WORDS) and len(cell) < 60 for cell in cells), cells
    assert table.locator("thead th:not([scope=col]), tbody th:not([scope=row])").count() == 0
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
    assert watched.errors == [] and watched.outside == []
