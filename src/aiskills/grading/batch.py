"""Grade a folder of submissions: the work behind `aiskills grade`, and the marks and pages that come from it.

``results`` says what the folder of results (``out``) holds, and what is on the disk at which moment.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from . import database, results
from .engine.engine import check_box
from .feedback import write_feedback, write_instructor
from .finishing import Summary, finish, plain_errors
from .gradebook import Writer
from .intake import Found, Unreadable, discover
from .marks import Mark, load
from .release import Assignment, build
from .seeds import course_key, student_seed
from .verdicts import CANNOT_GRADE, REFUSED, Verdict
from .workers import Task, run

if TYPE_CHECKING:
    from .engine.engine import Rules


@dataclass
class Options:
    """How a batch is graded.

    So many submissions at the same time; ``resume`` goes on with a stopped run; ``rules`` are limits other than those
    of the course's settings; ``trusted`` leaves out the box; ``cluster`` is the address of a Dask scheduler, whose
    workers grade in place of processes here.
    """

    workers: int = 1
    resume: bool = False
    rules: Rules | None = None
    trusted: bool = False
    cluster: str | None = None

    def run(self, assignment: Assignment, tasks: list[Task], config_file: Path):
        """Yields each verdict with the executed notebook's JSON, as ``workers.run`` does."""
        if self.cluster is None:
            return run(assignment, tasks, self.workers, config_file, self.rules, self.trusted)
        try:
            from . import cluster
        except ImportError:
            raise SystemExit(
                'Grading on a cluster needs the package `distributed`: install "aiskills[cluster]".'
            ) from None
        return cluster.run(assignment, tasks, self.cluster, config_file, self.rules, self.trusted)


class _FileTask(Task):
    """A task that reads its file when a worker is free for it: a class of thousands does not fit into memory."""

    def __init__(self, item: Found, seed: int) -> None:
        self.student, self.source, self.seed, self.item = item.student, item.source, seed, item

    @property
    def data(self) -> bytes:
        return _read(self.item)


def grade(
    folder: Path,
    submissions: Path,
    out: Path,
    *,
    course: Path | None = None,
    report: Callable[[Verdict], None] | None = None,
    begin: Callable[[int, int], None] | None = None,
    **options,
) -> list[Verdict]:
    """Grade as ``grade_all`` does, with the fields of ``Options`` by name; returns all verdicts of ``out``."""
    grade_all(folder, submissions, out, Options(**options), course=course, report=report, begin=begin)
    return [verdict for _, verdict in results.read_lines(out)]


def grade_all(
    folder: Path,
    submissions: Path,
    out: Path,
    options: Options,
    *,
    course: Path | None = None,
    report: Callable[[Verdict], None] | None = None,
    begin: Callable[[int, int], None] | None = None,
) -> Summary:
    """Grade every submission of the assignment whose source is ``folder``.

    ``course`` (by default the folder above ``source/``) holds the key of the seeds and nbgrader_config.py.
    ``begin(done, total)`` is called once, ``report(verdict)`` after each submission. Raises SystemExit with one
    sentence for what cannot be done; KeyboardInterrupt passes through, everything finished so far being kept.
    """
    course = course or folder.parent.parent
    config_file = course / "nbgrader_config.py"
    key = course_key(course)
    with ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="aiskills-course-"))
        assignment = build(folder, Path(scratch))
        found = discover(submissions, assignment.slug, out, assignment.grade_ids)
        where = database.address(out, config_file)
        stack.enter_context(results.held(out))
        stack.enter_context(plain_errors(out, where))
        facts = {
            "assignment": assignment.slug,
            "source": _digest(folder),
            "files": {item.source: _fingerprint(item) for item in found},
        }
        if where != database.address(out, None):
            facts |= {"database": database.shown(where), "settings": str(config_file.resolve())}
        if not (options.trusted or options.cluster):
            check_box()  # before earlier results are put away
        writer, done = _open(out, assignment, where, facts, options.resume, {item.student for item in found})
        stack.callback(lambda: writer.close())
        lines = results.Lines(out)
        stack.callback(lines.close)
        if begin:
            begin(len(done), len(found))

        def keep(verdict: Verdict, notebook: str | None, superseded: bool = False) -> None:
            if not superseded:
                stored = writer.record(verdict, notebook)
                write_feedback(out, assignment, verdict, {})
                write_instructor(out, assignment, verdict, stored)
            lines.add(verdict)
            if report:
                report(verdict)

        left = [item for item in found if item.source not in done]
        points = sum(float(cell.metadata.nbgrader.points) for cell in assignment.parts.values())
        for item in left:
            if item.refused:
                refused = Verdict(item.student, item.source, REFUSED, max_score=points, reason=item.refused)
                keep(refused, None, item.superseded)
        tasks = [_FileTask(item, student_seed(key, item.student, assignment.slug)) for item in left if not item.refused]
        unread = {task.source: task.item for task in tasks}
        verdicts = stack.enter_context(closing(options.run(assignment, tasks, config_file)))
        for verdict, notebook in verdicts:
            reason = unread[verdict.source].refused
            if reason:  # the file could no longer be read when its turn came
                verdict = Verdict(verdict.student, verdict.source, REFUSED, max_score=points, reason=reason)
                notebook = None
            verdict.flags += unread[verdict.source].notes
            keep(verdict, notebook)
        summary = finish(out, assignment, writer.marks())
        writer.save_earlier()
        return summary


def _open(out, assignment, where, facts, resume, students) -> tuple[Writer, set[str]]:
    """Make ``out`` and the gradebook ready; returns the writer, and the files whose results stand."""
    before = results.facts_of(out)
    if before and before["assignment"] != assignment.slug:
        raise SystemExit(
            f"{out} holds the results of {before['assignment']}: choose another folder for {assignment.slug}."
        )
    interrupted = "putting_away" in before
    resume = resume and bool(before) and not interrupted
    if resume and before["source"] != facts["source"]:
        raise SystemExit(f"{assignment.slug} was changed since the run in {out}: grade again without --resume.")
    if interrupted:
        results.put_away(out, before)
    writer = Writer(out, assignment, where, _earlier(out))
    try:
        if resume:
            return writer, _go_on(out, writer, facts, before, students)
        if "database" in facts and before.get("database") != facts["database"] and (count := writer.foreign()):
            raise SystemExit(
                f"{facts['database']} holds {count} submissions of {assignment.slug} that are not those of {out}: "
                "grade into the folder where their results lie, or remove them with `nbgrader db assignment remove`."
            )
        if before and not interrupted:
            writer.earlier |= writer.marks()
            writer.save_earlier()
            writer.close()
            results.put_away(out, before)
            writer = Writer(out, assignment, where, writer.earlier)
        writer.begin(fresh=True)
        results.start(out, facts, ())
    except BaseException:
        writer.close()
        raise
    return writer, set()


def _go_on(out: Path, writer: Writer, facts: dict, before: dict, students: set[str]) -> set[str]:
    """Keep what an earlier run finished and what still agrees with the files; returns those files."""
    present = writer.begin(fresh=False)
    same = {name for name, mark in facts["files"].items() if before["files"].get(name) == mark}
    kept = {}
    for line, verdict in results.read_lines(out):
        whole = not verdict.parts or (verdict.student in present and writer.path(verdict.student).is_file())
        if verdict.source in same and verdict.status != CANNOT_GRADE and whole:
            kept[verdict.source] = line
    pages = {page.stem for page in (out / "feedback").glob("*.html")}
    writer.forget(sorted((present | pages) - students))
    results.start(out, facts, kept.values())
    return set(kept)


def _earlier(out: Path) -> dict[str, dict[str, Mark]]:
    try:
        return load((out / "marks.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise SystemExit(
            f"{out / 'marks.json'} is damaged: it holds marks that people gave. Mend it, or move it away."
        ) from None


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "rubric.md" and ".ipynb_checkpoints" not in path.parts:
            digest.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _read(item: Found) -> bytes:
    if item.refused:
        return b""
    try:
        return item.read()
    except OSError as error:
        item.refused = (
            error.strerror if isinstance(error, Unreadable) else f"The file cannot be read: {error.strerror}."
        )
        return b""


def _fingerprint(item: Found) -> str:
    return item.refused or hashlib.sha256(_read(item)).hexdigest()
