"""Everything that is written by a program and committed: track, lesson and data pages, labels and set-up cells.

``derived(root)`` computes what each file should hold; ``aiskills derive`` writes it, ``aiskills derive --check``
names the files that hold something else.
"""

from __future__ import annotations

import json
from pathlib import Path

from aiskills.catalog import load_catalog

from . import pages
from .bundle import sizes
from .labels import assignment_label, lesson_label
from .measure.facts import results
from .settings import Repository, read_repository
from .writing import write_changed

FOLDERS = ("book", "book/tracks", "book/data", "book/questions")
NOTE = "% Written by `aiskills derive`. Change the sources and run it again.\n\n"


def derived(root: Path) -> dict[Path, str]:
    """Each derived file and the text it should have, for the library at ``root``."""
    catalog = load_catalog(root)
    repository = read_repository(root)
    texts = {root / path: NOTE + text for path, text in pages.all_pages(catalog).items()}
    texts |= sizes.page(root)
    measured = results(root)
    for module in catalog.written:
        label = lesson_label(module, repository, _relative(root, module.path), measured.get(module.slug, {}))
        texts[module.path] = _with_cells(module.path, label, repository)
    for assignment in catalog.assignments.values():
        texts[assignment.path] = _with_cells(assignment.path, assignment_label(assignment), repository)
    return texts


def stale(root: Path) -> list[str]:
    """What is not current, relative to ``root``: changed files, and pages left over from something that is gone."""
    texts = derived(root)
    changed = [path for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    return sorted(_relative(root, path) for path in [*changed, *_leftover(root, texts)])


def write(root: Path) -> list[str]:
    """Write what is not current and remove leftovers; returns the paths that changed, relative to ``root``."""
    texts = derived(root)
    changes = stale(root)
    for name in changes:
        path = root / name
        if path in texts:
            write_changed(path, texts[path])
        else:
            path.unlink()
    return changes


def _leftover(root: Path, texts: dict[Path, str]) -> list[Path]:
    pages_there = [path for folder in FOLDERS for path in root.glob(f"{folder}/*.md")]
    return [path for path in pages_there if path not in texts and path.read_text(encoding="utf-8").startswith(NOTE)]


def _relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _with_cells(path: Path, label: str, repository: Repository) -> str:
    """The notebook's text with its label and set-up cells as they should be, and nothing else changed."""
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    changed = False
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", ())
        wanted = label if "label" in tags else repository.setup_cell() if "setup" in tags else None
        if wanted is not None and "".join(cell["source"]) != wanted:
            cell["source"] = wanted.splitlines(keepends=True)
            changed = True
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n" if changed else text
