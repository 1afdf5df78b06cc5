"""Our steps inside nbgrader's autograder: small classes that its configuration names (see ``course.settings``).

They run the submission with limits, put the student's seed into the hidden tests, and see to it that only a failed
test costs points: a warning, a print or a cell tag never does.
"""

from __future__ import annotations

import re
from time import monotonic

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Integer, Unicode

SEED_LINE = re.compile(r"^([ \t]*)seed = 0  # grading: the student's own seed[ \t]*$", re.MULTILINE)

# Names of the errors that stand for a limit; no Python exception has them.
CELL_LIMIT = "CellTimeoutError"
NOTEBOOK_LIMIT = "NotebookTimeLimit"
PROCESS_ENDED = "ProcessEnded"
PROCESS_KILLED = "ProcessKilled"


class DropTags(NbGraderPreprocessor):
    """Remove cell tags: nbclient leaves out a cell tagged `skip-execution`, and an unrun test would earn full marks."""

    def preprocess_cell(self, cell, resources, index):
        cell.metadata.pop("tags", None)
        return cell, resources


class SeedTests(NbGraderPreprocessor):
    """Put the student's seed into the line ``seed = 0  # grading: the student's own seed`` of each test."""

    seed = Integer(0, help="The seed; 0 works it out from the course key and the student's name").tag(config=True)
    course = Unicode("", help="The course folder that holds the key").tag(config=True)

    def preprocess(self, nb, resources):
        value = self.seed
        if not value:
            from .seeds import Path, course_key, student_seed

            names = resources["nbgrader"]
            value = student_seed(course_key(Path(self.course)), names["student"], names["assignment"])
        for cell in nb.cells:
            if is_grade(cell) and cell.cell_type == "code":
                cell.source = SEED_LINE.sub(rf"\g<1>seed = {value}", cell.source)
        return nb, resources


class ExecuteSubmission(Execute):
    """nbgrader's execution with a limit for the whole notebook, a limit on output, and an answer to a dead process."""

    notebook_timeout = Integer(240, help="Seconds for all cells of a submission together").tag(config=True)
    output_limit = Integer(1_000_000, help="Characters of output that a cell may keep; the rest is dropped").tag(
        config=True
    )

    def preprocess(self, nb, resources=None, km=None):
        self._ends = None  # the clock starts with the first cell: a slow start of the kernel is not the learner's
        self._dead = None
        self.timeout_func = lambda cell: max(1, min(self.timeout or 3600, int(self._ends - monotonic())))
        return super().preprocess(nb, resources, km)

    def preprocess_cell(self, cell, resources, index):
        if cell.cell_type != "code":
            return cell, resources
        self._written = 0
        self._ends = self._ends or monotonic() + self.notebook_timeout
        if self._dead:
            return _fail(cell, self._dead, f"cell {self._dead_cell}"), resources
        if self._ends - monotonic() < 1:
            return _fail(cell, NOTEBOOK_LIMIT, ""), resources
        try:
            return super().preprocess_cell(cell, resources, index)
        except DeadKernelError:
            # A process that ended by itself was ended by the cell. One killed by a signal may be the machine's
            # doing (no memory left), which must not become a learner's zero.
            process = getattr(self.km.provisioner, "process", None)
            code = process.poll() if process else None
            self._dead = PROCESS_ENDED if code is not None and code >= 0 else PROCESS_KILLED
            self._dead_cell = index + 1
            return _fail(cell, self._dead, f"cell {self._dead_cell}"), resources
        except CellTimeoutError:  # the cell was interrupted, but its output still streams in
            return _fail(cell, CELL_LIMIT, ""), resources

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] in ("stream", "display_data", "execute_result", "update_display_data"):
            self._written += len(str(msg["content"]))
            if self._written > self.output_limit:
                return None
        return super().process_message(msg, cell, cell_index)


class OnlyFailuresCount(NbGraderPreprocessor):
    """Leave in a test cell only its errors: stock gives 0 for text on stderr, and takes a number for the marks."""

    def preprocess_cell(self, cell, resources, index):
        if is_grade(cell) and cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.output_type == "error"]
        return cell, resources


def _fail(cell: NotebookNode, name: str, value: str) -> NotebookNode:
    error = NotebookNode(output_type="error", ename=name, evalue=value, traceback=[name])
    cell.outputs = [*cell.get("outputs", []), error]
    return cell
