"""Grade one notebook: the submission's cells and the tests run in a real kernel, under nbgrader's own autograder.

WARNING: the submission runs with all rights of whoever grades: it can read the tests, the disk and the network. Use
this for files that you trust, or on a machine that you can throw away. What is in this module is the execution alone;
everything else in the package only sees the parts and the executed notebook that it returns.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import nbformat
from nbformat import NotebookNode

from .course import load_settings, prepare_process
from .explain import LIMITS, UNDECIDED_ERRORS, reason_of
from .reading import Refused, align, parse
from .release import Assignment, nbgrader_log
from .verdicts import CANNOT_GRADE, NEEDS_PERSON, REFUSED, SCORED, UNDECIDED, ZERO, Part, Verdict, conclude

# Inside the scratch course every submission has this name, so that no odd name of a person or file gets near a path.
_LEARNER = "learner"


@dataclass
class Limits:
    """Seconds for one cell and for a whole submission; None takes the course's nbgrader_config.py."""

    cell: int | None = None
    notebook: int | None = None


class Examiner:
    """Grades submissions of one assignment, one after another, each in a scratch course of its own."""

    def __init__(self, assignment: Assignment, config_file: Path | None = None, limits: Limits | None = None) -> None:
        prepare_process()
        self.assignment = assignment
        self.config_file = config_file
        self.limits = limits or Limits()

    def grade(self, student: str, source: str, data: bytes, seed: int) -> tuple[Verdict, NotebookNode | None]:
        """The verdict, and the executed notebook (instructors only: it holds the tests) or None where nothing ran.

        Never raises for anything in ``data``.
        """
        started = monotonic()
        verdict, notebook = Verdict(student, source, REFUSED), None
        verdict.max_score = sum(float(c.metadata.nbgrader.points) for c in self.assignment.parts.values())
        try:
            submission, verdict.flags = align(parse(data), self.assignment)
            verdict.parts, notebook = self._run(submission, seed)
            conclude(verdict)
        except Refused as refusal:
            verdict.reason = str(refusal)
        except Exception as error:
            verdict.status = CANNOT_GRADE
            verdict.reason = f"The grader stopped ({type(error).__name__}: {str(error)[:300]}): grade this file again."
        verdict.seconds = round(monotonic() - started, 2)
        return verdict, notebook

    def _run(self, submission: NotebookNode, seed: int) -> tuple[dict[str, Part], NotebookNode]:
        from nbgrader.api import Gradebook
        from nbgrader.converters import Autograde
        from nbgrader.coursedir import CourseDirectory

        slug = self.assignment.slug
        with (
            tempfile.TemporaryDirectory(prefix="aiskills-grade-", ignore_cleanup_errors=True) as folder,
            nbgrader_log() as log,
        ):
            root = Path(folder)
            shutil.copy(self.assignment.gradebook, root / "gradebook.db")
            self._write(submission, root)
            config = load_settings(root, self.config_file)
            config.SeedTests.seed = seed
            if self.limits.cell:
                config.ExecuteSubmission.timeout = self.limits.cell
            if self.limits.notebook:
                config.ExecuteSubmission.notebook_timeout = self.limits.notebook
            course = CourseDirectory(config=config, log=log.logger)
            course.assignment_id, course.student_id = slug, _LEARNER
            with _environment(root):
                try:
                    Autograde(coursedir=course, config=config, log=log.logger).start()
                except Exception as error:
                    raise RuntimeError(log.cause(error)) from None
            notebook = nbformat.read(root / "autograded" / _LEARNER / slug / f"{slug}.ipynb", as_version=4)
            with Gradebook(course.db_url, course.course_id) as gradebook:
                grades = gradebook.find_submission_notebook(slug, slug, _LEARNER).grades
                scores = {grade.name: grade.auto_score for grade in grades}
        return self._parts(notebook, scores), notebook

    def _write(self, submission: NotebookNode, root: Path) -> None:
        slug = self.assignment.slug
        source, submitted = root / "source" / slug, root / "submitted" / _LEARNER / slug
        source.mkdir(parents=True)
        submitted.mkdir(parents=True)
        release = self.assignment.gradebook.parent / "release" / slug
        for path in self.assignment.files:
            target = source / path.relative_to(release)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        nbformat.write(submission, submitted / f"{slug}.ipynb")

    def _parts(self, notebook: NotebookNode, scores: dict[str, float | None]) -> dict[str, Part]:
        cells = {c.metadata.nbgrader.grade_id: c for c in notebook.cells if "nbgrader" in c.metadata}
        parts = {}
        for grade_id, source in self.assignment.parts.items():
            points, score, cell = float(source.metadata.nbgrader.points), scores.get(grade_id), cells[grade_id]
            if source.metadata.nbgrader.solution:
                if score == 0:
                    parts[grade_id] = Part(0.0, points, ZERO, "No answer was written.")
                else:
                    parts[grade_id] = Part(None, points, NEEDS_PERSON, "A person reads and marks this part.")
                continue
            errors = [output for output in cell.outputs if output.output_type == "error"]
            # A limit shows as the interrupt that it sent, and then as itself.
            error = next((e for e in errors if e.ename in LIMITS), errors[0] if errors else None)
            if error is not None and error.ename in UNDECIDED_ERRORS:
                parts[grade_id] = Part(None, points, UNDECIDED, reason_of(error, cell, notebook, self.assignment))
            elif error is not None or not score:
                reason = reason_of(error, cell, notebook, self.assignment) if error else "The test gave no marks."
                parts[grade_id] = Part(0.0, points, ZERO, reason)
            else:
                parts[grade_id] = Part(float(score), points, SCORED)
        return parts


class _environment:
    """What the kernel inherits: figures without a screen, no network for models, a scratch place for progress."""

    def __init__(self, root: Path) -> None:
        self.values = {
            "MPLBACKEND": "Agg",
            "HF_HUB_OFFLINE": "1",
            "TRANSFORMERS_OFFLINE": "1",
            "TOKENIZERS_PARALLELISM": "false",
            "OMP_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
            "IPYTHONDIR": str(root / "ipython"),
            "AISKILLS_PROGRESS": str(root / "progress.json"),
        }

    def __enter__(self) -> None:
        self.before = {name: os.environ.get(name) for name in self.values}
        os.environ.update(self.values)

    def __exit__(self, *_: object) -> None:
        for name, value in self.before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
