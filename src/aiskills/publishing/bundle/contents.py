"""What goes into a bundle, tier by tier: a list of what is in, so that nothing private gets in by being forgotten.

Everything is taken from the folder of a library (the checkout, or an edition), by the names that a library has.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aiskills.catalog import Catalog

from .archive import Entry

PAGES = "pages"  # the book's folder where nothing but the book is in
LIBRARY = "library"  # the folder where the lessons run
# What the commands of the package read in a library, besides lessons, data and assignments.
SETTINGS = ("_toc.yml", "_config.yml", "book/tracks/tracks.toml", "requirements.lock")
LICENCES = ("LICENSE", "LICENSE-CONTENT")
# Left beside the data by programs, or of use only for making the data again.
NO_DATA = {"__pycache__", ".ipynb_checkpoints"}
CARRIED = Path(__file__).parent / "carried"


def book(site: Path, place: str) -> Iterator[Entry]:
    """Every file of the built book."""
    for path in _files(site):
        name = path.relative_to(site).as_posix()
        # Sphinx notes there how it was built; nobody reads it, and it differs from machine to machine.
        if name not in (".buildinfo", "objects.inv") and not name.startswith("reports/"):
            yield Entry(f"{place}/{name}", path, "book")


def licences(root: Path, code: Path) -> Iterator[Entry]:
    """The licence texts: the library's own, or those of the code."""
    for name in LICENCES:
        source = root / name if (root / name).is_file() else code / name
        if source.is_file():
            yield Entry(name, source, "licences and guide")


def library(catalog: Catalog, code: Path) -> Iterator[Entry]:
    """What a learner needs to run the lessons: settings, notebooks and data, with no assignment."""
    root = catalog.root
    for name in SETTINGS:
        source = root / name if (root / name).is_file() else code / name
        yield Entry(f"{LIBRARY}/{name}", source, "lessons")
    for module in catalog.written:
        yield Entry(f"{LIBRARY}/{module.path.relative_to(root).as_posix()}", module.path, "lessons")
    for path in _files(root / "datasets"):
        if not NO_DATA & set(path.parts):
            yield Entry(f"{LIBRARY}/{path.relative_to(root).as_posix()}", path, "data")


def assignments(catalog: Catalog, released: Path) -> Iterator[Entry]:
    """The learners' copies of the assignments that are finished, from the folder ``released``."""
    for assignment in catalog.assignments.values():
        if not assignment.draft:
            for path in _files(released / assignment.slug):
                name = path.relative_to(released).as_posix()
                yield Entry(f"{LIBRARY}/assignments/release/{name}", path, "assignments")


def sources(catalog: Catalog) -> Iterator[Entry]:
    """For instructors alone: the assignments with solutions, hidden tests and rubrics, and the grader's settings."""
    place = catalog.root / "assignments"
    for slug in catalog.assignments:
        for path in _files(place / "source" / slug):
            yield Entry(f"{LIBRARY}/{path.relative_to(catalog.root).as_posix()}", path, "assignments with solutions")
    settings = place / "nbgrader_config.py"
    if settings.is_file():
        yield Entry(f"{LIBRARY}/assignments/{settings.name}", settings, "assignments with solutions")


def packages(wheels: list[Path]) -> Iterator[Entry]:
    """The wheels; PyTorch, which is half of them, counts for itself."""
    for wheel in wheels:
        part = "PyTorch" if wheel.name.startswith("torch-") else "packages"
        yield Entry(f"wheels/{wheel.name}", wheel, part)


def models(files: list[Path]) -> Iterator[Entry]:
    """The files that language models are prepared from."""
    for file in files:
        yield Entry(f"models/{file.name}", file, "language models")


def programs(code: Path) -> Iterator[Entry]:
    """What sets the course up and starts it: standard library only."""
    for name in ("install.py", "course.py"):
        yield Entry(name, CARRIED / name, "set-up")
    yield Entry("setup/bootstrap.py", code / "src/aiskills/bootstrap.py", "set-up")


def _files(folder: Path) -> list[Path]:
    """The plain files below a folder, hidden ones and links to elsewhere left out."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    return [path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
