"""The book's derived pages, as Markdown: tracks, list of lessons, data cards."""

from __future__ import annotations

import tomllib
from pathlib import Path

from aiskills.catalog import Catalog, Module, Track

from .questions import question_pages

LANES = {"decide": "no programming", "build": "short Python"}


def all_pages(catalog: Catalog) -> dict[str, str]:
    """Every derived page: path relative to the repository, and its text without the opening note."""
    cards = read_cards(catalog.root)
    texts = {
        "book/lessons.md": lessons(catalog),
        "book/tracks/index.md": tracks(catalog),
        "book/data/index.md": data(cards),
    }
    texts |= {f"book/tracks/{track.slug}.md": track_page(track, catalog) for track in catalog.tracks}
    texts |= question_pages(catalog)
    return texts | {f"book/data/{name}.md": card_page(name, card, catalog) for name, card in cards.items()}


def lessons(catalog: Catalog) -> str:
    """The page that lists every lesson that can be taken today."""
    rows = [
        (
            _link(module, catalog, "book"),
            f"{module.lesson_minutes} min",
            f"{module.assignment_minutes} min",
            ", ".join(LANES[lane] for lane in module.lanes),
            ", ".join(f"[{track.title}](tracks/{track.slug}.md)" for track in catalog.tracks_of(module.slug)) or "all",
        )
        for module in catalog.ready
    ]
    return (
        "# All lessons\n\n"
        f"{_count(len(rows), 'lesson')} can be taken today. Each one is one idea, runs without a network, and needs\n"
        "no key, no account and no GPU. Each has an assignment: a program marks the code, and a person marks what\n"
        "is written in words.\n\n"
        + _table(("Lesson", "Lesson time", "Assignment", "Lanes", "Counts for"), rows)
        + "\nThe [tracks](tracks/index.md) show the order of learning and the modules that are planned.\n"
    )


def tracks(catalog: Catalog) -> str:
    """The page that introduces the five tracks and their state."""
    rows = []
    for track in catalog.tracks:
        needed = [catalog.module(slug) for slug in track.foundation + track.advanced]
        ready = sum(module.ready for module in needed)
        rows.append((f"[{track.title}]({track.slug}.md)", track.audience, f"{ready} of {len(needed)} modules"))
    essentials = ", ".join(_name(catalog.module(slug), catalog, "book/tracks") for slug in catalog.essentials)
    return (
        "# The five tracks\n\n"
        "A track is a path through modules for one kind of work. Each has a Foundation level and an Advanced level,\n"
        "of four modules each. Modules are shared between tracks: what you finish in one counts in the other.\n\n"
        + _table(("Track", "For whom", "Ready today"), rows)
        + f"\n**AI Essentials.** Three modules for everybody: {essentials}.\n\n"
        "A module marked *planned* has an aim and no lesson yet. It has no link because there is nothing to open.\n"
        "Certificates are not issued yet. Marks are kept module by module.\n"
    )


def track_page(track: Track, catalog: Catalog) -> str:
    """The page of one track: promise, audience, and its modules with their state."""
    parts = [
        f"# {track.title}\n\n{track.promise}\n\n**For whom.** {track.audience}\n\n",
        f"**What you need before.** {track.needs}\n",
    ]
    for level, slugs in (
        ("Foundation", track.foundation),
        ("Advanced", track.advanced),
        ("Electives", track.electives),
    ):
        modules = [catalog.module(slug) for slug in slugs]
        minutes = sum(module.lesson_minutes + module.assignment_minutes for module in modules)
        ready = sum(module.ready for module in modules)
        parts.append(f"\n## {level}\n\n")
        if level == "Electives":
            parts.append("Modules that fit this track and do not count for its levels.\n\n")
        else:
            parts.append(f"{ready} of {len(modules)} modules are ready. All together: about {_hours(minutes)}.\n\n")
        rows = [
            (
                _link(module, catalog, "book/tracks") if module.ready else module.title,
                f"{module.lesson_minutes} min",
                f"{module.assignment_minutes} min",
                "ready" if module.ready else "planned",
            )
            for module in modules
        ]
        parts.append(_table(("Module", "Lesson", "Assignment", "State"), rows))
        parts += [_outcomes(module) for module in modules if module.ready]
    start = catalog.modules.get("f00-start-here")
    if start is not None and start.ready:
        parts.append(f"\nNew to notebooks? Begin with {_link(start, catalog, 'book/tracks')}.\n")
    return "".join(parts)


def data(cards: dict[str, dict]) -> str:
    """The page that lists the data sets."""
    rows = [
        (
            f"[{card['title']}]({name}.md)",
            f"{card['rows']:,}".replace(",", " "),
            "generated" if card["generated"] else "collected",
            card["licence"],
        )
        for name, card in cards.items()
    ]
    return (
        "# Data cards\n\n"
        "Every data set travels with the library, so that nothing is downloaded while you learn. Each has a card:\n"
        "where it comes from, what it measures, its licence, and who is missing from it. A test compares every file\n"
        "with its card.\n\n" + _table(("Data set", "Rows", "Kind", "Licence"), rows)
    )


def card_page(name: str, card: dict, catalog: Catalog) -> str:
    """The page of one data set, from its ``card.toml``."""
    kind = "Generated by a program" if card["generated"] else "Collected in the world"
    used = [
        _link(catalog.modules[slug], catalog, "book/data")
        for slug in card["used_by"]
        if slug in catalog.modules and catalog.modules[slug].ready
    ]
    parts = [f"# {card['title']}\n\n{card['measures']}\n\n", f"- **Kind:** {kind}\n"]
    source = f"[{card['source']}]({card['source_url']})" if card.get("source_url") else card["source"]
    licence = f"[{card['licence']}]({card['licence_url']})" if card.get("licence_url") else card["licence"]
    parts.append(f"- **Source:** {source}\n- **Licence:** {licence}\n")
    parts.append(f"- **Rows:** {card['rows']:,}\n".replace(",", " "))
    if used:
        parts.append(f"- **Used in:** {', '.join(used)}\n")
    parts.append(f"- **File:** `datasets/{name}/`, SHA-256 `{card['sha256']}`\n")
    parts.append(f'- **In a lesson:** `learn.load("{name}")`\n')
    parts.append(f"\n## Who is missing\n\n{card['who_is_missing'].strip()}\n")
    if card.get("unrealistic"):
        parts.append(f"\n## What is not realistic\n\n{card['unrealistic'].strip()}\n")
    columns = [(f"`{c['name']}`", c["meaning"], c["unit"] or "none", f"`{c['dtype']}`") for c in card["columns"]]
    parts.append("\n## Columns\n\n" + _table(("Column", "Meaning", "Unit", "Type"), columns))
    return "".join(parts)


def read_cards(root: Path) -> dict[str, dict]:
    """All data cards by the name of their folder; SystemExit with a sentence for a card that is not readable."""
    cards = {}
    for path in sorted(root.glob("datasets/*/card.toml")):
        try:
            cards[path.parent.name] = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise SystemExit(f"{path.relative_to(root)} is not valid TOML ({error}): correct it.") from None
    return cards


def _outcomes(module: Module) -> str:
    lines = "".join(f"- {outcome}\n" for outcome in module.outcomes)
    return f"\n**{module.title}** teaches you to:\n\n{lines}" if lines else ""


def _link(module: Module, catalog: Catalog, folder: str) -> str:
    """Markdown link to a ready module from a page in ``folder``."""
    up = "../" * (folder.count("/") + 1)
    return f"[{module.title}]({up}{module.path.relative_to(catalog.root).as_posix()})"


def _name(module: Module, catalog: Catalog, folder: str) -> str:
    return _link(module, catalog, folder) if module.ready else f"{module.title} *(planned)*"


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".removesuffix(".0") + " hours"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |\n" for line in lines
    )
