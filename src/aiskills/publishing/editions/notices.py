"""Where an edition comes from and what may be done with it: the page of licences, README, and who is named."""

from __future__ import annotations

import tomllib
from pathlib import Path

from aiskills.catalog import Catalog, Module

from ..tables import table
from .file import Edition
from .selection import Selection

LIBRARY = "AI Skills Open Courseware"
CONTRIBUTORS = "the AI Skills Open Courseware contributors"
CC, APACHE = "https://creativecommons.org/licenses/by/4.0/", "https://www.apache.org/licenses/LICENSE-2.0"


def version(root: Path) -> str:
    """The version of the library, from its ``pyproject.toml``."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def origin(catalog: Catalog) -> str:
    """The sentence that names the library, its version and its authors."""
    return f"{LIBRARY}, version {version(catalog.root)}, by {CONTRIBUTORS}"


def licences(edition: Edition, chosen: Selection, catalog: Catalog, cards: dict[str, dict]) -> str:
    """The page of licences: of the text and the code, of the partner's own parts, of each data set and model."""
    lane = f", and the {edition.lane} lane" if edition.lane != "both" else ""
    registry = tomllib.loads((catalog.root / "datasets/models.toml").read_text(encoding="utf-8"))
    models = [
        (one["title"], f"[{one['publisher']}]({one['home']})", _licence(one)) for one in _of(registry, chosen.models)
    ]
    data = [
        (f"[{card['title']}](data/{name}.md)", card["source"], _licence(card))
        for name, card in zip(chosen.data, _of(cards, chosen.data), strict=True)
    ]
    parts = [
        "# Licences and sources\n",
        f"This edition is made from {origin(catalog)}.\n",
        f"- **Text, figures and questions:** [CC BY 4.0]({CC}). The whole text stands in the file `LICENSE-CONTENT`.\n"
        f"- **Code:** [Apache License 2.0]({APACHE}). The whole text stands in the file `LICENSE`.\n"
        f"- **What was changed:** {edition.partner.name} chose the modules, their order and the pages{lane}.\n"
        "  The first page was written for this edition, and mentions of what is not in it were taken out. The lessons\n"
        "  and the tests of assignments are those of the library.\n",
        "You may copy, change and share it, also for money. You must keep these notices, and say what you changed.\n"
        "Nobody named here answers for what others make of it.\n",
    ]
    if edition.notices:
        parts.append(f"## Notices of {edition.partner.name}\n\n{listed(edition)}")
    parts.append("## Data\n\n" + table(("Data set", "Source", "Licence"), data))
    if models:
        parts.append("## Models\n\n" + table(("Model", "Publisher", "Licence"), models))
    return "\n".join(parts)


def readme(edition: Edition, chosen: Selection, catalog: Catalog) -> str:
    """README.md of the edition's folder."""
    fetch = f"git clone {edition.repository} course\ncd course\n" if edition.repository else ""
    first = next((slug for slug in chosen.slugs[1:] if slug in chosen.assignments), chosen.slugs[0])
    parts = [
        f"# {edition.name}\n",
        f"Given out by: {partner(edition)}\n",
        f"This folder is a small library of its own, made from {LIBRARY} {version(catalog.root)} with the file\n"
        "`edition.toml`. To change it, change that file and make the edition again.\n",
        table(("Module", "Lesson", "Assignment"), [(one.title, *minutes(one)) for one in chosen.modules]),
        "## Read\n",
        "Open `_build/html/index.html` in a browser. It needs no network.\n",
        "## Learn\n",
        f"```\n{fetch}make course\n```\n",
        "You need Python 3.11, 3.12 or 3.13, `make`, and a network connection the first time.\n",
        "## Give marks\n",
        f"```\n.venv/bin/aiskills release {first}\n"
        f".venv/bin/aiskills grade {first} --submissions FOLDER --out MARKS\n```\n",
        "## Licences\n",
        f"Text: CC BY 4.0 (`LICENSE-CONTENT`), {CONTRIBUTORS}.\n"
        f"Code: Apache License 2.0 (`LICENSE`), {CONTRIBUTORS}.\n"
        "Data and models: see `book/licences.md`.\n",
        *([listed(edition)] if edition.notices else []),
    ]
    return "\n".join(parts)


def partner(edition: Edition) -> str:
    """The partner's name, with link and contact where there are any."""
    about = edition.partner
    name = f"[{about.name}]({about.url})" if about.url else about.name
    return f"{name} ({about.contact})" if about.contact else name


def minutes(module: Module) -> tuple[str, str]:
    return f"{module.lesson_minutes} min", f"{module.assignment_minutes} min"


def listed(edition: Edition) -> str:
    """The partner's notices as a list."""
    return "".join("- " + notice.replace("\n", "\n  ") + "\n" for notice in edition.notices)


def _of(table: dict[str, dict], names: tuple[str, ...]) -> list[dict]:
    return [table[name] for name in names]


def _licence(about: dict) -> str:
    return f"[{about['licence']}]({about['licence_url']})" if about.get("licence_url") else about["licence"]
