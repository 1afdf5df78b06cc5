"""Look into zip archives and read single members, in memory: nothing is ever unpacked to the disk.

An archive is a learner's file or holds learners' files, so nothing that it says of itself is believed.
"""

from __future__ import annotations

import calendar
import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..parsing import SIZE_LIMIT, kind_of, too_large

# A class of 100,000 has so many files; a table of contents of this size takes about two seconds to read.
CLASS_MEMBERS, CLASS_TABLE = 300_000, 48_000_000
# A learner's own archive may hold an environment with thousands of files by mistake, but not more.
OWN_MEMBERS, OWN_TABLE = 20_000, 4_000_000
# An archive inside an archive is held in memory while it is read.
INNER_LIMIT = 100_000_000
ENDINGS = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    KeyError,
    OverflowError,
    RuntimeError,  # NotImplementedError is one
)
_LONE_FILE = "hand in the notebook (.ipynb) itself."


class Unreadable(OSError):
    """An archive or a member cannot be read; ``strerror`` is one sentence: what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(0, sentence)


@dataclass(frozen=True)
class Member:
    """A file in an archive: path in parts, size in bytes, time in seconds (None: it has none), place in the table.

    ``problem`` is a sentence where it must not be read; ``unsafe`` marks a path that points outside the archive.
    """

    parts: tuple[str, ...]
    size: int
    time: float | None
    index: int
    problem: str = ""
    unsafe: bool = False


@dataclass(frozen=True)
class Archive:
    """A zip archive on disk, or inside another one (then ``inside`` is its place in that one's table)."""

    path: Path
    stamp: tuple[int, int]  # time and size, so that a replaced file is not taken for the one before
    inside: int | None = None
    own: bool = False  # a learner's own, with the narrower limits

    @classmethod
    def at(cls, path: Path, own: bool = False) -> Archive:
        """Raises Unreadable, or OSError where the file is gone."""
        facts = path.stat()
        return cls(path, (facts.st_mtime_ns, facts.st_size), own=own)

    def within(self, member: Member) -> Archive:
        """The archive that is a member of this one. Raises Unreadable where it is a third one deep."""
        if self.inside is not None or self.own:
            raise Unreadable(f"This is an archive inside an archive: {_LONE_FILE}")
        if member.problem:
            raise Unreadable(member.problem)
        return Archive(self.path, self.stamp, member.index, own=True)

    def members(self) -> Iterator[Member]:
        """The files in it, in the order of its table. Raises Unreadable for what is no zip archive."""
        infos = _opened(self).infolist()
        overlapping = _overlapping(infos)
        for index, info in enumerate(infos):
            name = _name(info)
            if name.endswith("/") or info.is_dir():
                continue
            problem, unsafe = _problem(info, name), _unsafe(name)
            if unsafe:
                problem = f"Its place in the archive points outside the archive: {_LONE_FILE}"
            elif index in overlapping:
                problem = f"It shares its bytes with another file of the archive: {_LONE_FILE}"
            parts = tuple(part for part in name.split("/") if part not in ("", "."))
            yield Member(parts or ("_",), info.file_size, _time(info), index, problem, unsafe)

    def read(self, member: Member, limit: int = SIZE_LIMIT) -> bytes:
        """The bytes of a member. Raises Unreadable."""
        if member.problem:
            raise Unreadable(member.problem)
        return _read(_opened(self), member.index, limit)


@lru_cache(maxsize=4)
def _opened(archive: Archive) -> zipfile.ZipFile:
    """Kept open for the next member: opening reads the whole table of contents."""
    members, table = (OWN_MEMBERS, OWN_TABLE) if archive.own else (CLASS_MEMBERS, CLASS_TABLE)
    too_many = f"The archive holds too many files: {_LONE_FILE}"
    if archive.inside is None:
        source, size = archive.path, archive.stamp[1]
    else:
        data = _read(_opened(Archive(archive.path, archive.stamp)), archive.inside, INNER_LIMIT)
        source, size = io.BytesIO(data), len(data)
    with source.open("rb") if archive.inside is None else nullcontext(source) as file:
        kind = kind_of(file.read(300))
        if kind and kind != "a zip archive":
            raise Unreadable(f"This is {kind}, and only zip archives are opened: {_LONE_FILE}")
        if _table_size(file, size) > table:
            raise Unreadable(too_many)
    try:
        opened = zipfile.ZipFile(source)
    except _DAMAGE:
        damaged = "This archive is damaged or cut off" if kind else "This is no zip archive, though its name says so"
        raise Unreadable(f"{damaged}: {_LONE_FILE}") from None
    if len(opened.infolist()) > members:
        raise Unreadable(too_many)
    return opened


def _read(archive: zipfile.ZipFile, index: int, limit: int) -> bytes:
    info = archive.infolist()[index]
    if info.file_size > limit:
        raise Unreadable(too_large(info.file_size))
    try:
        with archive.open(info) as file:
            data = file.read(limit + 1)
    except _DAMAGE:
        raise Unreadable(f"Its data in the archive are damaged: {_LONE_FILE}") from None
    if len(data) != info.file_size:
        raise Unreadable(f"Its size is not what the archive says: {_LONE_FILE}")
    return data


def _table_size(file, size: int) -> int:
    """The bytes of the table of contents by the record at the archive's end; 0 where there is none."""
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return 0
    length = struct.unpack_from("<L", tail, at + 12)[0]
    if length == 0xFFFFFFFF and at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07":
        file.seek(min(size, struct.unpack_from("<Q", tail, at - 12)[0]))
        record = file.read(56)
        length = struct.unpack_from("<Q", record, 40)[0] if len(record) == 56 else length
    return min(length, size)


def _overlapping(infos: list[zipfile.ZipInfo]) -> set[int]:
    """The members whose bytes another one uses too: how a small archive is made to unpack without end."""
    order = sorted(range(len(infos)), key=lambda index: infos[index].header_offset)
    found = set()
    for here, following in zip(order, order[1:], strict=False):
        if infos[here].header_offset + 30 + infos[here].compress_size > infos[following].header_offset:
            found |= {here, following}
    return found


def _problem(info: zipfile.ZipInfo, name: str) -> str:
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return f"This is a link or a device, not a file: {_LONE_FILE}"
    if mode & (stat.S_ISUID | stat.S_ISGID) and stat.S_IFMT(mode):
        return f"This file asks for another user's rights: {_LONE_FILE}"
    if info.flag_bits & 0x41:
        return f"It is locked with a password: {_LONE_FILE}"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return f"It is packed in an unusual way: {_LONE_FILE}"
    if info.file_size > SIZE_LIMIT and name.lower().endswith(".ipynb"):
        return too_large(info.file_size)
    return ""


def _unsafe(name: str) -> bool:
    return name.startswith("/") or bool(re.match(r"[A-Za-z]:", name)) or ".." in name.split("/") or "\0" in name


def _name(info: zipfile.ZipInfo) -> str:
    """The member's path with forward slashes. Without the flag for it many programs write UTF-8 all the same."""
    raw = info.orig_filename
    if not info.flag_bits & 0x800:
        data = raw.encode("cp437")
        named = _unicode_name(info.extra, data)
        try:
            raw = named or data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return raw.replace("\\", "/")


def _unicode_name(extra: bytes, data: bytes) -> str:
    """The name in Info-ZIP's extra field (0x7075), where it belongs to this name."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == 0x7075 and len(field) > 5 and struct.unpack_from("<L", field, 1)[0] == zlib.crc32(data):
            return field[5:].decode("utf-8", "replace")
    return ""


def _time(info: zipfile.ZipInfo) -> float | None:
    """Seconds of the archive's own clock, which names no zone; None for the year that stands for no time."""
    try:
        moment = calendar.timegm(info.date_time)
    except (ValueError, OverflowError):
        return None
    return float(moment) if info.date_time[0] > 1980 else None
