"""Find the submissions in a folder, and whose they are."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from .reading import SIZE_LIMIT

_COPY = re.compile(r"^(copy|kopie|copie|copia) (of|von|de) ", re.IGNORECASE)
_NUMBER = re.compile(r"( ?\(\d+\)| ?- ?copy|-copy\d*)$", re.IGNORECASE)


@dataclass
class Found:
    """One file handed in. ``source`` is its path below the folder; ``refused`` says why it cannot even be read.

    ``superseded`` marks a file that a newer one of the same student replaces.
    """

    student: str
    source: str
    path: Path
    refused: str = ""
    superseded: bool = False

    def read(self) -> bytes:
        """The file's bytes, one more than the limit at most. Raises OSError."""
        with self.path.open("rb") as file:
            return file.read(SIZE_LIMIT + 1)


def discover(folder: Path, slug: str, out: Path | None = None) -> list[Found]:
    """The submissions of the assignment ``slug`` in ``folder``, sorted by student; ``out`` is not looked into.

    Understands <student>/<slug>/<name>.ipynb (nbgrader), <student>/<name>.ipynb, files named after the student
    (also `Copy of`, `(1)`, and with the assignment's name before or behind), and a single file. Raises SystemExit
    where there is nothing.
    """
    if folder.is_file():
        entries, base = [folder], folder.parent
    elif folder.is_dir():
        entries, base = sorted(folder.iterdir()), folder
    else:
        raise SystemExit(f"{folder} does not exist: give the folder that holds the submissions.")
    found: list[Found] = []
    for entry in entries:
        if entry.name.startswith((".", "__")) or (out and entry.resolve() == out.resolve()):
            continue
        source = entry.relative_to(base).as_posix()
        if entry.is_symlink():
            found.append(
                Found(safe_id(entry.stem), source, entry, "This is a link to another place: hand in the file itself.")
            )
        elif entry.is_dir():
            found += _in_folder(entry, slug, base)
        elif entry.suffix.lower() == ".ipynb":
            found.append(_file(entry, source, slug))
        elif entry.suffix.lower() in (".zip", ".gz", ".tar", ".7z", ".rar"):
            found.append(
                Found(safe_id(entry.stem), source, entry, "This is an archive: unpack it, then grade the folder.")
            )
    if not found:
        raise SystemExit(f"{folder} holds no notebook (.ipynb): give the folder that holds the submissions.")
    _newest(found)
    return sorted(found, key=lambda item: (item.student, item.source))


def _in_folder(folder: Path, slug: str, base: Path) -> list[Found]:
    student, source = safe_id(folder.name), folder.relative_to(base).as_posix()
    inner = folder / slug if (folder / slug).is_dir() else folder
    notebooks = [path for path in sorted(inner.glob("*.ipynb")) if not path.name.startswith(".")]
    named = [path for path in notebooks if _plain(path.stem) == slug]
    if len(notebooks) > 1 and not named:
        return [
            Found(
                student,
                source,
                folder,
                f"There are {len(notebooks)} notebooks and none is called {slug}.ipynb: name the right one so.",
            )
        ]
    if not notebooks:
        return [Found(student, source, folder, f"There is no notebook of {slug} in this folder.")]
    found = []
    for path in named or notebooks:
        link = "This is a link to another place: hand in the file itself." if path.is_symlink() else ""
        found.append(Found(student, path.relative_to(base).as_posix(), path, link))
    return found


def _file(path: Path, source: str, slug: str) -> Found:
    name = _plain(path.stem)
    if name.lower().startswith(slug):
        name = name[len(slug) :]
    elif name.lower().endswith(slug):
        name = name[: -len(slug)]
    name = name.strip(" _-.")
    if not name:
        return Found(
            safe_id(path.stem), source, path, "The name does not tell whose file this is: call it <student>.ipynb."
        )
    return Found(safe_id(name), source, path)


def _plain(stem: str) -> str:
    """A file's name without what copying and downloading twice adds to it."""
    before = None
    while stem != before:
        before = stem
        stem = _NUMBER.sub("", _COPY.sub("", stem.strip())).strip()
    return stem


def _newest(found: list[Found]) -> None:
    by_student: dict[str, list[Found]] = {}
    for item in found:
        if not item.refused:
            by_student.setdefault(item.student, []).append(item)
    for items in by_student.values():
        items.sort(key=lambda item: (item.path.stat().st_mtime, item.source))
        for item in items[:-1]:
            item.superseded = True
            item.refused = f"A newer file of the same student was graded instead: {items[-1].source}."
    graded = {item.student for item in found if not item.refused}
    for item in found:
        # A second file that cannot be read must not replace the student's graded one in the gradebook.
        item.superseded = item.superseded or bool(item.refused and item.student in graded)


def safe_id(name: str) -> str:
    """A student's name that is safe as a file name, in a table and in nbgrader: letters, digits, space and ``. @ _ -``.

    A name that had to be changed gets six digits of its own, so that two odd names never become one.
    """
    name = unicodedata.normalize("NFC", name).strip()
    safe = re.sub(r"[^\w.@ -]", "_", name).strip(" .-")[:80] or "_"
    if safe == name:
        return safe
    return f"{safe}-{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:6]}"
