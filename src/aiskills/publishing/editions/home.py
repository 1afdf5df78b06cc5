"""The first page of an edition's book."""

from __future__ import annotations

from aiskills.catalog import Catalog, Module

from ..tables import table
from . import day, notices
from .file import Edition
from .marked import marked_table
from .selection import Selection

LANES = {
    "decide": """\
This edition is taught in the **decide lane**: you read, move controls, choose and argue. No programming is needed to
follow a lesson. The cells for builders are in it too, because both lanes are one text: read past them.
""",
    "build": """\
This edition is taught in the **build lane**: you also write short pieces of Python. The steps of the decide lane come
first in each lesson and belong to it.
""",
}
NO_CERTIFICATE = """\
The modules of this edition make up no certificate by themselves. Each counts for the certificates of the whole library
in which it stands: keep your marked assignments."""


def home(edition: Edition, chosen: Selection, catalog: Catalog, documents: tuple[str, ...]) -> str:
    """Its Markdown: welcome, modules in the partner's order, the day, where to begin, lane, certificates, origin."""
    parts = [f"# {edition.name}\n"]
    if edition.subtitle:
        parts.append(f"*{edition.subtitle}*\n")
    if edition.logo:
        parts.append(
            f"```{{image}} ../logo{edition.logo.ending}\n:alt: {edition.logo.alt}\n:width: 120px\n:class: mb-3\n```\n"
        )
    parts.append(f"**Given out by:** {notices.partner(edition)}\n")
    if edition.welcome:
        parts.append(f"{edition.welcome}\n")
    parts.append(f"## The modules\n\n{_modules(chosen, catalog)}")
    if edition.day:
        parts.append(f"## The day\n\n{day.page(edition.day, chosen, 'book/workshops' in documents)}")
    parts.append(f"## How to begin\n\n{_begin(chosen, catalog, documents)}")
    if edition.lane != "both":
        parts.append(f"## The lane\n\n{LANES[edition.lane]}\n{marked_table(edition.lane, chosen, catalog)}")
    about = " [What a certificate is](certificates/index.md)." if "book/certificates/index" in documents else ""
    parts.append(f"## Certificates\n\n{certificates(chosen, catalog)}{about}\n")
    parts.append(
        f"## Where it comes from\n\nThis edition is made from {notices.origin(catalog)}. Text: CC BY 4.0. Code:\n"
        "Apache License 2.0. [Licences and sources](licences.md) lists all of them, with those of the data.\n"
    )
    if edition.notices:
        parts.append(notices.listed(edition))
    return "\n".join(parts)


def certificates(chosen: Selection, catalog: Catalog) -> str:
    """What can be earned with the modules of the edition."""
    earned = [f"the {catalog.essentials_title}"] if chosen.badge else []
    for track in catalog.tracks:
        earned += [f"the {level} certificate of *{track.title}*" for level in chosen.tracks.get(track.id, ())]
    if not earned:
        return NO_CERTIFICATE
    words = earned[0] if len(earned) == 1 else f"{', '.join(earned[:-1])} and {earned[-1]}"
    return f"Whoever passes the assignments can earn {words}."


def _modules(chosen: Selection, catalog: Catalog) -> str:
    rows = [(str(number), _link(one, catalog), *notices.minutes(one)) for number, one in enumerate(chosen.modules, 1)]
    lines = [
        f"\n*{catalog.modules[slug].title}* is here because *{catalog.modules[needed_by].title}* builds on it.\n"
        for slug, needed_by in chosen.brought.items()
    ]
    return table(("No.", "Module", "Lesson", "Assignment"), rows) + "".join(lines)


def _link(module: Module, catalog: Catalog) -> str:
    return f"[{module.title}](../{module.path.relative_to(catalog.root).as_posix()})"


def _begin(chosen: Selection, catalog: Catalog, documents: tuple[str, ...]) -> str:
    learn = f"- **You want to learn.** Open the first lesson, {_link(chosen.modules[0], catalog)}."
    if "book/how-to-learn" in documents:
        learn += " [How to learn here](how-to-learn.md) takes\n  three minutes."
    lines = [learn]
    if any((catalog.root / f"book/readings/{module.slug}.md").is_file() for module in chosen.modules):
        # No page of Sphinx, so no Markdown link.
        lines.append('- **You want to read without code.** <a href="../readings/index.html">Readings</a> of two pages.')
    lines += ["- **You want to run the lessons.** [Your own computer](your-computer.md) says how."]
    if "book/instructors" in documents:
        lines.append("- **You give marks.** [For instructors](instructors.md).")
    if "book/workshops" in documents:
        lines.append("- **You lead a group.** [For workshop leaders](workshops.md), with a card for each lesson.")
    return "\n".join(lines) + "\n"
