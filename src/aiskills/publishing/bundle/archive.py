"""An archive that is the same, byte by byte, when it is made of the same files; with checksums and a bound on its size.

Zip, because Windows, macOS and phones open it without a program of ours.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

BLOCK = 1 << 20
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file knows: the same in every archive
PLAIN_FILE = 0o100644 << 16
SMALL_ALREADY = {".whl", ".png", ".webp", ".jpg", ".gz", ".woff", ".woff2", ".pdf", ".zip"}
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Entry:
    """One file of an archive: where it lies in it, what is in it, and to which part (of the sizes) it counts."""

    name: str  # with "/"
    content: Path | bytes
    part: str


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def megabytes(size: float) -> str:
    """A number of bytes for reading: `4.2 MB`; from 100 MB on without a decimal."""
    return f"{size / 1e6:.0f} MB" if size >= 100e6 else f"{size / 1e6:.1f} MB"


def write(entries: Iterable[Entry], out: Path, top: str, bound: int, say: Callable[[str], None]) -> Path:
    """Write ``entries`` as a folder ``top`` into the archive ``out``, and its checksum beside it; returns ``out``.

    Says the size of every part, in bytes as they lie in the archive. Raises SystemExit, and leaves nothing new behind,
    when the archive is larger than ``bound`` bytes or cannot be written.
    """
    unfinished = out.with_name(out.name + ".unfinished")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        sizes = _pack(sorted(entries, key=lambda entry: entry.name), unfinished, top)
        size = unfinished.stat().st_size
        for part, inside in sorted(sizes.items(), key=lambda item: -item[1]):
            say(f"  {megabytes(inside):>9}  {part}")
        say(f"  {megabytes(size):>9}  together; at most {megabytes(bound)} are allowed")
        if size > bound:
            largest = sorted(sizes.items(), key=lambda item: -item[1])[:3]
            raise SystemExit(
                f"The archive would have {megabytes(size)}, and {megabytes(bound)} are allowed. Its largest parts: "
                + ", ".join(f"{part} ({megabytes(inside)})" for part, inside in largest)
                + ". Make them smaller; nothing was written."
            )
        digest = sha256(unfinished)
        os.replace(unfinished, out)
        out.with_name(out.name + ".sha256").write_text(f"{digest}  {out.name}\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise SystemExit(f"The archive {out} cannot be written: {error.strerror or error}.") from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return out


def _pack(entries: list[Entry], target: Path, top: str) -> dict[str, int]:
    """Write the zip file; returns the bytes that each part takes in it."""
    sizes: dict[str, int] = {}
    sums = []
    with zipfile.ZipFile(target, "w") as archive:
        for entry in entries:
            digest, size = _add(archive, f"{top}/{entry.name}", entry.content)
            sums.append(f"{digest}  {entry.name}\n")
            sizes[entry.part] = sizes.get(entry.part, 0) + size
        _add(archive, f"{top}/{SUMS}", "".join(sums).encode())
    return sizes


def _add(archive: zipfile.ZipFile, name: str, content: Path | bytes) -> tuple[str, int]:
    """Add one file; returns its SHA-256 and the bytes that it takes in the archive."""
    facts = zipfile.ZipInfo(name, LONG_AGO)
    facts.create_system = 3  # Unix, wherever it is made
    facts.external_attr = PLAIN_FILE
    packed = Path(name).suffix not in SMALL_ALREADY
    facts.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    facts.file_size = len(content) if isinstance(content, bytes) else content.stat().st_size
    digest = hashlib.sha256()
    with archive.open(facts, "w") as out:
        if isinstance(content, bytes):
            digest.update(content)
            out.write(content)
        else:
            with content.open("rb") as file:
                while block := file.read(BLOCK):
                    digest.update(block)
                    out.write(block)
    return digest.hexdigest(), facts.compress_size


def check_free(folder: Path, needed: int) -> None:
    """Raise SystemExit when ``needed`` bytes are not free on the disk of ``folder`` (which need not exist yet)."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise SystemExit(
            f"The archive needs {megabytes(needed)} of disk space and {megabytes(free)} are free at {folder}. "
            "Free some space, or give another place with --out."
        )
