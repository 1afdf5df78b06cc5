"""A tiny assignment, built once, and the means to hand in changed copies of it."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path

import nbformat
import pytest

from aiskills.grading.release import build

FIXTURES = Path(__file__).parent / "fixtures"
TINY = FIXTURES / "tiny-sums"


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """The tiny assignment, released."""
    return build(TINY, tmp_path_factory.mktemp("course"))


@pytest.fixture
def course(tmp_path):
    """The source folder of the tiny assignment, in a course of its own."""
    folder = tmp_path / "course" / "source" / "tiny-sums"
    shutil.copytree(TINY, folder)
    return folder


class Pupil:
    """A right submission of the tiny assignment as JSON, with small ways to spoil it."""

    def __init__(self, assignment) -> None:
        self.book = json.loads(nbformat.writes(assignment.release))
        answers = {
            c.metadata.nbgrader.grade_id: c.source
            for c in assignment.source.cells
            if c.metadata.get("nbgrader", {}).get("solution")
        }
        for name, source in answers.items():
            self.cell(name)["source"] = "\n".join(line for line in source.splitlines() if "SOLUTION" not in line)

    @property
    def cells(self) -> list[dict]:
        return self.book["cells"]

    def cell(self, grade_id: str) -> dict:
        return next(c for c in self.cells if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)

    def at(self, grade_id: str) -> int:
        return self.cells.index(self.cell(grade_id))

    def write(self, grade_id: str, source: str) -> Pupil:
        self.cell(grade_id)["source"] = source
        return self

    def add(self, position: int, source: str) -> Pupil:
        self.cells.insert(
            position,
            {
                "cell_type": "code",
                "id": f"own-{len(self.cells)}",
                "metadata": {},
                "outputs": [],
                "execution_count": None,
                "source": source,
            },
        )
        return self

    def twice(self, grade_id: str) -> Pupil:
        self.cells.insert(self.at(grade_id) + 1, copy.deepcopy(self.cell(grade_id)))
        return self

    def without(self, *grade_ids: str) -> Pupil:
        for grade_id in grade_ids:
            self.cells.remove(self.cell(grade_id))
        return self

    @property
    def data(self) -> bytes:
        return json.dumps(self.book).encode()


@pytest.fixture
def pupil(tiny):
    return lambda: Pupil(tiny)
