"""Tables of a lesson as rows of a slide, narrow enough for it and with the height that a browser gives each row."""

from __future__ import annotations

import re
from typing import NamedTuple

from bs4 import BeautifulSoup

from ..markup import block as markdown_block
from .blocks import GAP, Row, Rows
from .fit import LINE, TEXT, text_height, width

MOST_ROWS = 14
WIDE = '<div class="wide" tabindex="0">'  # on a phone it scrolls, by keyboard too
CELLS, PAD = (26, 24), 32  # letters of a table, and what a cell adds to their width
NUMBERS = ' class="number"'
NUMBER = re.compile(r"[+\-−]?[\d.,  ]+( ?%)?|–|nan|none", re.I)


class Cell(NamedTuple):
    """A cell of a table: its words, and its HTML."""

    text: str = ""
    html: str = ""


def table(html: str) -> Rows:
    """A table as rows of a slide: an index of bare numbers is left out, as are columns beyond the slide's width."""
    parsed = BeautifulSoup(html, "html.parser").find("table")
    grid = [_cells(row) for row in parsed.find_all("tr")]
    depth = len(parsed.find("thead").find_all("tr")) if parsed.find("thead") else 1
    head, body = _merged(grid[:depth]), _filled(grid[depth:])
    if head and not head[0].text and all(re.fullmatch(r"-?\d+", row[0].text) for row in body):
        head, body = head[1:], [row[1:] for row in body]
    columns = [[cell.text for cell in column] for column in zip(head, *body, strict=False)]
    size = next((one for one in CELLS if sum(_least(columns, one)) <= TEXT), CELLS[-1])
    widths, least = _widths(columns, size), _least(columns, size)
    keep = len(least)
    while keep > 2 and sum(least[:keep]) > TEXT:
        keep -= 1
    lost = [_more(len(least) - keep, "column")] * (keep < len(least))
    lost += [_more(len(body) - MOST_ROWS, "row")] * (len(body) > MOST_ROWS)
    head, body = head[:keep], [row[:keep] for row in body[:MOST_ROWS]]
    shared = _shared(widths[:keep], least[:keep])
    headed = any(not NUMBER.fullmatch(row[0].text) for row in body)
    rows = [Row(_row(row, headed), _height(row, shared, size)) for row in body]
    right = [all(NUMBER.fullmatch(text) for text in column[1:]) for column in columns]
    top = "".join(
        f'<th scope="col"{NUMBERS if number else ""}>{cell.html}</th>' if cell.text else "<td></td>"
        for cell, number in zip(head, right, strict=False)
    )
    close = "</tbody></table></div>" + (f'<p class="rest">{" and ".join(lost)} in the lesson</p>' if lost else "")
    frame = _height(head, shared, size) + GAP + (44 if lost else 0)
    style = f' style="font-size:{size}px"' if size != CELLS[0] else ""
    return Rows(f"{WIDE}<table{style}><thead><tr>{top}</tr></thead><tbody>", frame, rows=rows, close=close)


def _more(count: int, noun: str) -> str:
    return f"{count} more {noun}" + ("s" if count > 1 else "")


def prose_table(markdown: str) -> Rows:
    """A table of the lesson's text."""
    return table(markdown_block(markdown))


def _cells(row) -> list[tuple[Cell, int, int]]:
    """The cells of a row, with the columns and the rows that each spans."""
    return [
        (
            Cell(" ".join(cell.get_text().split()), cell.decode_contents().strip()),
            int(cell.get("colspan", 1)),
            int(cell.get("rowspan", 1)),
        )
        for cell in row.find_all(["th", "td"])
    ]


def _filled(grid: list) -> list[list[Cell]]:
    """Rows of cells; one that spans several rows or columns is repeated in each."""
    rows, spanning = [], {}
    for cells in grid:
        row, waiting = [], iter(cells)
        while True:
            left, cell = spanning.get(len(row), (0, None))
            if left:
                spanning[len(row)] = (left - 1, cell)
                row.append(cell)
                continue
            following = next(waiting, None)
            if following is None:
                break
            cell, across, down = following
            for _ in range(across):
                spanning[len(row)] = (down - 1, cell)
                row.append(cell)
        rows.append(row)
    return rows


def _merged(grid: list) -> list[Cell]:
    """One heading for each column: pandas gives the index a line of its own, and groups of columns another one."""
    columns = [
        list(dict.fromkeys(cell for cell in column if cell.text)) for column in zip(*_filled(grid), strict=False)
    ]
    return [Cell(" ".join(cell.text for cell in one), " ".join(cell.html for cell in one)) for one in columns]


def _widths(columns: list[list[str]], size: int) -> list[float]:
    """The width of each column in one line."""
    return [max(width(text, size, True) for text in column) + PAD for column in columns]


def _least(columns: list[list[str]], size: int) -> list[float]:
    """The width of each column's longest word."""
    return [
        max(width(word, size, True) for text in column for word in text.split() or [""]) + PAD for column in columns
    ]


def _shared(widths: list[float], least: list[float]) -> list[float]:
    """The width of each column, as a browser shares them out: what is over the least goes by need."""
    if sum(widths) <= TEXT:
        return widths
    over = TEXT - sum(least)
    need = [max(0.0, wide - small) for wide, small in zip(widths, least, strict=True)]
    return [small + max(0.0, over) * part / (sum(need) or 1) for small, part in zip(least, need, strict=True)]


def _height(row: list[Cell], columns: list[float], size: int) -> int:
    tall = [text_height(cell.text, size, max(40, wide - PAD), True) for cell, wide in zip(row, columns, strict=False)]
    return round(max(*tall, size * LINE)) + 13


def _row(row: list[Cell], headed: bool) -> str:
    cells = []
    for place, cell in enumerate(row):
        if headed and place == 0 and cell.text:
            cells.append(f'<th scope="row">{cell.html}</th>')
        else:
            cells.append(f"<td{NUMBERS if NUMBER.fullmatch(cell.text) else ''}>{cell.html}</td>")
    return f"<tr>{''.join(cells)}</tr>"
