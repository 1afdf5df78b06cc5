"""All files of a folder or of an archive, in one form, before anybody asks whose they are."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from ..parsing import SIZE_LIMIT, too_large
from .archives import ENDINGS, Archive, Member, Unreadable
from .names import shown

NOTEBOOKS = (".ipynb", ".ipynb.txt", ".ipynb.json")  # browsers add the second and third when they save a raw page
NO_FILE = "This is no ordinary file: hand in the notebook (.ipynb) itself."
LINK = "This is a link to another place: hand in the file itself."
# Deeper than any platform nests, and a bound on trees that a learner made.
_DEPTH = 8
_SKIPPED = ("__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Entry:
    """One file. ``parts`` is its path below the folder or archive; ``source`` the same for people, unique in a batch.

    ``clocks``: kind of clock -> when the file was handed in (seconds, or a number that grows with time).
    ``problem`` is a sentence where it must not be read.
    """

    parts: tuple[str, ...]
    source: str
    path: Path
    size: int
    clocks: dict[str, float] = field(default_factory=dict)
    problem: str = ""
    archive: Archive | None = None
    member: Member | None = None

    @property
    def name(self) -> str:
        return self.parts[-1]

    @property
    def stem(self) -> str:
        """The name without its ending."""
        for ending in NOTEBOOKS[::-1] + ENDINGS:
            if self.name.lower().endswith(ending):
                return self.name[: -len(ending)]
        return PurePosixPath(self.name).stem

    @property
    def is_notebook(self) -> bool:
        return self.name.lower().endswith(NOTEBOOKS)

    @property
    def is_archive(self) -> bool:
        return self.name.lower().endswith(ENDINGS)

    @property
    def place(self) -> int:
        """The place in its archive's table: of two files of the same name the later one is meant."""
        return self.member.index if self.member else 0

    def below(self, count: int) -> Entry:
        """The same file, its path without the first ``count`` folders."""
        return replace(self, parts=self.parts[count:])

    def read(self) -> bytes:
        """The file's bytes, one more than the limit at most. Raises OSError, which may be Unreadable."""
        if self.archive:
            return self.archive.read(self.member)
        descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Unreadable(NO_FILE)
            return file.read(SIZE_LIMIT + 1)


def in_folder(folder: Path, out: Path | None = None) -> list[Entry]:
    """Every file below ``folder`` in the order of names, without hidden ones and without the folder ``out``."""
    skipped = out.resolve() if out else None
    return list(_walk(folder, (), skipped))


def _walk(folder: Path, parts: tuple[str, ...], skipped: Path | None) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        if not parts:
            raise SystemExit(f"{folder} cannot be read: {error.strerror}.") from None
        yield Entry(parts, _source(parts), folder, 0, problem=f"The folder cannot be read: {error.strerror}.")
        return
    for entry in entries:
        here = (*parts, entry.name)
        if hidden(entry.name):
            continue
        try:
            facts, path = entry.stat(follow_symlinks=False), Path(entry.path)
        except FileNotFoundError:  # gone since the folder was listed: a program that syncs it, for example
            continue
        if entry.is_dir(follow_symlinks=False):
            if len(here) < _DEPTH and not (skipped and path.resolve() == skipped):
                yield from _walk(path, here, skipped)
            continue
        problem = ""
        if entry.is_symlink():
            problem = LINK
        elif not stat.S_ISREG(facts.st_mode):
            problem = NO_FILE
        elif facts.st_size > SIZE_LIMIT and entry.name.lower().endswith(NOTEBOOKS):
            problem = too_large(facts.st_size)
        yield Entry(here, _source(here), path, facts.st_size, {"file": facts.st_mtime}, problem)


def in_archive(archive: Archive, source: str, clocks: dict[str, float], trusted_time: bool) -> Iterator[Entry]:
    """The files of an archive; ``trusted_time``: a platform wrote its times, not a learner. Raises Unreadable."""
    for member in archive.members():
        if any(hidden(part) for part in member.parts) and not member.unsafe:
            continue
        when = clocks | ({"archive": member.time} if trusted_time and member.time else {})
        yield Entry(
            member.parts,
            f"{source}/{_source(member.parts)}",
            archive.path,
            member.size,
            when,
            member.problem,
            archive,
            member,
        )


def hidden(name: str) -> bool:
    """Left behind by a system or an editor, not handed in."""
    return name.startswith(".") or name in _SKIPPED


def _source(parts: tuple[str, ...]) -> str:
    return shown(os.fsencode("/".join(parts)).decode("utf-8", "backslashreplace"))
