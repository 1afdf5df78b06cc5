"""From an assignment's source to what learners get, through nbgrader's own `generate_assignment`."""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from .course import PRIVATE, prepare_process, quick_schema_version, settings

_REGION = re.compile(r"(BEGIN|END) (HIDDEN TESTS|SOLUTION|MARK SCHEME)")
_MARKER = re.compile(r"(BEGIN|END) +(HIDDEN|SOLUTION|MARK)", re.IGNORECASE)


@dataclass
class Assignment:
    """An assignment ready to be graded: nbgrader's gradebook holds its cells, ``release`` is the learners' copy."""

    slug: str
    folder: Path  # its source
    source: NotebookNode
    release: NotebookNode
    gradebook: Path  # a database with the assignment and no submission
    files: list[Path] = field(default_factory=list)  # what else lies beside the notebook and is released

    @cached_property
    def parts(self) -> dict[str, NotebookNode]:
        """Grade id -> the source cell that carries points, in order."""
        return {
            c.metadata.nbgrader.grade_id: c for c in self.source.cells if c.metadata.get("nbgrader", {}).get("grade")
        }

    @property
    def grade_ids(self) -> set[str]:
        """The grade ids of all cells that nbgrader marks."""
        marks = (cell.metadata.get("nbgrader", {}) for cell in self.source.cells)
        return {mark["grade_id"] for mark in marks if mark.get("grade") or mark.get("solution") or mark.get("locked")}

    def part_name(self, grade_id: str) -> str:
        """The part's name for people."""
        cell = self.parts.get(grade_id)
        return (cell.metadata.get("aiskills", {}).get("part") if cell else None) or grade_id.replace(
            "-", " "
        ).capitalize()

    def secrets(self) -> set[str]:
        """The lines that no learner may see: those of hidden tests and solutions that the release does not hold."""
        public = {line.strip() for cell in self.release.cells for line in cell.source.splitlines()}
        lines = {line.strip() for cell in self.source.cells for line in _hidden_lines(cell.source)}
        return {line for line in lines - public if len(line) >= 8}


def _hidden_lines(source: str) -> list[str]:
    inside, lines = False, []
    for line in source.splitlines():
        marker = _REGION.search(line)
        if marker:
            inside = marker[1] == "BEGIN"
        elif inside:
            lines.append(line)
    return lines


def build(folder: Path, scratch: Path, *, built: bool = False) -> Assignment:
    """Run nbgrader's generate_assignment on the source in ``folder`` inside the empty folder ``scratch``.

    With ``built`` the folder was filled by an earlier call, and is only read. Raises SystemExit with one sentence
    where the source cannot be released, or where the release would show a hidden test or a solution.
    """
    slug = folder.name
    notebook = folder / f"{slug}.ipynb"
    if not notebook.is_file():
        raise SystemExit(f"There is no assignment {slug}: {notebook} is missing.")
    if not built:
        _generate(folder, notebook, scratch)
    out = scratch / "release" / slug
    assignment = Assignment(
        slug,
        folder,
        source=nbformat.read(notebook, as_version=4),
        release=nbformat.read(out / f"{slug}.ipynb", as_version=4),
        gradebook=scratch / "gradebook.db",
        files=[path for path in sorted(out.rglob("*")) if path.is_file() and path.suffix != ".ipynb"],
    )
    _check(assignment, out)
    return assignment


def _generate(folder: Path, notebook: Path, scratch: Path) -> None:
    prepare_process()
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    quick_schema_version()
    slug, config = folder.name, settings(scratch)
    shutil.copytree(folder, scratch / "source" / slug, ignore=shutil.ignore_patterns(".*", "__pycache__", *PRIVATE))
    with nbgrader_log() as log:
        course = CourseDirectory(config=config, log=log.logger)
        course.assignment_id = slug
        try:
            GenerateAssignment(coursedir=course, config=config, log=log.logger).start()
        except Exception as error:
            raise SystemExit(f"{notebook}: nbgrader cannot make the learners' copy. {log.cause(error)}") from None


def _check(assignment: Assignment, out: Path) -> None:
    text = "\n".join(cell.source for cell in assignment.release.cells)
    marker = _MARKER.search(text)
    if marker:
        raise SystemExit(
            f"{assignment.slug}: the learners' copy would hold {marker[0]!r}: a region's marker is misspelt."
        )
    if any(cell.get("outputs") for cell in assignment.release.cells):
        raise SystemExit(f"{assignment.slug}: the learners' copy would hold outputs.")
    secrets = assignment.secrets()
    for path in [out / f"{assignment.slug}.ipynb", *assignment.files]:
        if path.name in PRIVATE:
            raise SystemExit(f"{assignment.slug}: the learners' copy would hold {path.name}.")
        try:
            body = text if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        lines = {line.strip() for line in body.splitlines()}
        shown = lines & secrets
        if shown:
            raise SystemExit(
                f"{assignment.slug}: {path.name} would show a hidden line to learners: {sorted(shown)[0]!r}."
            )


def release(folder: Path, course: Path) -> Path:
    """Write the learners' copy to ``course/release/<slug>`` (replacing an older one) and return that folder."""
    target = course / "release" / folder.name
    with tempfile.TemporaryDirectory(prefix="aiskills-release-") as scratch:
        build(folder, Path(scratch))
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(Path(scratch) / "release" / folder.name, target)
    return target


class _Kept(logging.Handler):
    """Keeps nbgrader's log, which otherwise goes to the terminal, so that a cause can be told in a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.logger = logging.Logger("nbgrader")
        self.logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            self.lines.append(record.getMessage())

    def cause(self, error: BaseException) -> str:
        """The first exception in the log, from which the others come, or else the exception itself; one line."""
        for entry in self.lines:
            if "Traceback (most recent call last)" in entry:
                named = re.search(r"^[\w.]*?(\w+(?:Error|Exception|Entry)): (.+)$", entry, re.MULTILINE)
                return f"{named[1]}: {named[2]}" if named else entry.strip().splitlines()[-1]
        return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


@contextmanager
def nbgrader_log():
    """A logger for nbgrader's objects that keeps warnings and errors in ``.lines``."""
    handler = _Kept()
    try:
        yield handler
    finally:
        handler.logger.removeHandler(handler)
