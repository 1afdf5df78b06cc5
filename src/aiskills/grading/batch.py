"""Grade a folder of submissions: the work behind `aiskills grade`, and the marks and pages that come from it.

The folder of results (``out``) belongs to one assignment and is an nbgrader course folder:

- ``results.jsonl``: one verdict a line, see ``verdicts``; ``grades.csv``: the same for a spreadsheet;
- ``feedback/<student>.html``: for the learner; ``index.html``: for the instructor;
- ``gradebook.db``, ``autograded/``, ``nbgrader_config.py``: for nbgrader's form-grader;
- ``earlier/<time>/``: what an earlier run left, for a regrade starts from nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from pathlib import Path

from .feedback import write_feedback, write_index
from .gradebook import Writer, all_marks, csv_text, with_marks
from .intake import Found, discover
from .release import Assignment, build
from .seeds import course_key, student_seed
from .verdicts import CANNOT_GRADE, REFUSED, Verdict, read_results
from .workers import Limits, Task, run

_RESULTS = (
    "results.jsonl",
    "grades.csv",
    "gradebook.db",
    "index.html",
    "run.json",
    "feedback",
    "autograded",
    "nbgrader_config.py",
)

_CONFIG = '''"""nbgrader's settings for these results: `aiskills formgrader` opens them."""

from pathlib import Path

from aiskills.grading.course import prepare_process, settings

c = get_config()  # noqa: F821  (given by nbgrader)
prepare_process()
c.merge(settings(Path(__file__).parent))
'''


def grade(
    folder: Path,
    submissions: Path,
    out: Path,
    *,
    workers: int = 1,
    resume: bool = False,
    course: Path | None = None,
    limits: Limits | None = None,
    report=None,
    begin=None,
) -> list[Verdict]:
    """Grade every submission of the assignment whose source is ``folder``; returns all verdicts of ``out``.

    ``course`` (by default the folder above ``source/``) holds the key of the seeds and nbgrader_config.py.
    ``begin(done, total)`` is called once, ``report(verdict)`` after each submission. Raises SystemExit with one
    sentence for what cannot be done; KeyboardInterrupt passes through, everything finished so far being kept.
    """
    course = course or folder.parent.parent
    key = course_key(course)
    with tempfile.TemporaryDirectory(prefix="aiskills-course-") as scratch:
        assignment = build(folder, Path(scratch))
        found = discover(submissions, assignment.slug, out)
        facts = {
            "assignment": assignment.slug,
            "source": _digest(folder),
            "files": {item.source: _fingerprint(item) for item in found},
        }
        kept, earlier = _open(out, assignment, facts, resume)
        done = {verdict.source for verdict in kept}
        writer = Writer(out, assignment, earlier)
        try:
            with (out / "results.jsonl").open("a", encoding="utf-8") as lines:
                if begin:
                    begin(len(kept), len(found))

                def keep(verdict: Verdict, notebook: str | None, superseded: bool = False) -> None:
                    if not superseded:
                        writer.record(verdict, notebook)
                        write_feedback(out, assignment, verdict, {})
                    lines.write(verdict.to_json() + "\n")
                    lines.flush()
                    os.fsync(lines.fileno())
                    if report:
                        report(verdict)

                tasks = []
                for item in found:
                    if item.source in done:
                        continue
                    data = _read(item)
                    if item.refused:
                        points = sum(float(cell.metadata.nbgrader.points) for cell in assignment.parts.values())
                        keep(
                            Verdict(item.student, item.source, REFUSED, max_score=points, reason=item.refused),
                            None,
                            item.superseded,
                        )
                    else:
                        tasks.append(
                            Task(item.student, item.source, data, student_seed(key, item.student, assignment.slug))
                        )
                for verdict, notebook in run(assignment, tasks, workers, course / "nbgrader_config.py", limits):
                    keep(verdict, notebook)
        finally:
            writer.close()
        return finish(out, assignment)


def finish(out: Path, assignment: Assignment) -> list[Verdict]:
    """Sort the results, and write grades.csv, feedback and index with the marks of people in them."""
    verdicts = sorted(read_results(out / "results.jsonl"), key=lambda verdict: (verdict.student, verdict.source))
    _replace(out / "results.jsonl", "".join(verdict.to_json() + "\n" for verdict in verdicts))
    machine = [Verdict.from_json(verdict.to_json()) for verdict in verdicts]
    marks = all_marks(out, assignment.slug)
    for verdict in verdicts:
        if (out / "feedback" / f"{verdict.student}.html").exists() and verdict.parts:
            mine = marks.get(verdict.student, {})
            write_feedback(out, assignment, with_marks(verdict, mine), mine)
    # The byte order mark makes a spreadsheet read names in every script.
    _replace(
        out / "grades.csv", "\ufeff" + csv_text([(assignment.slug, verdict) for verdict in verdicts], with_parts=True)
    )
    write_index(out, assignment, verdicts)
    return machine


def export(outs: list[Path], to: Path | None, sources: Path) -> Path:
    """Bring the marks that people gave in the form-grader into grades.csv and the feedback of each folder of results.

    With ``to``, also write one table of all of them there. Returns the last file written.
    """
    rows, written = [], None
    for out in outs:
        slug = _facts(out).get("assignment")
        if not slug:
            raise SystemExit(f"{out} holds no results: give the folder that `aiskills grade --out` wrote.")
        with tempfile.TemporaryDirectory(prefix="aiskills-course-") as scratch:
            assignment = build(sources / slug, Path(scratch))
            verdicts = finish(out, assignment)
        marks = all_marks(out, slug)
        rows += [(slug, with_marks(verdict, marks.get(verdict.student, {}))) for verdict in verdicts]
        written = out / "grades.csv"
    if to:
        _replace(to, "\ufeff" + csv_text(rows, with_parts=len(outs) == 1))
        written = to
    return written


def _open(out: Path, assignment: Assignment, facts: dict, resume: bool) -> tuple[list[Verdict], dict]:
    """Make ``out`` ready; returns the verdicts to keep and the marks that people gave in an earlier run."""
    before = _facts(out)
    if before and before["assignment"] != assignment.slug:
        raise SystemExit(
            f"{out} holds the results of {before['assignment']}: choose another folder for {assignment.slug}."
        )
    if not before and out.exists() and any(out.iterdir()):
        raise SystemExit(f"{out} is not empty and holds no results: choose a new folder.")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(f"{out} cannot be made: {error.strerror}. Choose another folder.") from None
    kept, earlier = [], {}
    if resume and before:
        if before["source"] != facts["source"]:
            raise SystemExit(f"{assignment.slug} was changed since the run in {out}: grade again without --resume.")
        same = {name for name, mark in facts["files"].items() if before["files"].get(name) == mark}
        kept = [v for v in read_results(out / "results.jsonl") if v.source in same and v.status != CANNOT_GRADE]
        kept = list({verdict.source: verdict for verdict in kept}.values())
    elif before:
        earlier = all_marks(out, assignment.slug)
        _put_away(out)
    if not (out / "gradebook.db").exists():
        partial = out / "gradebook.db.part"
        shutil.copy(assignment.gradebook, partial)
        partial.replace(out / "gradebook.db")
    (out / "nbgrader_config.py").write_text(_CONFIG, encoding="utf-8")
    _replace(out / "results.jsonl", "".join(verdict.to_json() + "\n" for verdict in kept))
    _replace(out / "run.json", json.dumps(facts, indent=1))
    return kept, earlier


def _put_away(out: Path) -> None:
    place = out / "earlier" / time.strftime("%Y-%m-%dT%H-%M-%S")
    number = 1
    while place.exists():
        number += 1
        place = place.with_name(f"{place.name.split('_')[0]}_{number}")
    place.mkdir(parents=True)
    for name in _RESULTS:
        if (out / name).exists():
            (out / name).rename(place / name)


def _facts(out: Path) -> dict:
    try:
        return json.loads((out / "run.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (ValueError, OSError):
        raise SystemExit(f"{out / 'run.json'} is damaged: choose a new folder, or remove {out}.") from None


def _replace(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="")
    part.replace(path)


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
        item.refused = f"The file cannot be read: {error.strerror}."
        return b""


def _fingerprint(item: Found) -> str:
    return item.refused or hashlib.sha256(_read(item)).hexdigest()
