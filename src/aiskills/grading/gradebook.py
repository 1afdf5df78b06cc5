"""The gradebook of a run: nbgrader's own tables in SQLite, so that its form-grader works, and marks as a CSV file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_markdown_cell

from .course import open_gradebook
from .release import Assignment
from .verdicts import GRADED, NEEDS_PERSON, SCORED, Verdict


@dataclass
class Mark:
    """What a person gave to a part: points (None where there is only a comment), and the comment."""

    score: float | None
    comment: str
    answer: str = ""  # the text that was marked


def autograded(out: Path, student: str, slug: str) -> Path:
    """The executed notebook of a student: for instructors, it holds the tests."""
    return out / "autograded" / student / slug / f"{slug}.ipynb"


class Writer:
    """Writes verdicts into ``out/gradebook.db`` and the executed notebooks into ``out/autograded``. One at a time."""

    def __init__(self, out: Path, assignment: Assignment, earlier: dict[str, dict[str, Mark]] | None = None) -> None:
        self.out, self.assignment, self.earlier = out, assignment, earlier or {}
        self.gradebook = open_gradebook(out / "gradebook.db")

    def close(self) -> None:
        self.gradebook.close()

    def record(self, verdict: Verdict, notebook: str | None) -> None:
        """Replace whatever is kept of this student by the verdict. Marks of a person stay while their text stays."""
        gb, slug = self.gradebook, self.assignment.slug
        marks = self.earlier.get(verdict.student) or marks_of(gb, self.out, slug, verdict.student)
        gb.update_or_create_student(verdict.student)
        if any(submission.student.id == verdict.student for submission in gb.find_assignment(slug).submissions):
            gb.remove_submission(slug, verdict.student)
        path = autograded(self.out, verdict.student, slug)
        path.unlink(missing_ok=True)
        if notebook is None:
            gb.db.commit()
            return
        answers = self._write(path, notebook)
        submission = gb.update_or_create_submission(slug, verdict.student)
        submitted = submission.notebooks[0]
        for grade in submitted.grades:
            part = verdict.parts[grade.name]
            grade.auto_score = part.score
            grade.needs_manual_grade = part.score is None
            mark = marks.get(grade.name)
            if mark and mark.score is not None and mark.answer == answers.get(grade.name):
                grade.manual_score, grade.needs_manual_grade = mark.score, False
        for comment in submitted.comments:
            mark = marks.get(comment.name)
            if mark and mark.comment and mark.answer == answers.get(comment.name):
                comment.manual_comment = mark.comment
            if comment.name in verdict.parts and verdict.parts[comment.name].outcome == "zero":
                comment.auto_comment = "No response."
        gb.db.commit()

    def _write(self, path: Path, text: str) -> dict[str, str]:
        """Write the executed notebook, the rubric below each written part; returns the written answers."""
        notebook = nbformat.reads(text, as_version=4)
        cells, answers = [], _answers(notebook)
        for cell in notebook.cells:
            cells.append(cell)
            marks = cell.metadata.get("nbgrader", {})
            if marks.get("grade") and marks.get("solution"):
                rubric = rubric_for(self.assignment.folder, marks["grade_id"])
                if rubric:
                    cells.append(new_markdown_cell(f"---\n**For graders: the rubric of this part**\n\n{rubric}\n\n---"))
        notebook.cells = cells
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        return answers


def rubric_for(folder: Path, part: str) -> str:
    """The section of ``rubric.md`` whose heading names the part, or else the whole file; empty where there is none."""
    path = folder / "rubric.md"
    if not path.is_file():
        return ""
    lines = path.read_text(encoding="utf-8").splitlines()
    for start, line in enumerate(lines):
        words = line.lstrip("# `").replace("`", " ").split()
        if line.startswith("#") and part in [word.strip(":.,()") for word in words]:
            level = len(line) - len(line.lstrip("#"))
            end = next(
                (n for n in range(start + 1, len(lines)) if _level(lines[n]) and _level(lines[n]) <= level), len(lines)
            )
            return "\n".join(lines[start + 1 : end]).strip()
    return "\n".join(lines).strip()


def _level(line: str) -> int:
    marks = len(line) - len(line.lstrip("#"))
    return marks if marks and line[marks : marks + 1] == " " else 0


def _answers(notebook) -> dict[str, str]:
    """Grade id -> what was marked: a written part's own text, and for a test the text of all answer cells."""
    cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    code = "\n".join(
        c.source for c in notebook.cells if c.cell_type == "code" and not c.metadata.get("nbgrader", {}).get("grade")
    )
    answers = {}
    for cell in cells:
        marks = cell.metadata.nbgrader
        if marks.grade:
            answers[marks.grade_id] = cell.source if marks.solution else code
    return answers


def marks_of(gradebook, out: Path, slug: str, student: str) -> dict[str, Mark]:
    """Part -> the mark that a person gave to this student, from an open gradebook."""
    from nbgrader.api import MissingEntry

    try:
        submitted = gradebook.find_submission_notebook(slug, slug, student)
    except MissingEntry:
        return {}
    path = autograded(out, student, slug)
    answers = _answers(nbformat.read(path, as_version=4)) if path.is_file() else {}
    comments = {comment.name: comment.manual_comment or "" for comment in submitted.comments}
    marks = {}
    for grade in submitted.grades:
        points = None if grade.manual_score is None else grade.manual_score + (grade.extra_credit or 0.0)
        if points is not None or comments.get(grade.name):
            marks[grade.name] = Mark(points, comments.get(grade.name, ""), answers.get(grade.name, ""))
    return marks


def all_marks(out: Path, slug: str) -> dict[str, dict[str, Mark]]:
    """Student -> part -> mark, for every student of the run in ``out``."""
    if not (out / "gradebook.db").is_file():
        return {}
    with open_gradebook(out / "gradebook.db") as gradebook:
        return {s.id: marks_of(gradebook, out, slug, s.id) for s in gradebook.students}


def with_marks(verdict: Verdict, marks: dict[str, Mark]) -> Verdict:
    """The verdict with the marks of people in place: they stand above what the tests said."""
    for name, mark in marks.items():
        if mark.score is not None and name in verdict.parts:
            part = verdict.parts[name]
            part.score, part.outcome, part.reason = mark.score, SCORED, ""
    if verdict.parts and all(part.score is not None or part.outcome == NEEDS_PERSON for part in verdict.parts.values()):
        verdict.status, verdict.reason = GRADED, ""
        verdict.score = sum(part.score or 0.0 for part in verdict.parts.values())
    return verdict


def csv_text(rows: list[tuple[str, Verdict]], with_parts: bool) -> str:
    """Marks as CSV for a spreadsheet; one row a submission. ``rows`` pair the assignment with the verdict."""
    parts = sorted({name for _, verdict in rows for name in verdict.parts}, key=_order(rows)) if with_parts else []
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(
        ["student", "assignment", "status", "score", "max_score", "waiting_for_a_person", *parts, "reason", "file"]
    )
    for slug, verdict in rows:
        scores = [_number(verdict.parts[name].score) if name in verdict.parts else "" for name in parts]
        fields = [
            verdict.student,
            slug,
            verdict.status,
            _number(verdict.score),
            _number(verdict.max_score),
            " ".join(verdict.waiting),
            *scores,
            verdict.reason,
            verdict.source,
        ]
        writer.writerow([harmless(field) for field in fields])
    return text.getvalue()


def _order(rows: list[tuple[str, Verdict]]):
    names = next((list(verdict.parts) for _, verdict in rows if verdict.parts), [])
    return lambda name: names.index(name) if name in names else len(names)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def harmless(field: str) -> str:
    """A field that no spreadsheet takes for a formula: an apostrophe goes before = + - @ and control characters."""
    return "'" + field if field[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%") else field
