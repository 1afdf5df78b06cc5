"""``tracks.toml`` of an edition: the order, the tracks and the rules of certificates that its modules can meet.

Nothing becomes easier: a level or the badge is there with all its modules, or not at all.
"""

from __future__ import annotations

import json
import re
import tomllib

from aiskills.catalog import Catalog

from .contents import NOTE
from .selection import Selection

FILE = "book/tracks/tracks.toml"


def tracks(catalog: Catalog, chosen: Selection) -> str:
    """The text of the edition's ``tracks.toml``."""
    text = tomllib.loads((catalog.root / FILE).read_text(encoding="utf-8"))
    slugs = set(chosen.slugs)
    kept = []
    for track in text["tracks"]:
        levels = chosen.tracks.get(track["id"], ())
        if levels:
            none = {level: [] for level in ("foundation", "advanced") if level not in levels}
            kept.append(track | none | {"electives": [slug for slug in track["electives"] if slug in slugs]})
    table = {"order": list(chosen.slugs)}
    table["essentials"] = text["essentials"] | ({} if chosen.badge else {"modules": []})
    table |= {"tracks": kept, "planned": {}}
    if rules := text.get("rules"):
        table["rules"] = _rules(rules, chosen)
    return NOTE + "\n" + dump(table)


def _rules(rules: dict, chosen: Selection) -> dict:
    kept = dict(rules)
    for level in ("essentials", "foundation", "advanced"):
        lanes = rules[level]["one_lane"]
        if isinstance(lanes, list):
            kept[level] = rules[level] | {"one_lane": [track for track in lanes if track in chosen.tracks]}
    for name in ("lanes", "safety"):
        kept[name] = {slug: parts for slug, parts in rules[name].items() if slug in chosen.assignments}
    mapped = {"essentials": rules["mapped"].get("essentials", [])} if chosen.badge else {}
    for track, levels in chosen.tracks.items():
        mapped[track] = {level: rules["mapped"].get(track, {}).get(level, []) for level in levels}
    kept["mapped"] = mapped
    used = {line[0] for lines in [mapped.get("essentials", [])] for line in lines}
    used |= {line[0] for track in chosen.tracks for lines in mapped[track].values() for line in lines}
    kept["frameworks"] = {name: about for name, about in rules["frameworks"].items() if name in used}
    return kept


def dump(table: dict, name: str = "") -> str:
    """A table as TOML: texts, numbers, switches, lists of them, tables, and lists of tables."""
    plain = {key: value for key, value in table.items() if not _tables(value)}
    lines = [f"{_key(key)} = {_value(value)}\n" for key, value in plain.items()]
    for key, value in table.items():
        if key in plain:
            continue
        inside = f"{name}.{_key(key)}" if name else _key(key)
        for one in value if isinstance(value, list) else [value]:
            head = f"\n[[{inside}]]\n" if isinstance(value, list) else f"\n[{inside}]\n"
            lines.append(head + dump(one, inside))
    return "".join(lines)


def _tables(value) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


def _value(value) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    # What JSON writes for texts, numbers and switches, TOML reads.
    return json.dumps(value, ensure_ascii=False)
