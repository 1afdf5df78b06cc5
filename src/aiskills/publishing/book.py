"""Build the book: Jupyter Book in a process of its own, with what it takes to trust and to repeat the build.

Outputs of lessons are kept. Jupyter's own cache compares the code cells only, but a lesson also depends on the data,
the package and the versions of the libraries: each such state has a cache of its own, and the former one is deleted.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from aiskills.catalog import read_notebook

from .settings import read_repository

# What a lesson's output depends on, besides its own cells.
LESSON_INPUTS = ("datasets", "src/aiskills/learn", "requirements.lock")
# What a page depends on, besides the lessons' outputs.
PAGE_INPUTS = ("book", "notebooks", "_config.yml", "_toc.yml", "src/aiskills/publishing", "src/aiskills/verify")
# Beside a book that came with an offline bundle: its sources are not there, and it is used as it is.
CARRIED = "carried"
STEP = re.compile(r"(reading sources|writing output|copying images)\.\.\. *\[ *(\d+)%\] *(\S*)")
EXECUTED = re.compile(r"(\S+\.ipynb): Executed notebook in ([\d.]+) seconds")


def build(root: Path, say: Callable[[str], None] = print, anew: bool = False) -> Path:
    """Build the book of the library at ``root`` and return its folder, ``_build/html``.

    ``say`` receives a sentence about each step. ``anew`` forgets everything built before. A book that came with an
    offline bundle is left as it is. Raises SystemExit with the
    faults of the build, a line each: a failing lesson is named with its cell.
    """
    if not (root / "_toc.yml").is_file():
        raise SystemExit(f"There is no _toc.yml in {root}: run this in the folder of the library.")
    place = root / "_build"
    if is_carried(root):
        say("The book came with this copy and is used as it is.")
        return place / "html"
    if anew:
        shutil.rmtree(place, ignore_errors=True)
    place.mkdir(exist_ok=True)
    with alone(place, say):
        if is_current(root):
            say("The book is up to date.")
        else:
            _build(root, place, say)
    return place / "html"


def _build(root: Path, place: Path, say: Callable[[str], None]) -> None:
    cache = _prepare(root, place)
    key = _key(root, PAGE_INPUTS + LESSON_INPUTS)  # of what is read from now on: it may be changed meanwhile
    started = time.monotonic()
    say("Building the book (the first time, this runs all lessons) ...")
    faults = _jupyter_book(root, cache, say)
    if faults:
        raise SystemExit("The book was not built:\n" + "\n".join(f"- {fault}" for fault in faults))
    (place / "pages.key").write_text(key)
    pages = sum(1 for _ in (place / "html").rglob("*.html"))
    say(f"The book is ready: {pages} pages in {time.monotonic() - started:.0f} seconds, in _build/html.")
    if read_repository(root).is_placeholder:
        say("Its Binder and Colab links lead nowhere yet: set the address with `aiskills settings repository URL`.")


@contextmanager
def alone(place: Path, say: Callable[[str], None]):
    """One at a time changes or copies what was built: a second build waits, and then finds its work done."""
    lock = FileLock(place / "build.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("Another build of this book is running: waiting for it ...")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def former(root: Path) -> Path | None:
    """The book as it was last built, faults and all; None when there is none."""
    site = root / "_build/html"
    return site if (site / "index.html").is_file() else None


def is_carried(root: Path) -> bool:
    """Whether this library is an offline bundle, whose book came with it."""
    return (root / "_build" / CARRIED).exists()


def is_current(root: Path) -> bool:
    """Whether the built book holds the present state of every source."""
    key = root / "_build/pages.key"
    return key.exists() and key.read_text() == _key(root, PAGE_INPUTS + LESSON_INPUTS)


def cached_lessons(root: Path) -> Path:
    """The folder with the outputs of lessons for the present state of data, package and lock; it may not exist yet."""
    return root / "_build/lessons" / _key(root, LESSON_INPUTS)


def _prepare(root: Path, place: Path) -> Path:
    """The execution cache for the present state of data, package and lock; what another state left is deleted."""
    cache = cached_lessons(root)
    if not cache.exists():
        shutil.rmtree(place / "lessons", ignore_errors=True)
        # Sphinx keeps what it read: outputs of the former state among them.
        shutil.rmtree(place / ".doctrees", ignore_errors=True)
    for file in ("pages.key", "progress.json"):
        (place / file).unlink(missing_ok=True)
    extension = place / "extension.key"
    own = _key(root, ("src/aiskills/publishing", "_config.yml"))
    if not extension.exists() or extension.read_text() != own:
        shutil.rmtree(place / ".doctrees", ignore_errors=True)
    cache.mkdir(parents=True, exist_ok=True)
    extension.write_text(own)
    return cache


def _key(root: Path, inputs: tuple[str, ...]) -> str:
    """A short hash over the contents of files and folders (relative to ``root``) and the version of Python."""
    digest = hashlib.sha256(sys.version.encode())
    for name in inputs:
        path = root / name
        for file in _files(path) if path.is_dir() else [path] if path.exists() else []:
            try:
                content = _content(file, name)
            except FileNotFoundError:  # it has just gone
                continue
            if content is not None:
                digest.update(file.relative_to(root).as_posix().encode())
                digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()[:20]


def _files(folder: Path) -> list[Path]:
    """The files below a folder, less what programs leave there: that comes and goes while others look."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in ("__pycache__", ".ipynb_checkpoints")]
        # Hidden: a file that is being written beside the one whose place it will take.
        found += [Path(place, name) for name in names if not name.startswith(".")]
    return sorted(found)


def _content(file: Path, folder: str) -> bytes | None:
    """What counts of a file: of a notebook its cells with what they say about themselves, and whether it is a draft.

    Beside lessons, nothing else.
    """
    if folder != "notebooks":
        return file.read_bytes()
    if file.suffix != ".ipynb":
        return None
    lesson = read_notebook(file)
    # As a cell's alternative text does, which the cache of outputs looks at too.
    cells = [(cell.type, cell.source, json.dumps(cell.metadata, sort_keys=True)) for cell in lesson.cells]
    return repr((cells, bool(lesson.facts.get("draft")))).encode()


def _jupyter_book(root: Path, cache: Path, say: Callable[[str], None]) -> list[str]:
    """Run Jupyter Book and tell its progress; returns the faults as sentences."""
    program = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", program, "build", str(root), "-W", "-n", "--keep-going"]
    process = subprocess.Popen(
        command,
        cwd=root,
        env=_environment(root, cache),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    lines = []
    try:
        for line in process.stdout:
            line = re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip()
            lines.append(line)
            _progress(root, line, say)
        process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.returncode == 0:
        return []
    (root / "_build").mkdir(exist_ok=True)
    (root / "_build/build.log").write_text("\n".join(lines), encoding="utf-8")
    return _faults(root, lines)


def _environment(root: Path, cache: Path) -> dict[str, str]:
    bin_folder = str(Path(sys.executable).parent)
    return os.environ | {
        "PATH": bin_folder + os.pathsep + os.environ.get("PATH", ""),
        "AISKILLS_STATIC": "1",
        # The pages show nobody's progress, and the build writes into nobody's.
        "AISKILLS_PROGRESS": str(root / "_build/progress.json"),
        "AISKILLS_BOOK_CACHE": str(cache),
        # A library that carries the package runs its lessons with it, whichever one is installed.
        "PYTHONPATH": os.pathsep.join(filter(None, (_own_package(root), os.environ.get("PYTHONPATH")))),
        # Formulas, figures and quizzes are made the same way on every machine.
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONHASHSEED": "0",
        "PYTHONUNBUFFERED": "1",
    }


def _own_package(root: Path) -> str:
    return str(root / "src") if (root / "src/aiskills/__init__.py").is_file() else ""


def _progress(root: Path, line: str, say: Callable[[str], None]) -> None:
    executed = EXECUTED.search(line)
    step = STEP.search(line)
    if executed:
        say(f"  ran {Path(executed[1]).stem} in {float(executed[2]):.0f} s")
    elif step and step[1] == "reading sources":
        name = step[3]
        say(
            f"  {step[2]:>3} % read, now {name}"
            + (" (a lesson: it may run now)" if name.startswith("notebooks/") else "")
        )
    elif "writing output" in line and "[100%]" in line:
        say("  writing the pages ... done")


def _faults(root: Path, lines: list[str]) -> list[str]:
    """The build's warnings and errors, each once, with failing cells named instead of a traceback."""
    faults = _failed_cells(root)
    stopped = {fault.split(",")[0] for fault in faults}
    for line in lines:
        if not re.search(r"\b(WARNING|ERROR|CRITICAL|SEVERE):", line):
            continue
        text = line.replace(f"{root}{os.sep}", "").strip()
        stderr = re.match(r"(\S+\.ipynb):\d+: WARNING: stderr was found in the cell outputs of cell (\d+)", text)
        if stderr:
            cell = read_notebook(root / stderr[1]).cells[int(stderr[2]) - 1]
            text = f"{stderr[1]}, cell {cell.number} ({cell.id}): it writes to stderr, which a reader would see"
        elif any(name in text for name in stopped) and "xecut" in text:
            continue
        if text not in faults:
            faults.append(text)
    return faults or [f"{lines[-1] if lines else 'Jupyter Book did not start'} (all messages: _build/build.log)"]


def _failed_cells(root: Path) -> list[str]:
    """One sentence for each lesson that stopped, from the reports that the notebook runner leaves."""
    sentences = []
    for report in sorted((root / "_build/html/reports").rglob("*.err.log")):
        text = report.read_text(encoding="utf-8")
        name = report.relative_to(root / "_build/html/reports").as_posix().removesuffix(".err.log") + ".ipynb"
        source = re.search(r"-{18}\n(.*?)\n-{18}\n", text, re.S)
        error = [
            line
            for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()
            if re.match(r"\w[\w.]*(Error|Exception|Interrupt|Warning)\b", line)
        ]
        sentences.append(
            f"{name}, {_cell_name(root / name, source[1] if source else '')}: {error[-1] if error else 'stopped'}"
        )
        report.unlink()
    return sentences


def _cell_name(path: Path, source: str) -> str:
    for cell in read_notebook(path).code if path.exists() else ():
        if source and cell.source.strip() == source.strip():
            return f"cell {cell.number} ({cell.id})"
    return "a cell"
