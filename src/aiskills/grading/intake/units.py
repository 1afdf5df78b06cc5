"""Whose file is it: put the files that a student handed in together, whatever folders and names a platform made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from .entries import Entry
from .names import Owner, archive_stem, is_named, owner_of, person_in, plain, shared_title

_FOLDERS = 3  # folders around everything: of the archive, of the course, of the assignment


@dataclass
class Unit:
    """What one student handed in at one time. ``source`` names the place where no single file can be named.

    ``lone``: a file that lies among the files of others. ``slug``: the assignment that the folder's name tells.
    """

    owner: Owner
    source: str
    entries: list[Entry] = field(default_factory=list)
    lone: bool = False
    slug: str = ""


def unwrap(entries: list[Entry], slug: str, container: str = "") -> list[Entry]:
    """The same files without folders that stand around everything; ``container`` is the name of the archive."""
    for _ in range(_FOLDERS):
        tops = {entry.parts[0] for entry in entries if len(entry.parts) > 1}
        inner = [
            top
            for top, sign in (("inbound", _from_exchange), ("submitted", lambda entry: slug in entry.parts[2:-1]))
            if any(entry.parts[0] == top and sign(entry) for entry in entries)
        ]
        if inner:
            entries = [entry.below(1) for entry in entries if entry.parts[0] in inner and len(entry.parts) > 1]
        elif len(tops) == 1 and all(len(entry.parts) > 1 for entry in entries):
            if not _around(entries, tops.pop(), slug, container):
                break
            entries = [entry.below(1) for entry in entries]
        else:
            break
    # Google Classroom has a folder for each assignment.
    return [entry.below(1) if len(entry.parts) > 1 and plain(entry.parts[0]) == slug else entry for entry in entries]


def _from_exchange(entry: Entry) -> bool:
    return len(entry.parts) > 2 and "+" in entry.parts[1] and owner_of(entry.parts[1]) is not None


def _around(entries: list[Entry], top: str, slug: str, container: str) -> bool:
    """Is the only folder there one around the class, and not a student's?"""
    if owner_of(top):
        return False
    if plain(top) == slug or (container and plain(top) == archive_stem(container)):
        return True
    if any(owner_of(entry.parts[1]) or slug in map(plain, entry.parts[2:-1]) for entry in entries):
        return True
    folders = {entry.parts[1] for entry in entries if len(entry.parts) > 2}
    files = [entry for entry in entries if len(entry.parts) == 2 and entry.is_notebook]
    mine = [entry for entry in entries if len(entry.parts) == 3 and plain(entry.parts[1]) == slug and entry.is_notebook]
    if len(mine) > 1 and not all(plain(entry.stem) == slug for entry in mine):
        return True
    return len(folders) > 1 and not files and slug not in map(plain, folders)


def units(entries: list[Entry], slug: str, container: str = "") -> list[Unit]:
    """Put the files together by student and hand-in, in the order in which they were found."""
    found: dict[tuple, Unit] = {}
    loose = [entry for entry in entries if len(entry.parts) == 1]
    title = shared_title([entry.stem for entry in loose if entry.is_notebook])
    alone = sum(entry.is_notebook for entry in entries) == 1
    for entry in entries:
        key, unit = _of_platform(entry) or _of_folder(entry) or _of_file(entry, slug, title, container if alone else "")
        if key in found:
            found[key].entries += unit.entries
        else:
            found[key] = unit
    _namesakes(found)
    return list(found.values())


def _of_platform(entry: Entry) -> tuple[tuple, Unit] | None:
    # The outermost name alone: what lies below is the learner's, and could name somebody else.
    owner = owner_of(entry.parts[0])
    if owner is None:
        return None
    last = len(entry.parts) == 1
    clocks = entry.clocks | ({owner.clock[0]: owner.clock[1]} if owner.clock else {})
    name = (owner.rest or entry.name,) if last else entry.parts[1:]
    inner = replace(entry, parts=name, clocks=clocks)
    # Folders of one person that differ in time are different hand-ins.
    key = ("platform", owner.name, owner.number, owner.slug, owner.clock[1] if owner.clock and not last else None)
    source = entry.source if last else "/".join(entry.source.split("/")[: -len(name)])
    return key, Unit(owner, source, [inner], lone=last and bool(owner.clock), slug=owner.slug)


def _of_folder(entry: Entry) -> tuple[tuple, Unit] | None:
    if len(entry.parts) == 1:
        return None
    name = entry.parts[0]
    source = "/".join(entry.source.split("/")[: 1 - len(entry.parts)])
    return ("folder", name), Unit(Owner(name), source, [entry.below(1)])


def _of_file(entry: Entry, slug: str, title: str, container: str) -> tuple[tuple, Unit]:
    stem = plain(entry.stem)
    if title and stem.endswith(title):
        stem = stem[: -len(title)]
    name = person_in(stem, slug) or person_in(archive_stem(container), slug)
    return ("file", entry.source), Unit(Owner(name), entry.source, [entry], lone=True)


def _namesakes(found: dict[tuple, Unit]) -> None:
    """Two people of the same name are told apart by the platform's numbers; where there is one, the name will do."""
    numbers: dict[str, set[str]] = {}
    for unit in found.values():
        if unit.owner.number:
            numbers.setdefault(unit.owner.name, set()).add(unit.owner.number)
    for unit in found.values():
        if len(numbers.get(unit.owner.name, ())) > 1 and unit.owner.number:
            unit.owner = replace(unit.owner, name=f"{unit.owner.name} {unit.owner.number}")


def holds_a_class(entries: list[Entry], slug: str) -> bool:
    """Are these files, from an archive among others, of many people? Otherwise they are one learner's own."""
    if any(owner_of(part) for entry in entries for part in entry.parts):
        return True
    books = [entry for entry in entries if entry.is_notebook]
    if shared_title([entry.stem for entry in books if is_named(entry.stem, slug) or " - " in entry.stem]):
        return True
    folders = Counter(entry.parts[-2] for entry in books if len(entry.parts) > 1 and plain(entry.stem) == slug)
    return len(folders) > 1
