"""What a lesson's last run has shown, for its reading: words, numbers and pictures, by the cell that they come from.

Only cells with the tag ``reading`` are open to it, so that an author sees in the notebook what is used elsewhere.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

import nbformat
from bs4 import BeautifulSoup

TAG = "reading"


class Fault(Exception):
    """A reading that does not fit its lesson any more; the message says what is wrong and where."""


@dataclass(frozen=True)
class Picture:
    """One figure: the picture's bytes, the words that stand for it, and its folded table (HTML), where it has one."""

    content: bytes
    alt: str
    caption: str = ""
    table: str = ""


class Results:
    """The cells of one executed lesson that belong to its reading."""

    def __init__(self, notebook: nbformat.NotebookNode):
        self.cells = {cell.id: cell for cell in notebook.cells if TAG in cell.metadata.get("tags", ())}
        self.used: set[str] = set()

    def _cell(self, name: str, kind: str) -> nbformat.NotebookNode:
        cell = self.cells.get(name)
        if cell is None or cell.cell_type != kind:
            there = ", ".join(other.id for other in self.cells.values() if other.cell_type == kind)
            raise Fault(f"the lesson has no {kind} cell {name!r} with the tag {TAG!r} (it has: {there})")
        self.used.add(name)
        return cell

    def prose(self, name: str, words: str) -> str:
        """Markdown of the paragraph or list item of a text cell that begins with ``words``.

        ``### Heading`` takes all that stands under this heading. ``first words ... last words`` takes a paragraph
        from these first words, wherever they stand, to the last.
        """
        source = self._cell(name, "markdown").source
        if words.startswith("#"):
            _, heading, rest = f"\n{source}\n".partition(f"\n{words}\n")
            if not heading:
                raise Fault(f"cell {name} has no heading {words!r}")
            return re.split(r"(?m)^#+ ", rest)[0].strip()
        first, _, last = words.partition(" ... ")
        for block in re.split(r"\n\s*\n|\n(?=- |\d+\. )", source):
            text = " ".join(block.split())
            if not last and text.startswith(first):
                return text
            if last and first in text and last in text[text.index(first) :]:
                begin = text.index(first)
                return text[begin : text.index(last, begin) + len(last)]
        raise Fault(f"cell {name} has no paragraph {words!r}")

    def number(self, name: str, what: str) -> str:
        """One number as the run printed it: by a pattern with one group, or by ``row | column`` of a table."""
        if " | " in what:
            row, column = what.rsplit(" | ", 1)
            found = self._entry(name, row.strip(), column.strip())
        else:
            match = re.search(what, self._text(name))
            found = match and match[1]
        if not found:
            raise Fault(f"the result of cell {name} has nothing like {what!r}")
        return re.sub(r"(?<![\w.])-(?=[\d.])", "−", found.strip())

    def unused(self) -> list[str]:
        """Cells that carry the tag and were not asked for."""
        return sorted(set(self.cells) - self.used)

    def _text(self, name: str) -> str:
        parts = []
        for output in self._cell(name, "code").outputs:
            data = output.get("data", {})
            parts.append(output.get("text", "") if "text" in output else data.get("text/plain", ""))
        return "\n".join(parts)

    def _entry(self, name: str, row: str, column: str) -> str | None:
        for output in self._cell(name, "code").outputs:
            for table in BeautifulSoup(output.get("data", {}).get("text/html", ""), "html.parser").find_all("table"):
                head, body = (grid(table.find(part)) for part in ("thead", "tbody"))
                if not head or not body:
                    continue
                names = [
                    " / ".join(dict.fromkeys(text for _, text in cells if text)) for cells in zip(*head, strict=True)
                ]
                for line in body:
                    label = " / ".join(text for is_head, text in line if is_head)
                    for place, (is_head, text) in enumerate(line):
                        if label == row and names[place] == column and not is_head:
                            return text
        return None

    def picture(self, name: str, number: int = 1) -> Picture:
        """The ``number``-th picture (from 1) among the results of a cell."""
        cell = self._cell(name, "code")
        notes = cell.metadata.get("mystnb", {})
        alt, caption = notes.get("image", {}).get("alt", ""), notes.get("figure", {}).get("caption", "")
        pictures: list[list[str]] = []  # content, alternative text, folded table
        for output in cell.outputs:
            data = output.get("data", {})
            if "image/png" in data:
                pictures.append([data["image/png"], alt, ""])
            # A movable figure brings pictures as HTML; the numbers of a picture follow it in a folded table.
            for part in BeautifulSoup(data.get("text/html", ""), "html.parser").select("img, details.figure-data"):
                if part.name == "img":
                    pictures.append([part["src"].partition("base64,")[2], part.get("alt", ""), ""])
                elif pictures:
                    pictures[-1][2] += _table(part)
        if not 0 < number <= len(pictures):
            raise Fault(f"cell {name} shows {len(pictures)} pictures, and the reading wants number {number}")
        content, words, numbers = pictures[number - 1]
        return Picture(base64.b64decode(content), words, caption, numbers)


def _table(details) -> str:
    """A figure's folded table without the style that it brings along in a notebook."""
    for style in details.find_all("style"):
        style.decompose()
    return str(details)


def grid(part) -> list[list[tuple[bool, str]]]:
    """The cells of a table's head or body as full rows, (is a heading, text), with spans filled in."""
    rows: list[list[tuple[bool, str]]] = []
    below: dict[tuple[int, int], tuple[bool, str]] = {}
    for number, line in enumerate(part.find_all("tr") if part else ()):
        row: list[tuple[bool, str]] = []
        for cell in line.find_all(["th", "td"]):
            while (number, len(row)) in below:
                row.append(below[number, len(row)])
            content = (cell.name == "th", cell.get_text(" ", strip=True))
            for _ in range(int(cell.get("colspan", 1))):
                for further in range(1, int(cell.get("rowspan", 1))):
                    below[number + further, len(row)] = content
                row.append(content)
        rows.append(row)
    return rows
