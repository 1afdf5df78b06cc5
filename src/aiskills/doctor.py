"""`aiskills doctor`: check this installation. One line a fact, OK or what to do; bug reports ask for it."""

from __future__ import annotations

import importlib.metadata as metadata
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from aiskills.bootstrap import BROWSERS, PYTHONS

ROOT = Path(__file__).resolve().parents[2]  # the checkout, when this is an editable installation
BUNDLE = (Path.cwd() / "_build/carried").is_file()  # whether the course came as an offline bundle
SET_UP = "run install.py again" if BUNDLE else "run make course"  # what brings what is missing
GIGABYTE = 1024**3
MEMORY_NEEDED = 3 * GIGABYTE  # a lesson may use 2 GB
DISK_NEEDED = 2 * GIGABYTE

Line = tuple[str, str, str]  # "OK", "look" (works without) or "DO" (must be mended); the fact; what to do


def run(echo=print) -> int:
    """Print one line a fact; return 0, or 1 if something must be mended."""
    from aiskills import __version__

    echo(f"aiskills {__version__} on {platform.platform()}")
    worst = 0
    for state, fact, advice in facts():
        echo(f"{state:<5}{fact}" + (f" -> {advice}" if advice else ""))
        worst |= state == "DO"
    echo("Something must be mended: see the lines with DO." if worst else "All that lessons need is here.")
    return int(worst)


def facts() -> Iterator[Line]:
    """Yield every fact, the important ones first."""
    yield python()
    yield from packages()
    yield torch()
    yield memory()
    yield disk()
    yield from models()
    yield progress()
    yield alembic()
    yield box()
    yield browser()
    yield book()


def box() -> Line:
    """Whether submissions can be sealed off here. Learners do not need it."""
    from aiskills.warm import Box, BoxError

    try:
        return "OK", f"The box for grading can be built (memory: {Box().check()['memory']})", ""
    except BoxError as error:
        return "look", "The box for grading cannot be built", f"only who grades needs it. {error}"


def python() -> Line:
    """The version of Python."""
    version = platform.python_version()
    if sys.version_info[:2] in PYTHONS:
        return "OK", f"Python {version}", ""
    return "DO", f"Python {version}", f"install Python 3.11, 3.12 or 3.13, then {SET_UP}"


def locked(text: str) -> dict[str, str]:
    """Return the versions that a lock fixes for this system: name -> version."""
    from packaging.requirements import Requirement

    versions = {}
    for line in text.splitlines():
        if re.match(r"[A-Za-z0-9]", line):
            wish = Requirement(line)
            if wish.marker is None or wish.marker.evaluate():
                versions[wish.name.lower()] = str(next(iter(wish.specifier)).version)
    return versions


def packages() -> Iterator[Line]:
    """What lessons import, present in a fitting version; and the versions of the lock, where there is one."""
    from packaging.requirements import Requirement

    wrong, optional = [], 0
    for line in metadata.requires("aiskills") or []:
        wish = Requirement(line)
        if wish.marker and not wish.marker.evaluate({"extra": ""}):
            optional += 1
            continue
        have = installed(wish.name)
        if have is None or not wish.specifier.contains(have, prereleases=True):
            wrong.append(f"{wish.name} {have or 'is missing'} (needs {wish.specifier})")
    if wrong:
        yield "DO", "Packages: " + "; ".join(wrong), SET_UP
    else:
        yield "OK", "Packages that lessons need: here, in versions that fit", ""
    lock = ROOT / "requirements.lock"
    if lock.is_file():
        pairs = {name: (installed(name), version) for name, version in locked(lock.read_text("utf-8")).items()}
        other = [f"{name} {have} (lock: {want})" for name, (have, want) in pairs.items() if have and have != want]
        here = sum(have is not None for have, _ in pairs.values())
        if other:
            yield (
                "look",
                f"{len(other)} of {here} packages differ from requirements.lock: " + "; ".join(other[:5]),
                f"{SET_UP} if something fails",
            )
        else:
            yield "OK", f"The {here} installed packages have the versions of requirements.lock", ""


def installed(name: str) -> str | None:
    """Return the installed version of a package, or None."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def torch() -> Line:
    """PyTorch, and that it is the build for the processor."""
    have = installed("torch")
    if have is None:
        return "DO", "PyTorch is missing", SET_UP
    if sys.platform.startswith("linux") and any(
        d.name.startswith("nvidia-") for d in metadata.distributions() if d.name
    ):
        return "look", f"PyTorch {have} with CUDA packages", "it works; the CPU build would save gigabytes of disk"
    return "OK", f"PyTorch {have}", ""


def memory() -> Line:
    """Memory of the computer."""
    try:
        import psutil
    except ImportError:
        return "look", "Memory: not known (psutil is missing)", ""
    info = psutil.virtual_memory()
    fact = f"Memory: {info.total / GIGABYTE:.1f} GB, {info.available / GIGABYTE:.1f} GB free"
    if info.available < MEMORY_NEEDED:
        return "look", fact, "lessons with a language model need about 2 GB: close other programs"
    return "OK", fact, ""


def disk() -> Line:
    """Free space where the models and the progress are kept."""
    from aiskills.learn import models

    place = models.store()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    fact = f"Disk: {free / GIGABYTE:.1f} GB free at {place}"
    return ("OK", fact, "") if free > DISK_NEEDED else ("look", fact, "free some space")


def models() -> Iterator[Line]:
    """Each model of the course: here and verified by hash, or not."""
    from aiskills.learn import models as store

    for name, entry in store.registry().items():
        size = store.megabytes(store.prepared_size(entry))
        if not store.is_here(name):
            if entry["download"]:
                yield "look", f"Model {name}: not fetched", f"aiskills models fetch {name}"
            else:
                yield "OK", f"Model {name}: with the package, unpacked at first use", ""
        elif store.damaged(name):
            yield "DO", f"Model {name}: its files are damaged", f"aiskills models fetch {name}"
        else:
            yield "OK", f"Model {name}: {size}, verified", ""


def progress() -> Line:
    """The right to write the learner's progress."""
    from aiskills.learn import progress as room

    place = room.where().parent
    there = place
    while not there.exists():
        there = there.parent
    if os.access(there, os.W_OK):
        return "OK", f"Progress is kept in {place}", ""
    return "look", f"Progress cannot be written in {place}", "set AISKILLS_HOME to a folder of your own"


def alembic() -> Line:
    """The program that nbgrader starts by name to make its database."""
    if installed("nbgrader") is None:
        return "look", "nbgrader is missing: lessons work, grading does not", SET_UP
    if shutil.which("alembic"):
        return "OK", f"nbgrader {installed('nbgrader')}, and its program alembic is found", ""
    return "DO", "nbgrader's program alembic is not found", SET_UP


def browser() -> Line:
    """A browser for the tests; learners use their own."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found:
        return "OK", f"Browser for the tests: {found}", ""
    return "look", "No Chromium on the path: only the tests need one", "make test brings one"


def book() -> Line:
    """The book, built or not."""
    if BUNDLE:
        return "OK", "The book came with this copy of the course", ""
    if not (ROOT / "_config.yml").is_file():
        return "look", "The book's sources are not here (installed as a package)", ""
    if (ROOT / "_build" / "html" / "index.html").is_file():
        return "OK", "The book is built", ""
    return "look", "The book is not built yet", "make course builds it"
