"""An execution that executes nothing: verdicts that follow from the bytes alone, for tests of what becomes of them."""

from __future__ import annotations

import hashlib
import json

from aiskills.grading.database import open_database
from aiskills.grading.release import build
from aiskills.grading.verdicts import NEEDS_PERSON, REFUSED, SCORED, UNDECIDED, ZERO, Part, Verdict, conclude


def run(assignment, tasks, *_options):
    """In place of ``workers.run``: a part is right or wrong by the digest of the file.

    A file that holds ``broken`` is refused; one that holds ``lost`` cannot be graded.
    """
    for task in tasks:
        data = task.data
        if b"broken" in data:
            yield Verdict(task.student, task.source, REFUSED, max_score=8.0, reason="The file is broken."), None
            continue
        digest = hashlib.sha256(data).digest()
        parts = {}
        for number, (name, cell) in enumerate(assignment.parts.items()):
            points = float(cell.metadata.nbgrader.points)
            if cell.metadata.nbgrader.solution:
                parts[name] = Part(None, points, NEEDS_PERSON, "A person reads and marks this part.")
            elif b"lost" in data:
                parts[name] = Part(None, points, UNDECIDED, "The process was stopped from outside.")
            elif digest[number] % 3:
                parts[name] = Part(points, points, SCORED)
            else:
                parts[name] = Part(0.0, points, ZERO, "The answer is wrong for fresh numbers.")
        flags = ["cell 'total' was edited; the instructor's text was used"] if digest[20] % 2 else []
        flags += ["integrity: a socket was opened"] if digest[21] % 4 == 0 else []
        yield conclude(Verdict(task.student, task.source, "", parts=parts, flags=flags, seconds=0.5)), data.decode()


def build_once(module, scratch) -> None:
    """Let ``module`` release an assignment of the same name once, below ``scratch``."""

    def built(folder, _):
        place = scratch / folder.name
        known = place.exists()
        place.mkdir(parents=True, exist_ok=True)
        return build(folder, place, built=known)

    module.build = built


def rows_of(where: str, slug: str = "tiny-sums") -> dict:
    """What a gradebook holds of an assignment, without the identifiers that differ from run to run."""
    from nbgrader import api

    book = open_database(where)
    with book, book.engine.connect() as connection:
        found = {}
        for model, columns in (
            (api.Grade, ("auto_score", "manual_score", "extra_credit", "needs_manual_grade")),
            (api.Comment, ("auto_comment", "manual_comment")),
        ):
            query = (
                api.select(api.SubmittedAssignment.student_id, api.BaseCell.name, model.__table__)
                .select_from(api.SubmittedAssignment)
                .join(api.Assignment)
                .join(api.SubmittedNotebook)
                .join(model)
                .join(api.BaseCell, api.BaseCell.id == model.cell_id)
                .where(api.Assignment.name == slug)
            )
            for row in connection.execute(query):
                key = (model.__name__, row.student_id, row[1])
                assert key not in found, "a submission stands there twice"
                found[key] = tuple(row._mapping[name] for name in columns)
    return found


def picture(out, where: str) -> dict:
    """Everything in a folder of results and its gradebook, but seconds."""
    lines = [json.loads(line) | {"seconds": 0} for line in (out / "results.jsonl").read_bytes().splitlines()]
    files = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for folder in ("feedback", "instructor", "autograded")
        for path in sorted((out / folder).rglob("*"))
        if path.is_file()
    }
    files |= {name: (out / name).read_bytes() for name in ("grades.csv", "index.html", "nbgrader_config.py")}
    return {"lines": lines, "rows": rows_of(where), "files": files, "marks": (out / "marks.json").exists()}
