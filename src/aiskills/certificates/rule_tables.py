"""The tables of rules in ``tracks.toml``: their keys, and what the certificates are mapped to. Plain values only."""

from __future__ import annotations

from collections.abc import Mapping

from aiskills.catalog import Catalog, CatalogError

FILE = "book/tracks/tracks.toml"
LEVELS = ("essentials", "foundation", "advanced")


def wrong(where: str, what: str) -> CatalogError:
    """The error for what is not right in a table, as one sentence."""
    return CatalogError(f"{FILE}, [{where}]: {what}.")


def table(text: Mapping, name: str) -> dict:
    """The table with this name; CatalogError where it is missing."""
    if name not in text:
        raise wrong("rules", f"the table [rules.{name}] is missing")
    if not isinstance(text[name], dict):
        raise wrong("rules", f"{name} must be a table")
    return text[name]


def keys(table: Mapping, known, needed, where: str) -> None:
    """Raises CatalogError for a key that is not known, or one that is needed and missing."""
    if not isinstance(table, Mapping):
        raise wrong(where, "must be a table")
    for key in table:
        if key not in known:
            raise wrong(where, f"{key!r} is not known here; known: {', '.join(known)}")
    for key in needed:
        if key not in table:
            raise wrong(where, f"{key} is missing")


def mapped_to(mapped: dict, frameworks: dict, catalog: Catalog) -> dict[str, list[dict[str, str]]]:
    """Certificate id -> the entries of frameworks that it is mapped to: framework, name, url, and code if any."""
    letters = [track.id for track in catalog.tracks]
    keys(mapped, (LEVELS[0], *letters), (), "rules.mapped")
    found = {LEVELS[0]: mapped.get(LEVELS[0], [])}
    for letter in letters:
        keys(mapped.get(letter, {}), LEVELS[1:], (), f"rules.mapped.{letter}")
        for level in LEVELS[1:]:
            found[f"{level}-{letter}"] = mapped.get(letter, {}).get(level, [])
    for name, about in frameworks.items():
        keys(about, ("name", "url"), ("name", "url"), f"rules.frameworks.{name}")
    entries = {}
    for certificate, lines in found.items():
        for line in lines:
            if not isinstance(line, list) or len(line) not in (2, 3) or not all(isinstance(x, str) for x in line):
                raise wrong("rules.mapped", f"{certificate}: {line!r} must be [framework, name] or with a code behind")
            if line[0] not in frameworks:
                raise wrong("rules.mapped", f"{certificate}: there is no framework {line[0]!r} in [rules.frameworks]")
        entries[certificate] = [
            {"framework": frameworks[line[0]]["name"], "name": line[1], "url": frameworks[line[0]]["url"]}
            | ({"code": line[2]} if len(line) == 3 else {})
            for line in lines
        ]
    return entries
