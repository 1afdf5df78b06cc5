"""The page of all modules: one plain table from the catalogue, which a small script makes filterable.

Without the script the table is whole. The script (``assets/modules.js``) reads the columns by their headings, so a word
that can be filtered for stands in the table and nowhere else.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from aiskills.catalog import Catalog, Module

from .tables import count, link, table

PAGE = "book/lessons"
AREAS = {
    "foundations": "Foundations",
    "generative": "Generative AI",
    "sustainability": "Sustainability",
    "trainers": "Trainers",
    "policy": "Policy",
}
LANES = {"decide": "no programming", "build": "short Python"}
# What a learner looks for first stands first: a narrow screen shows two or three columns.
HEAD = ("Module", "State", "Lesson", "Assignment", "Needs", "Lanes", "Level", "Area")
OPEN = "open"


def modules_page(catalog: Catalog) -> str:
    """The page's Markdown: what can be taken today, then every module with what a learner chooses by."""
    downloads = _downloads(catalog.root)
    rows = [_row(module, catalog, downloads) for module in catalog.modules.values()]
    ready = len(catalog.ready)
    planned = f"; {len(rows) - ready} more {_are(len(rows) - ready)} planned" if len(rows) > ready else ""
    return (
        "# All modules\n\n"
        f"{count(ready, 'lesson')} can be taken today{planned}. Each"
        " one is one idea, runs\nwithout a network, and needs no key, no account and no GPU. Each has an assignment: a"
        " program marks the code,\nand a person marks what is written in words.\n\n"
        f":::{{table}} All modules of the library\n:class: modules\n\n{table(HEAD, rows)}:::\n\n"
        "**Lanes.** With *no programming* you read, decide and change single words; with *short Python* you also\n"
        "write small pieces of code. **Needs.** A *model download* happens once; *data* come with the course.\n"
        + (f"What stays *{OPEN}* is decided when the module is written.\n" if planned else "")
        + _readings(catalog)
        + ("\nThe [tracks](tracks/index.md) show the order of learning.\n" if catalog.tracks else "")
    )


def _readings(catalog: Catalog) -> str:
    """Where the readings are, for whoever wants no programs at all; they are made while the book is built."""
    if not any((catalog.root / f"book/readings/{module.slug}.md").is_file() for module in catalog.ready):
        return ""
    # No page of Sphinx, so no Markdown link.
    return (
        '\n**Without code.** <a href="../readings/index.html">Readings</a> of two pages give the question,\n'
        "the figures, the decision and the limits of a lesson, for print and for a phone.\n"
    )


def _row(module: Module, catalog: Catalog, downloads: dict[str, int]) -> tuple[str, ...]:
    return (
        link(module, catalog, "book") if module.ready else module.title,
        "ready" if module.ready else "planned",
        f"{module.lesson_minutes} min",
        f"{module.assignment_minutes} min",
        _needs(module, downloads) if module.ready else OPEN,
        ", ".join(LANES[lane] for lane in module.lanes) if module.ready else OPEN,
        module.level.capitalize(),
        AREAS[module.area],
    )


def _needs(module: Module, downloads: dict[str, int]) -> str:
    """What must be there beside the package: a model that is downloaded, data or recordings that came with it."""
    needs = ["model download"] if any(downloads.get(name, 0) for name in module.models) else []
    needs += ["data"] if module.data or module.tapes else []
    return ", ".join(needs) or "none"


def _downloads(root: Path) -> dict[str, int]:
    """Bytes to download for each model of the registry; 0 for one that travels with the package."""
    path = root / "datasets/models.toml"
    registry = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {name: int(facts.get("download", 0)) for name, facts in registry.items()}


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
