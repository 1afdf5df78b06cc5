"""The end of a run and the export of marks: tables and pages made from the results and from what people gave."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from . import database, results
from .feedback import Overview, write_feedback, write_instructor
from .marks import Mark, csv_lines, marks_in, with_marks
from .release import Assignment, build
from .verdicts import CANNOT_GRADE, Verdict

GO_ON = "What is finished is kept. Mend this, then give the same command with --resume."
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)


@dataclass
class Summary:
    """What a folder of results holds: submissions by status, how many wait for a person, and who is in the queue."""

    count: dict[str, int] = field(default_factory=dict)
    waiting: int = 0  # graded, with written parts that nobody has marked
    queue: list[tuple[str, str]] = field(default_factory=list)  # (file, reason) of what could not be graded
    flagged: int = 0


@contextmanager
def plain_errors(out: Path, where: str, advice: str = GO_ON):
    """Turn a full disk or a lost database into SystemExit with one sentence."""
    try:
        with database.told(where, advice):
            yield
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise SystemExit(f"{out} cannot be written: {error.strerror}. {advice}") from None


def finish(out: Path, assignment: Assignment, marks: dict[str, dict[str, Mark]]) -> Summary:
    """Sort the results, and write grades.csv, feedback and overview with the marks of people in them.

    ``marks``: student -> part -> mark. One submission is in memory at a time. What is there and right stays untouched.
    """
    results.sort_lines(out)
    summary, overview = Summary(), Overview(out, assignment)
    with results.replacing(out / "grades.csv") as table:
        # The byte order mark makes a spreadsheet read names in every script.
        table.write(b"\xef\xbb\xbf")
        for line in csv_lines(_finished(out, assignment, marks, summary, overview), list(assignment.parts)):
            table.write(line.encode("utf-8", "backslashreplace"))
    overview.write()
    return summary


def _finished(out, assignment, marks, summary, overview) -> Iterator[tuple[str, Verdict]]:
    everything = (verdict for _, verdict in results.read_lines(out))
    for student, group in groupby(everything, key=lambda verdict: verdict.student):
        verdicts = [with_marks(verdict, marks.get(student, {})) for verdict in group]
        # Of several files of one student, the page is that of the one that was graded.
        owner = next((v for v in verdicts if v.parts), verdicts[0] if len(verdicts) == 1 else None)
        if owner:
            write_feedback(out, assignment, owner, marks.get(student, {}))
            write_instructor(out, assignment, owner, None, only_if_missing=True)
        for verdict in verdicts:
            summary.count[verdict.status] = summary.count.get(verdict.status, 0) + 1
            summary.waiting += bool(verdict.waiting)
            summary.flagged += bool(verdict.flags)
            if verdict.status == CANNOT_GRADE:
                summary.queue.append((verdict.source, verdict.reason))
            overview.add(verdict)
            yield assignment.slug, verdict


def export(outs: list[Path], to: Path | None, sources: Path) -> Path:
    """Bring the marks that people gave in the form-grader into grades.csv and the feedback of each folder of results.

    With ``to``, also write one table of all of them there. Returns the last file written.
    """
    written, known = None, {}
    for out in outs:
        slug = results.needs_results(out)
        where = database.recorded(out)
        with (
            tempfile.TemporaryDirectory(prefix="aiskills-course-") as scratch,
            results.held(out),
            plain_errors(out, where, "Nothing was changed. Mend this, then give the same command again."),
        ):
            assignment = build(sources / slug, Path(scratch))
            gradebook = database.open_database(where, assignment)
            with gradebook, gradebook.engine.connect() as connection:
                known[out] = slug, marks_in(connection, out, slug), list(assignment.parts)
            finish(out, assignment, known[out][1])
        written = out / "grades.csv"
    if to:
        parts = known[outs[0]][2] if len(outs) == 1 else []
        with results.replacing(to) as table:
            table.write(b"\xef\xbb\xbf")
            for line in csv_lines(_rows(known), parts):
                table.write(line.encode("utf-8", "backslashreplace"))
        written = to
    return written


def _rows(known: dict[Path, tuple]) -> Iterator[tuple[str, Verdict]]:
    for out, (slug, marks, _) in known.items():
        for _, verdict in results.read_lines(out):
            yield slug, with_marks(verdict, marks.get(verdict.student, {}))
