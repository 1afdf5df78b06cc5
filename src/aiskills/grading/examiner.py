"""Grade one notebook: bytes in, verdict out. The engine executes, this module decides.

with Engine(assignment) as engine:
    verdict, notebook = Examiner(assignment, engine).grade("amina", "amina.ipynb", data, seed)
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from time import monotonic

from nbformat import NotebookNode

from .chance import may_differ
from .engine import session
from .engine.engine import Engine
from .engine.record import executed
from .explain import reason_of
from .reading import Refused, align, parse
from .release import Assignment
from .verdicts import CANNOT_GRADE, GRADED, NEEDS_PERSON, REFUSED, SCORED, UNDECIDED, ZERO, Part, Verdict, conclude

# Errors after which nobody knows what the part is worth: not the learner's doing, or not surely so.
UNDECIDED_ERRORS = {session.PROCESS_KILLED, session.TESTS_LIMIT, session.GRADER_STOPPED}
# Only these sentences about a submission are passed on: what a learner's process says of itself is not trusted.
_NOTES = re.compile(
    r"integrity: (the code (tried to reach the network|started another program|sent a signal to a process|"
    r"reached below Python \(ctypes\)|"
    r"disturbed its line to the grader|looked for a file outside its folder \([\w. -]{1,40}\))|"
    r"a cell (changed how the notebook runs|replaced a built-in name) \([\w. -]{1,40}\))"
)
TWO_RUNS = "Two runs of the same file gave different results for this part; a person must look."


class Examiner:
    """Grades submissions of one assignment, one after another, with a running engine."""

    def __init__(self, assignment: Assignment, engine: Engine) -> None:
        self.assignment, self.engine = assignment, engine
        self.given = {cell.source for cell in assignment.release.cells}
        self.blank = {
            c.metadata.nbgrader.grade_id: c.source.strip()
            for c in assignment.release.cells
            if c.metadata.get("nbgrader", {}).get("solution")
        }
        self.course_files = {path.name for path in assignment.files}

    def grade(self, student: str, source: str, data: bytes, seed: int) -> tuple[Verdict, NotebookNode | None]:
        """The verdict, and the executed notebook (instructors only: it holds the tests) or None where nothing ran.

        Never raises for anything in ``data``. The same data and seed give the same verdict.
        """
        started = monotonic()
        verdict, notebook = Verdict(student, source, REFUSED), None
        verdict.max_score = sum(float(c.metadata.nbgrader.points) for c in self.assignment.parts.values())
        try:
            submission, verdict.flags = align(parse(data), self.assignment)
            verdict.parts, notebook, notes = self._run(submission, seed)
            verdict.flags = verdict.flags + notes
            conclude(verdict)
            # A run that used up its time would only use it up again.
            patient = monotonic() - started < self.engine.rules.notebook / 2
            if verdict.status == GRADED and patient and self._by_chance(submission):
                self._again(verdict, data, seed)
        except Refused as refusal:
            verdict.reason = str(refusal)
        except Exception as error:
            verdict.status, verdict.score = CANNOT_GRADE, None
            verdict.reason = f"The grader stopped ({type(error).__name__}: {str(error)[:300]}): grade this file again."
        verdict.seconds = round(monotonic() - started, 2)
        return verdict, notebook

    def _run(self, submission: NotebookNode, seed: int) -> tuple[dict[str, Part], NotebookNode, list[str]]:
        report, tests = self.engine.run(submission, seed)
        notes = list(dict.fromkeys(note for note in report.notes if _NOTES.fullmatch(note)))[:20]
        parts = self._parts(submission, report)
        return parts, executed(submission, report, tests), notes

    def _by_chance(self, submission: NotebookNode) -> bool:
        return may_differ(
            c.source
            for c in submission.cells
            if c.cell_type == "code" and c.source not in self.given and not c.metadata.get("nbgrader", {}).get("grade")
        )

    def _again(self, verdict: Verdict, data: bytes, seed: int) -> None:
        """Run once more what may depend on the clock or on chance: points that differ are nobody's to give."""
        parts, _, _ = self._run(align(parse(data), self.assignment)[0], seed)
        for name, part in verdict.parts.items():
            if (part.score, part.outcome) != (parts[name].score, parts[name].outcome):
                verdict.parts[name] = Part(None, part.max_score, UNDECIDED, TWO_RUNS)
                note = "integrity: two runs of the same file gave different results"
                if note not in verdict.flags:
                    verdict.flags.append(note)
        conclude(verdict)

    def _parts(self, notebook: NotebookNode, report: session.Report) -> dict[str, Part]:
        errors = {number: cell["error"] for number, cell in report.cells.items() if cell.get("error")}
        written = {
            c.metadata.nbgrader.grade_id: c.source.strip()
            for c in notebook.cells
            if c.metadata.get("nbgrader", {}).get("solution")
        }
        parts = {}
        for grade_id, source in self.assignment.parts.items():
            points = float(source.metadata.nbgrader.points)
            if source.metadata.nbgrader.solution:
                if written.get(grade_id, "") in ("", self.blank[grade_id]):
                    parts[grade_id] = Part(0.0, points, ZERO, "No answer was written.")
                else:
                    parts[grade_id] = Part(None, points, NEEDS_PERSON, "A person reads and marks this part.")
                continue
            found = report.parts.get(grade_id) or {"error": {"limit": session.GRADER_STOPPED}}
            parts[grade_id] = self._part(grade_id, points, found, notebook, errors)
        return parts

    def _part(self, grade_id: str, points: float, found: dict, notebook: NotebookNode, errors: dict) -> Part:
        error, given = found.get("error"), found["points"] if "points" in found else None
        if error:
            answers = self.engine.blueprint.parts[grade_id].answers
            reason = reason_of(error, notebook, errors, answers)
            if error.get("limit") in UNDECIDED_ERRORS:
                return Part(None, points, UNDECIDED, reason)
            missing = self._course_file(answers, notebook, errors)
            if missing:
                return Part(None, points, UNDECIDED, f"The file {missing} of the course was not found by the grader.")
            return Part(0.0, points, ZERO, reason)
        if given is None:
            return Part(points, points, SCORED)
        if not 0 <= given <= points:
            reason = f"The test gave {given:g} of {points:g} points: the test needs mending."
            return Part(None, points, UNDECIDED, reason)
        if given == 0:
            return Part(0.0, points, ZERO, "The test gave no points.")
        return Part(given, points, SCORED, "" if given == points else f"The test gave {given:g} of {points:g} points.")

    def _course_file(self, answers: list[str], notebook: NotebookNode, errors: dict) -> str:
        """The name of a file that the course provides and that a needed cell did not find; empty if there is none."""
        for number, error in errors.items():
            if notebook.cells[number].metadata.get("nbgrader", {}).get("grade_id") in answers:
                named = re.search(r"No such file or directory: '([^']+)'", error.get("text", ""))
                if named and Path(named[1]).name in self.course_files:
                    return Path(named[1]).name
        return ""


def as_text(notebook: NotebookNode | None) -> str | None:
    """The notebook's JSON. (nbformat's own writer also validates, which costs more than grading some notebooks.)"""
    return None if notebook is None else json.dumps(notebook, ensure_ascii=True)
