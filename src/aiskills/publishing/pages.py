"""The derived pages of the book, as Markdown: tracks and data cards; the other ones are put together here too."""

from __future__ import annotations

import tomllib
from pathlib import Path

from aiskills.catalog import Catalog, Module, Track

from .browser.measured import results
from .browser.page import PAGE as BROWSER_PAGE
from .browser.page import browser_page
from .modules import PAGE, modules_page
from .questions import question_pages
from .settings import PLACEHOLDER
from .status import STATUS, read
from .status import page as status_page
from .tables import link, table, title

LEVELS = ("foundation", "advanced")
NUMBERS = "no one two three four five six seven eight nine".split()


def all_pages(catalog: Catalog) -> dict[str, str]:
    """Every derived page: path relative to the repository, and its text without the opening note."""
    cards = read_cards(catalog.root)
    texts = {
        f"{PAGE}.md": modules_page(catalog),
        "book/data/index.md": data(cards),
    }
    if catalog.tracks:
        texts["book/tracks/index.md"] = tracks(catalog)
    texts |= {f"book/tracks/{track.slug}.md": track_page(track, catalog) for track in catalog.tracks}
    texts |= question_pages(catalog)
    # A page that the table of contents does not name is not built: nothing may lead to it.
    if results(catalog.root) and BROWSER_PAGE in (catalog.root / "_toc.yml").read_text(encoding="utf-8"):
        texts[f"{BROWSER_PAGE}.md"] = browser_page(catalog)
    if (catalog.root / STATUS).is_file():
        texts["book/status.md"] = status_page(catalog, read(catalog.root))
    return texts | {f"book/data/{name}.md": card_page(name, card, catalog) for name, card in cards.items()}


def tracks(catalog: Catalog) -> str:
    """The page that introduces the tracks and their state. An edition has some of them, or levels of them."""
    rows = [
        (
            f"[{track.title}]({track.slug}.md)",
            track.audience,
            state([catalog.module(slug) for slug in track.foundation]),
            state([catalog.module(slug) for slug in track.advanced]),
        )
        for track in catalog.tracks
    ]
    number = len(catalog.tracks)
    levels = (
        "Each has a Foundation level and an Advanced level,\nof four modules each, and each level has a certificate of"
        " its own."
        if all(track.foundation and track.advanced for track in catalog.tracks)
        else "A level has a certificate of its own."
    )
    return (
        ("# The track\n\n" if number == 1 else f"# The {NUMBERS[number]} tracks\n\n")
        + f"A track is a path through modules for one kind of work. {levels} Modules are shared between tracks: what\n"
        "you finish in one counts in the other.\n\n"
        + table(("Track", "For whom", "Foundation certificate", "Advanced certificate"), rows)
        + _badge(catalog)
        + "*Complete* means that every module of the badge or the certificate can be taken today. A module marked\n"
        "*planned* has an aim and no lesson yet. It has no link because there is nothing to open.\n" + _asked(catalog)
    )


def _badge(catalog: Catalog) -> str:
    badge = [catalog.module(slug) for slug in catalog.essentials]
    if not badge:
        return "\n"
    names = ", ".join(title(module, catalog, "book/tracks") for module in badge)
    number = NUMBERS[len(badge)].capitalize()
    return f"\n**{catalog.essentials_title}.** {number} modules for everybody: {names}. State: {state(badge)}.\n\n"


def _asked(catalog: Catalog) -> str:
    """What the badge and the two levels ask for, as the rules of certificates say."""
    names = {"essentials": catalog.essentials_title} if catalog.essentials else {}
    names |= {level: level.capitalize() for level in LEVELS if any(getattr(one, level) for one in catalog.tracks)}
    lines = [f"- **{name}.** {catalog.criteria(level)}\n" for level, name in names.items() if catalog.criteria(level)]
    if not lines:
        return ""
    return (
        "\n## What a certificate asks for\n\n"
        + "".join(lines)
        + "\nThe institution where you learn marks your work and issues the certificate. Anybody can check it,\n"
        "without a network.\n"
    )


def state(modules: list[Module]) -> str:
    """How much of a badge or certificate can be taken today, in words."""
    if not modules:
        return "not in this book"
    ready = sum(module.ready for module in modules)
    return (
        f"complete: all {ready} modules ready" if ready == len(modules) else f"{ready} of {len(modules)} modules ready"
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
        if not modules:
            continue
        minutes = sum(module.lesson_minutes + module.assignment_minutes for module in modules)
        parts.append(f"\n## {level}\n\n")
        if level == "Electives":
            parts.append("Modules that fit this track and do not count for its levels.\n\n")
        else:
            parts.append(f"**{level} certificate:** {state(modules)}. All together: about {_hours(minutes)}.\n\n")
            if asked := catalog.criteria(level.lower(), track.id):
                parts.append(f"**What it asks for.** {asked}\n\n")
        rows = [
            (
                link(module, catalog, "book/tracks") if module.ready else module.title,
                f"{module.lesson_minutes} min",
                f"{module.assignment_minutes} min",
                "ready" if module.ready else "planned",
            )
            for module in modules
        ]
        parts.append(table(("Module", "Lesson", "Assignment", "State"), rows))
        if badge := [module.title for module in modules if module.slug in catalog.essentials]:
            names = ", ".join(f"*{title}*" for title in badge)
            parts.append(f"\nFor the AI Essentials badge too: {names}\n")
        parts += [_outcomes(module) for module in modules if module.ready]
    start = catalog.modules.get("f00-start-here")
    if start is not None and start.ready:
        parts.append(f"\nNew to notebooks? Begin with {link(start, catalog, 'book/tracks')}.\n")
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
        "with its card.\n\n" + table(("Data set", "Rows", "Kind", "Licence"), rows)
    )


def card_page(name: str, card: dict, catalog: Catalog) -> str:
    """The page of one data set, from its ``card.toml``."""
    kind = "Generated by a program" if card["generated"] else "Collected in the world"
    used = [
        link(catalog.modules[slug], catalog, "book/data")
        for slug in card["used_by"]
        if slug in catalog.modules and catalog.modules[slug].ready
    ]
    parts = [f"# {card['title']}\n\n{card['measures']}\n\n", f"- **Kind:** {kind}\n"]
    # A set that was made here is linked as soon as the library has a public address.
    linked = card.get("source_url") and not card["source_url"].startswith(PLACEHOLDER)
    source = f"[{card['source']}]({card['source_url']})" if linked else card["source"]
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
    parts.append("\n## Columns\n\n" + table(("Column", "Meaning", "Unit", "Type"), columns))
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


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".removesuffix(".0") + " hours"
