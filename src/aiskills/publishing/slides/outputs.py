"""What a cell gave when it was run, as blocks of a slide: figures, tables, texts and the states of a widget."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup
from nbformat import NotebookNode

from ..markup import block as markdown_block
from ..markup import sentences
from .blocks import GAP, Block, Picture, Rows, code, fits_code, output, picture
from .fit import LINE, TEXT, text_height, width

MOST_LINES, MOST_ROWS, MOST_CODE = 10, 14, 8
CELLS, PAD = (26, 24), 32  # letters of a table, and what a cell adds to their width
NUMBERS = ' class="number"'
NUMBER = re.compile(r"[+\-−]?[\d.,  ]+( ?%)?|–|nan|none", re.I)
REST = "… the rest stands in the lesson"


@dataclass(frozen=True)
class State:
    """One state of a widget: its settings in words, what it says, and its figure if it draws one."""

    settings: str
    said: str
    figure: Picture | None


class Cell(NamedTuple):
    """A cell of a table: its words, and its HTML."""

    text: str = ""
    html: str = ""


@dataclass
class Figures:
    """The pictures of the slides: written once each into ``folder``, small and without loss."""

    folder: Path
    names: dict[str, tuple[int, int]] = field(default_factory=dict)

    def keep(self, png: bytes) -> tuple[str, tuple[int, int]]:
        """Write a picture; returns its address as seen from the slides, and its size in pixels."""
        from PIL import Image

        name = f"{hashlib.sha256(png).hexdigest()[:16]}.webp"
        if name not in self.names:
            with Image.open(io.BytesIO(png)) as image:
                flat = Image.new("RGB", image.size, "white")
                rich = image.convert("RGBA")
                flat.paste(rich, mask=rich)
                few = flat.quantize(colors=96, dither=Image.Dither.NONE).convert("RGB")
                self.folder.mkdir(parents=True, exist_ok=True)
                few.save(self.folder / name, format="webp", lossless=True, quality=90, method=6)
                self.names[name] = image.size
        return f"{self.folder.name}/{name}", self.names[name]


def shown(cell, figures: Figures) -> list[Block]:
    """The outputs of an ordinary cell. Messages of the course's own checks are left to the lesson."""
    found: list[Block] = []
    for out in _joined(cell.outputs):
        data = out.get("data", {})
        html = data.get("text/html", "")
        if "image/png" in data:
            found.append(_figure(cell, base64.b64decode(data["image/png"]), figures))
        elif 'class="dataframe"' in html:
            found.append(table(html))
        elif html:
            continue
        elif out.output_type == "stream" and out.name == "stdout":
            found.append(_printed(out.text))
        elif out.output_type == "execute_result":
            found += _result(cell, data.get("text/plain", ""))
    return found


def _joined(outs: list) -> list:
    """The outputs, with what was printed in several pieces as one."""
    found: list = []
    for out in outs:
        printed = out.output_type == "stream" and out.name == "stdout"
        if printed and found and found[-1].output_type == "stream":
            found[-1] = NotebookNode({**found[-1], "text": f"{found[-1].text.rstrip()}\n{out.text.lstrip()}"})
        else:
            found.append(out)
    return found


def result(cell) -> str:
    """What `lesson.reveal` found, as HTML; "" where the cell reveals nothing."""
    for out in cell.outputs:
        parsed = BeautifulSoup(out.get("data", {}).get("text/html", ""), "html.parser")
        for strong in parsed.select('[role="status"] strong'):
            if strong.get_text().startswith("Result"):
                said = strong.parent.get_text().split(":", 1)[1].strip()
                return escape(said[:-1] if said.endswith(".") else said)
    return ""


def states(cell, figures: Figures) -> list[State]:
    """The states of a widget that the lesson shows as still figures; none for any other cell."""
    found = []
    for out in cell.outputs:
        parsed = BeautifulSoup(out.get("data", {}).get("text/html", ""), "html.parser")
        for part in parsed.select(".aiskills-explore > figure, .aiskills-explore > div"):
            strong = part.find("strong")
            if strong is None:
                continue
            settings = strong.get_text().rstrip(".")
            said = " ".join(strong.parent.get_text(" ").split()).removeprefix(strong.get_text()).strip()
            image = part.find("img")
            drawn = None
            if image is not None:
                png = base64.b64decode(image["src"].split(",", 1)[1])
                source, pixels = figures.keep(png)
                drawn = picture(source, image.get("alt", ""), pixels, said)
            found.append(State(settings, said, drawn))
    return found


def _figure(cell, png: bytes, figures: Figures) -> Picture:
    source, pixels = figures.keep(png)
    alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
    said = sentences(alt)
    # The first sentence of a description says what is drawn; those after it say what is seen.
    return picture(source, alt, pixels, " ".join(said[1:] or said))


def _printed(text: str) -> Block:
    lines = text.rstrip().splitlines()
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], REST]
    kept, count = [], 0
    for line in lines:
        count += max(1, -(-len(line) // 76))
        if count > MOST_LINES + 2:
            kept.append(REST)
            break
        kept.append(line)
    return output("\n".join(kept))


def _result(cell, text: str) -> list[Block]:
    """A value says nothing without the code that gave it: both, or none."""
    source = cell.source.strip()
    if len(source.splitlines()) > MOST_CODE or not fits_code(source):
        return []
    return [code(source), _printed(text)]


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
    rows = [(_row(row, headed), _height(row, shared, size)) for row in body]
    right = [all(NUMBER.fullmatch(text) for text in column[1:]) for column in columns]
    top = "".join(
        f'<th scope="col"{NUMBERS if number else ""}>{cell.html}</th>' if cell.text else "<td></td>"
        for cell, number in zip(head, right, strict=False)
    )
    close = "</tbody></table>" + (f'<p class="rest">{" and ".join(lost)} in the lesson</p>' if lost else "")
    frame = _height(head, shared, size) + GAP + (44 if lost else 0)
    style = f' style="font-size:{size}px"' if size != CELLS[0] else ""
    return Rows(f"<table{style}><thead><tr>{top}</tr></thead><tbody>", frame, rows=rows, close=close)


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
    columns = [list(dict.fromkeys(cell for cell in column if cell.text)) for column in zip(*_filled(grid), strict=False)]
    return [Cell(" ".join(cell.text for cell in one), " ".join(cell.html for cell in one)) for one in columns]


def _widths(columns: list[list[str]], size: int) -> list[float]:
    """The width of each column in one line."""
    return [max(width(text, size, True) for text in column) + PAD for column in columns]


def _least(columns: list[list[str]], size: int) -> list[float]:
    """The width of each column's longest word."""
    return [max(width(word, size, True) for text in column for word in text.split() or [""]) + PAD for column in columns]


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
