"""The one writer of a run: each verdict into nbgrader's tables, each executed notebook into ``autograded/``.

A submission is one transaction, through plain statements that find every row by a key: nbgrader's own calls read all
submissions of an assignment and commit several times for each.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from uuid import uuid4

from . import database
from .harmless import clean
from .marks import Mark, answers_in, autograded, marks_in, save
from .release import Assignment
from .results import replace, replacing
from .verdicts import Verdict


class Writer:
    """Writes the verdicts of one run. One at a time for each folder, and for each assignment of a shared database.

    ``earlier`` holds the marks that people gave before a regrade (student -> part -> mark); a student who is recorded
    without a notebook leaves theirs there. Raises SystemExit with one sentence for a database that cannot be used.
    """

    def __init__(self, out: Path, assignment: Assignment, where: str, earlier: dict[str, dict[str, Mark]]) -> None:
        self.out, self.assignment, self.earlier = out, assignment, earlier
        self.gradebook = database.open_database(where, assignment)
        self.connection = self.gradebook.engine.connect()
        self.rubrics: dict[str, str] = {}
        if not database.claim(self.connection, assignment.slug):
            self.close()
            raise SystemExit(
                f"Another run grades {assignment.slug} in {database.shown(where)}: wait for its end, or stop it."
            )

    def path(self, student: str) -> Path:
        return autograded(self.out, student, self.assignment.slug)

    def close(self) -> None:
        self.connection.close()
        self.gradebook.close()

    def begin(self, fresh: bool) -> set[str]:
        """Make the definition of the assignment ready; returns the students whose submission is in the database.

        ``fresh``: start from nothing, whatever an earlier run left of this assignment.
        """
        from nbgrader import api
        from sqlalchemy import select

        here = select(api.Assignment.id).where(api.Assignment.name == self.assignment.slug)
        known = self.connection.execute(here).scalar()
        self.connection.commit()
        if fresh or known is None:
            database.define(self.connection, self.assignment)
        self.assignment_id = self.connection.execute(here).scalar_one()
        self.notebook_id = self.connection.execute(
            select(api.Notebook.id).where(api.Notebook.assignment_id == self.assignment_id)
        ).scalar_one()
        kinds = (api.GradeCell, api.SolutionCell, api.TaskCell)
        cells = [{row.name: row.id for row in self._cells(model)} for model in kinds]
        self.graded, self.commented = cells[0] | cells[2], cells[1] | cells[2]
        self.rubrics = {
            grade_id: rubric_for(self.assignment.folder, grade_id)
            for grade_id, cell in self.assignment.parts.items()
            if cell.metadata.nbgrader.solution
        }
        self.students = set(self.connection.execute(select(api.Student.id)).scalars())
        query = select(api.SubmittedAssignment.student_id).where(
            api.SubmittedAssignment.assignment_id == self.assignment_id
        )
        self.present = set(self.connection.execute(query).scalars())
        self.connection.commit()
        return set(self.present)

    def _cells(self, model):
        from nbgrader.api import BaseCell
        from sqlalchemy import select

        cells, base = model.__table__, BaseCell.__table__
        query = select(base.c.name, base.c.id).join(cells, cells.c.id == base.c.id)
        return self.connection.execute(query.where(base.c.notebook_id == self.notebook_id))

    def foreign(self) -> int:
        """How many submissions of this assignment the database holds; before ``begin``."""
        from nbgrader.api import Assignment, SubmittedAssignment
        from sqlalchemy import func, select

        query = select(func.count()).select_from(SubmittedAssignment).join(Assignment)
        count = self.connection.execute(query.where(Assignment.name == self.assignment.slug)).scalar()
        self.connection.commit()
        return count

    def marks(self, student: str | None = None) -> dict[str, dict[str, Mark]]:
        """The marks that people gave, as the database holds them now."""
        try:
            return marks_in(self.connection, self.out, self.assignment.slug, student)
        finally:
            self.connection.commit()

    def save_earlier(self) -> None:
        """Write the marks that wait for their submission to ``out/marks.json``; no file where there are none."""
        if self.earlier:
            replace(self.out / "marks.json", save(self.earlier))
        else:
            (self.out / "marks.json").unlink(missing_ok=True)

    def forget(self, students: list[str]) -> None:
        """Remove the submissions, pages and notebooks of these students: their files were taken away."""
        marks = self.marks()
        self.earlier |= {student: marks[student] for student in students if student in marks}
        self.save_earlier()
        for start in range(0, len(students), 500):
            with self.connection.begin():
                database.remove_submissions(self.connection, self.assignment_id, students[start : start + 500])
        for student in students:
            shutil.rmtree(self.out / "autograded" / student, ignore_errors=True)
            for place in ("feedback", "instructor"):
                (self.out / place / f"{student}.html").unlink(missing_ok=True)

    def record(self, verdict: Verdict, notebook: str | None) -> dict | None:
        """Replace whatever is kept of this student by the verdict. Marks of a person stay while their text stays.

        Returns the notebook as it was stored. The order holds for a stop at any moment: notebook on the disk under
        another name, then the commit, then its own name; only after that the caller writes the line of the results.
        """
        student = verdict.student
        marks = (self.marks(student) if student in self.present else self.earlier).get(student, {})
        path = self.path(student)
        stored, part = None, path.with_name(path.name + ".part")
        if notebook is not None:
            stored, text, answers = self._prepare(notebook)
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(part) as file:
                file.write(text)
            kept = {name: mark for name, mark in marks.items() if mark.answer == answers.get(name)}
        elif marks:
            self.earlier[student] = marks
            self.save_earlier()
        with self.connection.begin():
            self._student(student)
            self._delete(student)
            if notebook is not None:
                self._insert(student, verdict, kept)
        if notebook is None:
            path.unlink(missing_ok=True)
            self.present.discard(student)
        else:
            part.replace(path)
            self.present.add(student)
            self.earlier.pop(student, None)
        return stored

    def _student(self, student: str) -> None:
        from nbgrader.api import Student
        from sqlalchemy.dialects import postgresql, sqlite

        if student not in self.students:
            # A run of another assignment may add the same student to a shared database at this moment.
            dialect = postgresql if self.connection.dialect.name == "postgresql" else sqlite
            self.connection.execute(dialect.insert(Student.__table__).on_conflict_do_nothing(), {"id": student})
            self.students.add(student)

    def _delete(self, student: str) -> None:
        from nbgrader.api import Comment, Grade, SubmittedAssignment, SubmittedNotebook

        submissions, notebooks = SubmittedAssignment.__table__, SubmittedNotebook.__table__
        here = (submissions.c.assignment_id == self.assignment_id) & (submissions.c.student_id == student)
        submission = self.connection.execute(submissions.select().where(here)).scalar()
        if submission is None:
            return
        own = notebooks.c.assignment_id == submission
        for notebook in self.connection.execute(notebooks.select().where(own)).scalars().all():
            for model in (Grade, Comment):
                table = model.__table__
                self.connection.execute(table.delete().where(table.c.notebook_id == notebook))
        self.connection.execute(notebooks.delete().where(own))
        self.connection.execute(submissions.delete().where(submissions.c.id == submission))

    def _insert(self, student: str, verdict: Verdict, kept: dict[str, Mark]) -> None:
        from nbgrader.api import Comment, Grade, SubmittedAssignment, SubmittedNotebook

        submission, notebook = uuid4().hex, uuid4().hex
        self.connection.execute(
            SubmittedAssignment.__table__.insert(),
            {"id": submission, "assignment_id": self.assignment_id, "student_id": student},
        )
        self.connection.execute(
            SubmittedNotebook.__table__.insert(),
            {"id": notebook, "assignment_id": submission, "notebook_id": self.notebook_id},
        )
        grades = []
        for name, cell in self.graded.items():
            part, mark = verdict.parts[name], kept.get(name)
            given = mark.score if mark else None
            grades.append(
                {
                    "id": uuid4().hex,
                    "notebook_id": notebook,
                    "cell_id": cell,
                    "auto_score": part.score,
                    "manual_score": given,
                    "needs_manual_grade": part.score is None and given is None,
                }
            )
        self.connection.execute(Grade.__table__.insert(), grades)
        comments = []
        for name, cell in self.commented.items():
            empty = name in verdict.parts and verdict.parts[name].outcome == "zero"
            comments.append(
                {
                    "id": uuid4().hex,
                    "notebook_id": notebook,
                    "cell_id": cell,
                    "auto_comment": "No response." if empty else None,
                    "manual_comment": (kept[name].comment or None) if name in kept else None,
                }
            )
        if comments:
            self.connection.execute(Comment.__table__.insert(), comments)

    def _prepare(self, text: str) -> tuple[dict, bytes, dict[str, str]]:
        """The executed notebook made harmless, its bytes with the rubric below each written part, and its answers."""
        notebook = clean(json.loads(text), self.assignment.release)
        answers = answers_in(notebook["cells"])
        cells = []
        for cell in notebook["cells"]:
            cells.append(cell)
            rubric = self.rubrics.get((cell["metadata"].get("nbgrader") or {}).get("grade_id"))
            if rubric:
                source = f"---\n**For graders: the rubric of this part**\n\n{rubric}\n\n---"
                cells.append({"cell_type": "markdown", "id": f"rubric-{len(cells)}", "metadata": {}, "source": source})
        whole = json.dumps({**notebook, "cells": cells}, ensure_ascii=False)
        return notebook, whole.encode("utf-8", "replace"), answers


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
