"""What people gave in the form-grader: points and comments, and the table of all marks as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

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


def answers_in(cells: list[dict]) -> dict[str, str]:
    """Grade id -> what is marked: an answer cell's own text, and for a test the code of all answer cells."""
    marked = [(cell, cell["metadata"].get("nbgrader") or {}) for cell in cells]
    code = "\n".join(_source(cell) for cell, marks in marked if cell["cell_type"] == "code" and not marks.get("grade"))
    return {
        marks["grade_id"]: _source(cell) if marks.get("solution") else code
        for cell, marks in marked
        if marks.get("grade") or marks.get("solution")
    }


def _source(cell: dict) -> str:
    return "".join(cell["source"]) if isinstance(cell["source"], list) else cell["source"]


def stored_answers(out: Path, student: str, slug: str) -> dict[str, str]:
    """The answers in the executed notebook that was stored; empty where there is none."""
    try:
        return answers_in(json.loads(autograded(out, student, slug).read_bytes())["cells"])
    except (OSError, ValueError, KeyError):
        return {}


def marks_in(
    connection, out: Path, slug: str, student: str | None = None, *, answers: bool = True
) -> dict[str, dict[str, Mark]]:
    """Student -> part -> mark, for every student whom a person marked (or for this one), from an open database.

    Without ``answers``, the texts that were marked are not read from the notebooks.
    """
    from nbgrader.api import Assignment, BaseCell, Comment, Grade, SubmittedAssignment, SubmittedNotebook
    from sqlalchemy import func, select

    points = Grade.manual_score + func.coalesce(Grade.extra_credit, 0.0)
    given = select(SubmittedAssignment.student_id, BaseCell.name, points).where(Grade.manual_score.is_not(None))
    said = select(SubmittedAssignment.student_id, BaseCell.name, Comment.manual_comment).where(
        Comment.manual_comment.is_not(None), Comment.manual_comment != ""
    )
    marks: dict[str, dict[str, Mark]] = {}
    for model, query in ((Grade, given), (Comment, said)):
        query = (
            query.select_from(SubmittedAssignment)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(model, model.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == model.cell_id)
            .where(Assignment.name == slug)
        )
        if student is not None:
            query = query.where(SubmittedAssignment.student_id == student)
        for name, part, value in connection.execute(query):
            mark = marks.setdefault(name, {}).setdefault(part, Mark(None, ""))
            if model is Grade:
                mark.score = value
            else:
                mark.comment = value
    for name, mine in marks.items() if answers else ():
        texts = stored_answers(out, name, slug)
        for part, mark in mine.items():
            mark.answer = texts.get(part, "")
    return marks


def save(marks: dict[str, dict[str, Mark]]) -> str:
    """The marks as JSON, for ``load``."""
    plain = {student: {part: asdict(mark) for part, mark in mine.items()} for student, mine in marks.items()}
    return json.dumps(plain, ensure_ascii=False, indent=1)


def load(text: str) -> dict[str, dict[str, Mark]]:
    """Raises ValueError where the text is not what ``save`` wrote."""
    try:
        return {s: {part: Mark(**mark) for part, mark in mine.items()} for s, mine in json.loads(text).items()}
    except (TypeError, AttributeError) as error:
        raise ValueError(str(error)) from None


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


def csv_lines(rows: Iterable[tuple[str, Verdict]], parts: list[str]) -> Iterator[str]:
    """Marks as lines of CSV for a spreadsheet, a heading first; one row a submission.

    ``rows`` pair the assignment with the verdict; ``parts`` are the grade ids that get a column.
    """
    heads = ["student", "assignment", "status", "score", "max_score", "waiting_for_a_person", *parts, "reason", "file"]
    yield _line(heads)
    for slug, verdict in rows:
        yield _line(
            [
                verdict.student,
                slug,
                verdict.status,
                _number(verdict.score),
                _number(verdict.max_score),
                " ".join(verdict.waiting),
                *[_number(verdict.parts[name].score) if name in verdict.parts else "" for name in parts],
                verdict.reason,
                verdict.source,
            ]
        )


def _line(fields: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([harmless(field) for field in fields])
    return text.getvalue()


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def harmless(field: str) -> str:
    """A field that no spreadsheet takes for a formula: an apostrophe goes before = + - @ and control characters."""
    return "'" + field if field.lstrip(" ")[:1] in _FORMULA or field[:1] in _FORMULA else field


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
