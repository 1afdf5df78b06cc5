"""nbgrader's own `autograde` with this engine: one class that its configuration names in place of its `Execute`.

In any nbgrader course, one line of nbgrader_config.py:

    c.Autograde.autograde_preprocessors = ["aiskills.grading.preprocessors.ExecuteSubmission",
        "nbgrader.preprocessors.SaveAutoGrades", "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata"]
"""

from __future__ import annotations

import atexit
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Integer, Unicode

from aiskills.warm import Limits

from .engine.engine import Engine, Rules, copy_beside
from .engine.record import executed
from .engine.session import GRADER_STOPPED
from .examiner import UNDECIDED_ERRORS
from .release import Assignment

_engines: dict[tuple, Engine] = {}  # nbgrader makes a preprocessor anew for each submission


class ExecuteSubmission(NbGraderPreprocessor):
    """Runs a submission sealed off, its tests in a process of their own, within limits."""

    timeout = Integer(60, help="Seconds for a cell, or for the tests of a part").tag(config=True)
    notebook_timeout = Integer(240, help="Seconds for all cells and tests of a submission together").tag(config=True)
    output_limit = Integer(1_000_000, help="Characters of output that a cell may keep; the rest is dropped").tag(
        config=True
    )
    memory_limit = Integer(2 << 30, help="Bytes of memory for a submission").tag(config=True)
    scratch_limit = Integer(512 << 20, help="Bytes that a submission may write").tag(config=True)
    processes = Integer(64, help="Processes and threads of a submission together").tag(config=True)
    trusted = Bool(False, help="Run without the box: for files that you trust alone").tag(config=True)
    course = Unicode("", help="The course folder, which holds source/ and the key of the students' seeds").tag(
        config=True
    )

    def rules(self) -> Rules:
        """The limits of this configuration."""
        box = Limits(
            memory=self.memory_limit,
            scratch=self.scratch_limit,
            processes=self.processes,
            cpu=self.notebook_timeout,
        )
        return Rules(self.timeout, self.notebook_timeout, self.output_limit, box)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        names = resources["nbgrader"]
        engine = self._engine(nb, names["assignment"], names["notebook"])
        with tempfile.TemporaryDirectory(prefix="aiskills-files-") as files:
            # nbgrader runs a submission where its copy with the hidden tests lies: here it goes to a folder without.
            copy_beside(Path(resources["metadata"]["path"]), Path(files))
            report, tests = engine.run(nb, self._seed(names), files=files)
        for grade_id in engine.blueprint.parts:
            found = report.parts.get(grade_id, {"error": {"limit": GRADER_STOPPED}})
            error = found.get("error") or {}
            if error.get("limit") in UNDECIDED_ERRORS:
                # Without an exception nbgrader would make this a zero.
                raise RuntimeError(f"The part {grade_id} could not be graded ({error['limit']}): grade it again.")
        nb = executed(nb, report, tests)
        for cell in nb.cells:
            if is_grade(cell) and not is_solution(cell) and cell.cell_type == "code":
                self._for_nbgrader(cell, report.parts[cell.metadata.nbgrader.grade_id])
        return nb, resources

    def _for_nbgrader(self, cell: NotebookNode, found: dict) -> None:
        """Leave in a test what nbgrader counts: an error is zero, a number is partial marks, nothing is full marks."""
        cell.outputs = [output for output in cell.outputs if output.output_type == "error"]
        if not cell.outputs and found.get("points") is not None:
            data = NotebookNode({"text/plain": repr(found["points"])})
            cell.outputs = [
                NotebookNode(
                    output_type="execute_result",
                    data=data,
                    metadata=NotebookNode(),
                    execution_count=cell.execution_count,
                )
            ]

    def _seed(self, names: dict) -> int:
        from .seeds import course_key, student_seed

        if not self.course:
            return 1
        return student_seed(course_key(Path(self.course)), names["student"], names["assignment"])

    def _engine(self, nb: NotebookNode, assignment: str, notebook: str) -> Engine:
        path = Path(self.course) / "source" / assignment / f"{notebook}.ipynb" if self.course else None
        there = path is not None and path.is_file()
        key = (str(path), path.stat().st_mtime_ns, self.rules(), self.trusted) if there else (assignment, notebook)
        if key not in _engines:
            # Without the instructor's source, nbgrader has put the tests back into this copy: it says what is tested.
            source = nbformat.read(path, as_version=4) if there else nb
            facts = Assignment(assignment, path.parent if there else Path(), source, source, Path("gradebook.db"))
            beside = path.parent if there else None
            _engines[key] = Engine(facts, self.rules(), trusted=self.trusted, beside=beside)
            _engines[key].start(rehearse=there)
            atexit.register(_engines[key].close)
        return _engines[key]
