"""What a cell gave when it was run, as blocks of a slide: figures, texts, tables and the states of a widget."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup

from ..markup import sentences
from ..pictures import write_small
from .blocks import Block, Picture, code, fits_code, output, picture
from .tables import table

MOST_LINES, MOST_CODE = 10, 8
REST = "… the rest stands in the lesson"


@dataclass(frozen=True)
class State:
    """One state of a widget: its settings in words, what it says, and its figure if it draws one."""

    settings: str
    said: str
    figure: Picture | None


@dataclass
class Figures:
    """The pictures of the slides: written once each into ``folder``, small and without loss."""

    folder: Path
    names: dict[str, tuple[int, int]] = field(default_factory=dict)

    def keep(self, png: bytes) -> tuple[str, tuple[int, int]]:
        """Write a picture; returns its address as seen from the slides, and its size in pixels."""
        name = f"{hashlib.sha256(png).hexdigest()[:16]}.webp"
        if name not in self.names:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.names[name] = write_small(png, self.folder / name)
        return f"{self.folder.name}/{name}", self.names[name]


def shown(cell, figures: Figures) -> list[Block]:
    """The outputs of an ordinary cell. Messages of the course's own checks are left to the lesson."""
    found: list[Block] = []
    for out in cell.outputs:
        data = out.get("data", {})
        html = data.get("text/html", "")
        if "image/png" in data:
            drawn = _figure(cell, base64.b64decode(data["image/png"]), figures)
            # A cell may give its figure twice: drawn, and as its value.
            if all(one.source != drawn.source for one in found if isinstance(one, Picture)):
                found.append(drawn)
        elif 'class="dataframe"' in html:
            found.append(table(html))
        elif html:
            continue
        elif out.output_type == "stream" and out.name == "stdout":
            found.append(_printed(out.text))
        elif out.output_type == "execute_result":
            found += _result(cell, data.get("text/plain", ""))
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
    asked, answered = code(source), _printed(text)
    return [Block(f"{asked.html}\n{answered.html}", asked.height + answered.height)]
