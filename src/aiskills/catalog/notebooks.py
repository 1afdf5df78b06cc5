"""Notebook files as the library sees them: cells, tags and the facts kept under ``metadata.aiskills``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

SECTIONS = (
    "title",
    "setup",
    "recall",
    "question",
    "try-first",
    "worked-example",
    "fill-in",
    "predict",
    "move-it",
    "make",
    "limits",
    "exit-ticket",
)


class CatalogError(Exception):
    """A file of the library that cannot be read as what it should be; the message says what to do."""


@dataclass(frozen=True)
class Cell:
    """One cell: its number from 0, stable id, type, source as one string, tags and metadata."""

    number: int
    id: str
    type: str
    source: str
    tags: frozenset[str] = frozenset()
    metadata: dict = field(default_factory=dict, hash=False)

    @property
    def lines(self) -> int:
        """How many lines hold something."""
        return sum(1 for line in self.source.splitlines() if line.strip())

    @property
    def section(self) -> str | None:
        """The lesson part that this heading opens, for example ``"predict"``; None for other cells."""
        return next((tag.removeprefix("section:") for tag in self.tags if tag.startswith("section:")), None)


@dataclass(frozen=True)
class Lesson:
    """A notebook: its path, the facts under ``metadata.aiskills`` and its cells in order."""

    path: Path
    facts: dict = field(hash=False)
    cells: tuple[Cell, ...]
    metadata: dict = field(hash=False)

    @property
    def code(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.type == "code")

    @property
    def prose(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.type == "markdown")

    def tagged(self, tag: str) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if tag in cell.tags)


def read_notebook(path: Path | str) -> Lesson:
    """Read one notebook file (nbformat 4).

    Raises CatalogError with a sentence when the file is missing or is not a notebook.
    """
    path = Path(path)
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        cells = tuple(_cell(number, cell) for number, cell in enumerate(raw["cells"]))
        metadata = raw["metadata"]
    except FileNotFoundError:
        raise CatalogError(f"There is no notebook at {path}: check the name.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise CatalogError(f"{path} is not a notebook ({error}): open it in JupyterLab and save it again.") from None
    return Lesson(path, metadata.get("aiskills", {}), cells, metadata)


def _cell(number: int, cell: dict) -> Cell:
    source = cell["source"]
    return Cell(
        number=number,
        id=cell.get("id", ""),
        type=cell["cell_type"],
        source=source if isinstance(source, str) else "".join(source),
        tags=frozenset(cell["metadata"].get("tags", ())),
        metadata=cell["metadata"],
    )
