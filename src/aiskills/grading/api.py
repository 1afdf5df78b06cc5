"""Grade from Python: bytes in, verdict out, with no folder of results and no gradebook.

from aiskills.grading.api import Grader

with Grader("assignments/source/f00-start-here") as grader:
    verdict, executed = grader.grade(open("amina.ipynb", "rb").read(), student="amina")
print(verdict.score, verdict.max_score, verdict.to_json())
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from .course import rules_of
from .engine.engine import Engine, Rules
from .examiner import Examiner
from .release import build
from .seeds import course_key, student_seed
from .verdicts import Verdict


class Grader:
    """Grades notebooks of one assignment; starting takes seconds, a notebook then a fraction of one.

    ``source`` is the assignment's source folder; limits are those of the course's nbgrader_config.py unless ``rules``
    are given. ``trusted`` leaves out the box. Raises SystemExit with one sentence where the assignment or this machine
    does not serve. Not for use by several threads at once.
    """

    def __init__(self, source: str | Path, *, rules: Rules | None = None, trusted: bool = False) -> None:
        self.source = Path(source).resolve()
        course = self.source.parent.parent
        self.course = course
        self._scratch = tempfile.TemporaryDirectory(prefix="aiskills-course-")
        try:
            self.assignment = build(self.source, Path(self._scratch.name))
            rules = rules or rules_of(self.source, course / "nbgrader_config.py")
            self._engine = Engine(self.assignment, rules, trusted=trusted).start()
        except BaseException:
            self._scratch.cleanup()
            raise
        self._examiner = Examiner(self.assignment, self._engine)

    def grade(self, data: bytes, *, student: str, seed: int | None = None) -> tuple[Verdict, dict | None]:
        """The verdict on the notebook file ``data``, and the executed notebook as JSON (for instructors: it holds the
        tests) or None where nothing ran.

        ``seed`` (1 to 2**31 - 1) decides the data of the tests; by default it is the student's own, from the course
        key. The same data and seed give the same verdict. Nothing in ``data`` makes this raise.
        """
        if seed is None:
            seed = student_seed(course_key(self.course), student, self.assignment.slug)
        verdict, notebook = self._examiner.grade(student, "", data, seed)
        return verdict, None if notebook is None else json.loads(json.dumps(notebook))

    def close(self) -> None:
        """End the engine's processes and remove its files."""
        self._engine.close()
        self._scratch.cleanup()

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
