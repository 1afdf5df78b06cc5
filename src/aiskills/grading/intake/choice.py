"""Choose what is graded: one notebook of each student, the newest by the server's clock; the others get a reason."""

from __future__ import annotations

import re
import time
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..parsing import SIZE_LIMIT, Refused, dig, parse
from .archives import Archive, Unreadable
from .entries import Entry, in_archive, in_folder
from .names import copy_number, is_named, person_in, plain, safe_id, shown
from .units import Unit, holds_a_class, units, unwrap

# Kinds of clock, the most trusted first: nbgrader's exchange, the number of an upload at Canvas, an archive that a
# platform made, the file system. A learner's timestamp.txt and the times in a learner's own archive are none of them.
CLOCKS = ("exchange", "upload", "archive", "file")
# Clocks of servers and of this machine, and their zones, differ by less.
_AHEAD = 26 * 3600
# Bytes that are looked into to tell which of a student's files is the assignment's.
_LOOK_LIMIT = 4 * SIZE_LIMIT
_ROWS = 50  # notebooks in one hand-in, and sentences about it
_SLUG = re.compile(rb'"aiskills"\s*:\s*\{[^{}]{0,2000}?"slug"\s*:\s*"([^"\\]{1,100})"')
_GRADE_ID = re.compile(rb'"grade_id"\s*:\s*"([^"\\]{1,100})"')


@dataclass
class Found:
    """One file handed in. ``source`` is its path for people, unique in a batch; ``path`` the file or archive on disk.

    ``refused`` says why it is not graded; ``superseded`` marks a file that another one of the same student replaces;
    ``notes`` are flags for a person; ``clocks`` say when it was handed in, by kind of clock.
    """

    student: str
    source: str
    path: Path
    refused: str = ""
    superseded: bool = False
    notes: list[str] = field(default_factory=list)
    clocks: dict[str, float] = field(default_factory=dict)
    entry: Entry | None = field(default=None, repr=False)

    def read(self) -> bytes:
        """The file's bytes, one more than the limit at most. Raises OSError; Unreadable where its ``strerror`` is a
        sentence for the learner."""
        if self.entry is None:
            raise Unreadable("This is a folder: hand in the notebook (.ipynb) itself.")
        return self.entry.read()


def discover(folder: Path, slug: str, out: Path | None = None, grade_ids: Collection[str] = ()) -> list[Found]:
    """The submissions of the assignment ``slug`` in a folder or an archive, sorted by student.

    ``out`` is not looked into. ``grade_ids`` are the assignment's: they tell its notebooks where names do not. Nothing
    is unpacked to the disk. Raises SystemExit with one sentence where there is nothing, or no archive that can be read.
    """
    if folder.is_dir():
        entries, container = in_folder(folder, out), ""
    elif folder.is_file():
        facts = folder.stat()
        one = Entry((folder.name,), shown(folder.name), folder, facts.st_size, {"file": facts.st_mtime})
        entries, container = [one], ""
        if not one.is_notebook:
            try:
                entries = list(in_archive(Archive.at(folder), one.source, one.clocks, trusted_time=True))
            except OSError as error:
                raise SystemExit(f"{folder}: {error.strerror}") from None
            container = one.stem
    else:
        raise SystemExit(f"{folder} does not exist: give the folder or the archive that holds the submissions.")
    chooser = _Chooser(slug, {grade_id.encode() for grade_id in grade_ids})
    chooser.take(entries, container)
    if not chooser.found:
        raise SystemExit(f"{folder} holds no notebook (.ipynb): give the folder that holds the submissions.")
    chooser.newest()
    return sorted(chooser.found, key=lambda item: (item.student, item.source))


class _Chooser:
    def __init__(self, slug: str, grade_ids: set[bytes]) -> None:
        self.slug = slug
        self.grade_ids = grade_ids
        self.found: list[Found] = []
        self.now = time.time()

    def take(self, entries: list[Entry], container: str = "") -> None:
        """Sort files into hand-ins and choose within each; an archive of a whole class is opened on the way."""
        lone = [entry for entry in entries if entry.is_notebook or entry.is_archive]
        classes = [self._class_in(entry) for entry in lone] if all(map(_can_hold_a_class, lone)) else []
        if classes and all(classes):
            # Only where nothing else lies there: among learners' own files such an archive may be one of theirs,
            # and speak for others.
            for entry, inner in zip(lone, classes, strict=True):
                self.take(inner, entry.stem)
            return
        for unit in units(unwrap(entries, self.slug, container), self.slug, container):
            self._choose(unit)

    def _class_in(self, entry: Entry) -> list[Entry] | None:
        """The files of an archive that holds many people's; None for anything else."""
        try:
            # First with the narrow limits: nobody knows yet whose it is.
            inner = self._own(entry)
            if not holds_a_class(inner, self.slug):
                return None
            return list(in_archive(Archive.at(entry.path), entry.source, entry.clocks, trusted_time=True))
        except OSError:
            return None

    def _choose(self, unit: Unit) -> None:
        if unit.slug and unit.slug != self.slug:
            self._refuse(unit, None, f"This is a submission of {shown(unit.slug)!r}, not of {self.slug!r}.")
            return
        books, rows = self._notebooks(unit)
        if unit.lone and not unit.owner.name:
            rows += [(book, "The name does not tell whose file this is: call it <student>.ipynb.") for book in books]
            books = []
        if unit.lone and not unit.owner.number:
            books = self._without_others(unit, books, rows)
        chosen = self._chosen(unit, books)
        for book in books:
            if book in chosen:
                self._add(unit, book)
            elif len(chosen) > 0:
                rows.append((book, f"It is not called {self.slug}.ipynb; another file of this student was taken."))
        for entry, why in rows[:_ROWS]:
            self._refuse(unit, entry, why)
        if len(books) > 1 and not chosen:
            why = f"and none is called {self.slug}.ipynb: name the right one so."
            if len(books) > _ROWS:
                why = f"in this hand-in: hand in the one of {self.slug} alone."
            self._refuse(unit, None, f"There are {len(books)} notebooks {why}")
        elif not books and not rows and (unit.owner.number or not unit.lone or unit.entries[0].is_archive):
            self._refuse(unit, None, f"There is no notebook of {self.slug} in this hand-in: hand in the .ipynb file.")

    def _notebooks(self, unit: Unit) -> tuple[list[Entry], list[tuple[Entry, str]]]:
        """The notebooks of a hand-in, those in the learner's own archive too, and files with what is wrong in them."""
        books: list[Entry] = []
        rows: list[tuple[Entry, str]] = []
        for entry in unit.entries:
            inside = [entry]
            if entry.is_archive and not entry.problem:
                try:
                    inside = self._own(entry)
                except OSError as error:
                    rows.append((entry, _told(error)))
                    continue
            deeper = False
            for file in inside:
                if file.problem:
                    if _matters(file) or (file is entry and (unit.owner.number or not file.member)):
                        rows.append((file, file.problem))
                elif file.is_notebook:
                    books.append(file)
                elif file.is_archive and file is not entry:
                    deeper = True
            if deeper and not books:
                rows.append((entry, "This is an archive inside an archive: hand in the notebook (.ipynb) itself."))
        near = [book for book in books if len(book.parts) > 1 and plain(book.parts[-2]) == self.slug]
        whole = unit.owner.number or unit.slug  # a platform's folder is one hand-in, whatever folders are in it
        direct = [book for book in books if len(book.parts) == 1 or whole or (book.archive and book.archive.own)]
        return near or direct or [book for book in books if plain(book.stem) == self.slug], rows

    def _own(self, entry: Entry) -> list[Entry]:
        """The files of a learner's own archive; its times are the learner's and do not count. Raises OSError."""
        archive = entry.archive.within(entry.member) if entry.archive else Archive.at(entry.path, own=True)
        return list(in_archive(archive, entry.source, entry.clocks, trusted_time=False))

    def _without_others(self, unit: Unit, books: list[Entry], rows: list[tuple[Entry, str]]) -> list[Entry]:
        """A file among others whose content names another assignment belongs to the student in the rest of its name."""
        kept = []
        for book in books:
            other = "" if is_named(book.stem, self.slug) else self._other(book)
            if other:
                if book is unit.entries[0]:
                    unit.owner = replace(unit.owner, name=person_in(book.stem, other) or unit.owner.name)
                rows.append((book, _of_other(other, self.slug)))
            else:
                kept.append(book)
        return kept

    def _chosen(self, unit: Unit, books: list[Entry]) -> list[Entry]:
        """Of a hand-in's notebooks those that can be the submission; none where nothing tells which one it is."""
        if not 1 < len(books) <= _ROWS:
            return books[:1] if len(books) == 1 else []
        named = [book for book in books if is_named(book.stem, self.slug)]
        if named or sum(book.size for book in books) > _LOOK_LIMIT:
            return named
        mine = [book for book in books if self._is_mine(book)]
        return mine if len(mine) == 1 or all("upload" in book.clocks for book in mine) else []

    def _content(self, entry: Entry) -> tuple[str, set[bytes]]:
        """The assignment that a notebook names ("" for none), and its grade ids; without reading its JSON."""
        try:
            data = entry.read()
        except OSError:
            return "", set()
        found = _SLUG.search(data)
        return found[1].decode("utf-8", "replace") if found else "", set(_GRADE_ID.findall(data))

    def _is_mine(self, entry: Entry) -> bool:
        slug, grade_ids = self._content(entry)
        return slug == self.slug or (not slug and bool(grade_ids & self.grade_ids))

    def _other(self, entry: Entry) -> str:
        """The other assignment that a notebook names, or ""."""
        slug, _ = self._content(entry)
        return slug if slug != self.slug else ""

    def _add(self, unit: Unit, entry: Entry) -> None:
        item = Found(safe_id(unit.owner.name), entry.source, entry.path, clocks=dict(entry.clocks), entry=entry)
        for kind, moment in entry.clocks.items():
            if kind != "upload" and moment > self.now + _AHEAD:
                del item.clocks[kind]
                item.notes = ["the time at which the file was handed in lies in the future; it was not used"]
        if unit.owner.late:
            item.notes.append("the learning platform marks this file as late")
        self.found.append(item)

    def _refuse(self, unit: Unit, entry: Entry | None, why: str) -> None:
        path = entry.path if entry else unit.entries[0].path
        student = safe_id(unit.owner.name or (entry.stem if entry else unit.source))
        self.found.append(Found(student, entry.source if entry else unit.source, path, refused=why, entry=entry))

    def newest(self) -> None:
        """Of the files of one student the newest is graded; the others are refused with the reason."""
        by_student: dict[str, list[Found]] = {}
        for item in self.found:
            if not item.refused:
                by_student.setdefault(item.student, []).append(item)
        for items in by_student.values():
            if len(items) > 1:
                self._one_of(items)
        graded = {item.student for item in self.found if not item.refused}
        sources: set[str] = set()
        for item in self.found:
            # A second file that cannot be read must not replace the student's graded one in the gradebook.
            item.superseded = item.superseded or bool(item.refused and item.student in graded)
            base, number = item.source, 1
            while item.source in sources:
                number += 1
                item.source = f"{base} ({number})"
            sources.add(item.source)

    def _no_answer(self, entry: Entry) -> str:
        """Why a file cannot be the submission, whatever its time: it is broken, or of another assignment; or ""."""
        try:
            slug = dig(parse(entry.read()), "metadata", "aiskills", "slug")
        except Refused as refusal:
            return str(refusal)
        except OSError as error:
            return _told(error)
        return _of_other(slug, self.slug) if isinstance(slug, str) and slug != self.slug else ""

    def _one_of(self, items: list[Found]) -> None:
        look = sum(item.entry.size for item in items) <= _LOOK_LIMIT
        reasons = [self._no_answer(item.entry) if look else "" for item in items]
        if not all(reasons):
            for item, reason in zip(items, reasons, strict=True):
                item.refused = reason
            items = [item for item in items if not item.refused]
        clock = next((kind for kind in CLOCKS if all(kind in item.clocks for item in items)), "")
        items.sort(
            key=lambda item: (item.clocks.get(clock, 0.0), copy_number(item.entry.stem), item.entry.place, item.source)
        )
        for item in items[:-1]:
            item.superseded = True
            same = item.clocks.get(clock) == items[-1].clocks.get(clock)
            which = "Another file with the same time" if same else "A newer file"
            item.refused = f"{which} of the same student was graded instead: {items[-1].source}."


def _told(error: OSError) -> str:
    return error.strerror if isinstance(error, Unreadable) else f"The file cannot be read: {error.strerror}."


def _matters(file: Entry) -> bool:
    """Is a file that must not be read worth a word? Others in a learner's archive are never looked at anyway."""
    return file.is_notebook or bool(file.member and file.member.unsafe)


def _can_hold_a_class(entry: Entry) -> bool:
    return entry.is_archive and len(entry.parts) == 1 and not entry.archive and not entry.problem


def _of_other(other: str, slug: str) -> str:
    return f"This is the notebook of {shown(other)[:60]!r}, not of {slug!r}: hand in the right notebook."
