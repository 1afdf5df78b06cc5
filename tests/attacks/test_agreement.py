"""Honest submissions get the same points from stock nbgrader and from us; where not, the reason stands in a table."""

from __future__ import annotations

import copy
import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from aiskills.grading.release import Assignment, build
from aiskills.grading.seeds import student_seed
from aiskills.grading.verdicts import NEEDS_PERSON, Verdict
from aiskills.grading.workers import Task, run
from tests.assignments import runner

pytestmark = pytest.mark.slow

_SEED_LINE = "seed = 0  # grading: the student's own seed"
SEED = 4711

# ---- An assignment in the manner of nbgrader's own tests: what a test cell may print, show, raise or be worth.

TESTS = {
    # part: (points, the test)
    "plain": (1, "assert double(3) == 6"),
    "hidden": (2, "assert double(1) == 2\n### BEGIN HIDDEN TESTS\nassert double(21) == 42\n### END HIDDEN TESTS"),
    "partial": (4, "score = sum(double(n) == 2 * n for n in (1, 2, 3, 4))\nscore"),
    "partial-float": (3, "round(3 * sum(double(n) == 2 * n for n in (0, 5)) / 2, 1)"),
    "partial-negative": (2, "-1 if double(7) == 8 else 2"),
    "partial-too-much": (2, "9 if double(8) == 9 else 2"),
    "partial-text": (2, "assert double(9) == 18\n'well done'"),
    "partial-none": (2, "assert double(4) == 8\nNone"),
    "partial-yes": (2, "double(5) == 10"),
    "prints": (2, "print('testing')\nassert double(6) == 12\nprint('tested')"),
    "on-stderr": (2, "import sys\nprint('careful', file=sys.stderr)\nassert double(7) == 14"),
    "warns": (2, "import warnings\nwarnings.warn('careful')\nassert double(8) == 16"),
    "draws": (
        2,
        "import matplotlib.pyplot as plt\nplt.plot([double(n) for n in range(3)])\nplt.close()\nassert double(1) == 2",
    ),
    "shows": (2, "from IPython.display import display\ndisplay('x')\nassert double(2) == 4"),
    "raises": (2, "try:\n    double(None)\nexcept TypeError:\n    pass\nelse:\n    assert False, 'no TypeError'"),
    "own-error": (2, "if double(2) != 4:\n    raise ValueError('wrong')"),
    "uses-earlier": (1, "assert score == 4"),
    "empty": (1, "pass"),
}

ANSWERS = {
    "right": "def double(n):\n    return 2 * n",
    "wrong": "def double(n):\n    return n + 1",
    "for-small-numbers": "def double(n):\n    return 2 * n if n is None or n < 4 else 0",
    "no-answer": "",
    "syntax-error": "def double(n)\n    return 2 * n",
    "error-at-the-end": "def double(n):\n    return 2 * n\n1 / 0",
    "prints-much": "def double(n):\n    print('doubling', n)\n    return 2 * n\nprint(double(3))",
    "figure": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\ndef double(n):\n    return 2 * n",
    "warns-when-called": "import warnings\ndef double(n):\n    warnings.warn('old')\n    return 2 * n",
    "writes-to-stderr": "import sys\ndef double(n):\n    print('x', file=sys.stderr)\n    return 2 * n",
    "logs": "import logging\nlogging.warning('x')\ndef double(n):\n    return 2 * n",
    "numpy-numbers": "import numpy as np\ndef double(n):\n    return np.multiply(2, n)",
    "none": "def double(n):\n    2 * n",
    "recursion": "def double(n):\n    return 2 + double(n - 1) if n > 0 else 0",
    "generator": "def double(n):\n    yield 2 * n",
    "text": "def double(n):\n    return str(2 * n)",
    "class": "class Doubler:\n    def __call__(self, n):\n        return 2 * n\ndouble = Doubler()",
    "async-cell": "import asyncio\nawait asyncio.sleep(0)\ndef double(n):\n    return 2 * n",
    "magic": "%time x = 3\n!true\ndef double(n):\n    return 2 * n",
    "global-state": "calls = 0\ndef double(n):\n    global calls\n    calls += 1\n    return 2 * n",
    "exits": "import sys\ndef double(n):\n    return 2 * n\nsys.exit()",
    "test-deleted": "def double(n):\n    return 2 * n",
    "tagged-to-be-skipped": "def double(n):\n    return n + 1",
    "test-edited": "def double(n):\n    return n + 1",
}


# Every deliberate difference: why, and which it is about: (answer, part, whether stock took the points for text on
# stderr alone).
DIFFERENCES = {
    "text on stderr is not an error: a right answer that warns keeps its points (stock gives 0)": (
        lambda answer, part, noisy: noisy
    ),
    "a number below 0 is no score: the part waits for a person (stock gives full points, with a warning in a log)": (
        lambda answer, part, noisy: part == "partial-negative"
    ),
    "a number above the points is no score: the part waits for a person (stock stops at the whole file)": (
        lambda answer, part, noisy: part == "partial-too-much"
    ),
    "a test that a submission deleted is put back and run (stock gives none, and a regrade keeps the old points)": (
        lambda answer, part, noisy: answer == "test-deleted" and part == "plain"
    ),
    "the tag skip-execution has no effect (stock does not run the test and gives full points)": (
        lambda answer, part, noisy: answer == "tagged-to-be-skipped"
    ),
}


def make(folder: Path, tests: dict) -> Path:
    """Write the source of an assignment with one answer cell and these tests."""

    def cell(name: str, source: str, **marks):
        defaults = {"grade": False, "solution": False, "locked": True, "task": False, "schema_version": 3}
        return new_code_cell(source, id=name, metadata={"nbgrader": defaults | {"grade_id": name} | marks})

    answer = "### BEGIN SOLUTION\n" + ANSWERS["right"] + "\n### END SOLUTION"
    cells = [new_markdown_cell("# Double", id="title"), cell("answer", answer, solution=True, locked=False)]
    cells += [cell(part, source, grade=True, points=points) for part, (points, source) in tests.items()]
    notebook = new_notebook(cells=cells)
    notebook.metadata.update(aiskills={"kind": "assignment", "minutes": 5, "slug": folder.name})
    notebook.metadata.update(kernelspec={"name": "python3", "display_name": "Python 3", "language": "python"})
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{folder.name}.ipynb")
    return folder


def submission(assignment: Assignment, name: str) -> bytes:
    notebook = copy.deepcopy(assignment.release)
    cells = {c.metadata.nbgrader.grade_id: c for c in notebook.cells if "nbgrader" in c.metadata}
    cells["answer"].source = ANSWERS[name]
    if name == "test-deleted":
        notebook.cells.remove(cells["plain"])
    if name == "tagged-to-be-skipped":
        for part in TESTS.keys() & cells:
            cells[part].metadata["tags"] = ["skip-execution"]
    if name == "test-edited":
        for part in TESTS.keys() & cells:
            cells[part].source = "pass"
    return nbformat.writes(notebook).encode()


# ---- Stock nbgrader: its own preprocessors and settings, and one more that writes our seed line.


@dataclass
class Stock:
    """A course for stock nbgrader, made from an assignment that was built."""

    slug: str
    source: str
    gradebook: str
    release: str

    @classmethod
    def of(cls, assignment: Assignment) -> Stock:
        scratch = assignment.gradebook.parent
        release = scratch / "release" / assignment.slug
        return cls(assignment.slug, str(assignment.folder), str(assignment.gradebook), str(release))


@dataclass
class Stocked:
    """What stock gives, by part, and the parts that lost their points by text on stderr alone."""

    points: dict[str, float | None]
    noisy: set[str]


def _kinds(cell) -> set[str]:
    return {output.get("name", output.output_type) for output in cell.get("outputs", [])}


def stock(course: Stock, data: bytes, seed: int, root: str) -> Stocked | str:
    """The points that `nbgrader autograde` gives, or the words with which it stopped."""
    from nbgrader.api import Gradebook
    from nbgrader.converters import Autograde
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import NbGraderPreprocessor
    from traitlets.config import Config

    from aiskills.grading.course import prepare_process

    class Seeded(NbGraderPreprocessor):
        def preprocess_cell(self, cell, resources, index):
            cell.source = cell.source.replace(_SEED_LINE, f"seed = {seed}")
            return cell, resources

    prepare_process()
    folder = Path(root)
    submitted = folder / "submitted" / "learner" / course.slug
    submitted.mkdir(parents=True)
    (submitted / f"{course.slug}.ipynb").write_bytes(data)
    shutil.copytree(course.release, folder / "source" / course.slug)
    shutil.copy(course.gradebook, folder / "gradebook.db")
    config = Config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.db_url = f"sqlite:///{folder / 'gradebook.db'}"
    config.CourseDirectory.course_id = "aiskills"
    config.Autograde.autograde_preprocessors = [Seeded, *Autograde.autograde_preprocessors.default()]
    config.Autograde.log_level = config.CourseDirectory.log_level = 50
    # A busy machine: a late kernel must cost no points of stock.
    config.Execute.timeout = config.Execute.startup_timeout = config.Execute.iopub_timeout = 300
    directory = CourseDirectory(config=config)
    directory.assignment_id, directory.student_id = course.slug, "learner"
    try:
        Autograde(coursedir=directory, config=config).start()
    except (NbGraderException, SystemExit) as error:
        return f"stopped: {error}"
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        grades = gradebook.find_submission_notebook(course.slug, course.slug, "learner").grades
        points = {grade.name: grade.auto_score for grade in grades}
    done = nbformat.read(folder / "autograded" / "learner" / course.slug / f"{course.slug}.ipynb", as_version=4)
    kinds = {c.metadata.nbgrader.grade_id: _kinds(c) for c in done.cells if c.metadata.get("nbgrader", {}).get("grade")}
    return Stocked(points, {part for part, found in kinds.items() if "stderr" in found and "error" not in found})


Files = dict[str, tuple[bytes, int]]  # name: (the notebook, the seed)


@pytest.fixture(scope="module")
def pool():
    """Two processes that have imported nbgrader, for every assignment of this module."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


def by_stock(assignment: Assignment, files: Files, scratch: Path, pool) -> dict[str, Stocked | str]:
    """What stock gives to each file, two at a time."""
    course = Stock.of(assignment)
    waiting = {
        name: pool.submit(stock, course, data, seed, str(scratch / f"stock-{number}"))
        for number, (name, (data, seed)) in enumerate(files.items())
    }
    found = {name: future.result() for name, future in waiting.items()}
    # A kernel that does not answer in time on a busy machine stops stock too: what stopped is asked once more.
    again = {
        name: pool.submit(stock, course, *files[name], str(scratch / f"stock-again-{number}"))
        for number, (name, result) in enumerate(found.items())
        if isinstance(result, str)
    }
    return found | {name: future.result() for name, future in again.items()}


def by_us(assignment: Assignment, files: Files) -> dict[str, Verdict]:
    tasks = [Task(name, name, data, seed) for name, (data, seed) in files.items()]
    return {verdict.student: verdict for verdict, _ in run(assignment, tasks, workers=2)}


@pytest.fixture(scope="module")
def compared(tmp_path_factory, pool):
    """(stock's points, our verdict) of each answer above, and how stock ends where a test gives more than its points.

    Stock stops at such a file, so what it gives is asked with an assignment that leaves this test out.
    """
    scratch = tmp_path_factory.mktemp("agreement")
    whole = build(make(scratch / "source" / "double", TESTS), _empty(scratch / "whole"))
    fewer = {part: test for part, test in TESTS.items() if part != "partial-too-much"}
    lesser = build(make(scratch / "lesser" / "double", fewer), _empty(scratch / "less"))
    theirs = by_stock(lesser, {name: (submission(lesser, name), SEED) for name in ANSWERS}, scratch, pool)
    ours = by_us(whole, {name: (submission(whole, name), SEED) for name in ANSWERS})
    stopped = stock(Stock.of(whole), submission(whole, "wrong"), SEED, str(scratch / "stopped"))
    return {name: (theirs[name], ours[name]) for name in ANSWERS}, stopped


def _empty(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _differences(answer: str, theirs: Stocked, verdict: Verdict) -> dict[str, tuple]:
    """Part: (stock's points, ours), for those that differ without a reason in the table."""
    return {
        part: (points, verdict.parts[part].score)
        for part, points in theirs.points.items()
        if not (verdict.parts[part].outcome == NEEDS_PERSON and points is None)
        if points != verdict.parts[part].score
        if not any(about(answer, part, part in theirs.noisy) for about in DIFFERENCES.values())
    }


@pytest.mark.parametrize("name", ANSWERS)
def test_the_same_points_as_stock(name, compared):
    theirs, verdict = compared[0][name]
    assert not isinstance(theirs, str), theirs
    differ = _differences(name, theirs, verdict)
    assert not differ, f"(stock, ours): {differ}; {verdict}"


OURS = {
    # What the deliberate differences come to: answer, part, stock's points, ours.
    ("right", "on-stderr"): (0, 2),
    ("right", "warns"): (0, 2),
    ("warns-when-called", "plain"): (0, 1),
    ("writes-to-stderr", "partial"): (0, 4),
    ("wrong", "partial-negative"): (2, None),
    ("right", "partial-negative"): (2, 2),
    ("test-deleted", "plain"): (None, 1),
    ("tagged-to-be-skipped", "plain"): (1, 0),
    ("tagged-to-be-skipped", "partial"): (4, 1),
}


@pytest.mark.parametrize(("answer", "part"), OURS)
def test_deliberate_difference(answer, part, compared):
    theirs, verdict = compared[0][answer]
    assert (theirs.points[part], verdict.parts[part].score) == OURS[answer, part], verdict.parts[part]


def test_more_than_all_points_stops_stock_and_waits_for_a_person_here(compared):
    results, stopped = compared
    part = results["wrong"][1].parts["partial-too-much"]
    assert isinstance(stopped, str) and part.score is None and part.outcome == "cannot-grade" and part.reason
    assert results["right"][1].parts["partial-too-much"].score == 2


# ---- The assignments of the library.


def _cases(slug: str) -> list[runner.Case]:
    """The reference, the empty copy, one alternative and two mutants."""
    cases = runner.cases(slug)
    pick = {kind: [case for case in cases if case.kind == kind] for kind in ("alternative", "mutant")}
    first = [next(case for case in cases if case.kind == kind) for kind in ("reference", "blank")]
    return first + pick["alternative"][:1] + pick["mutant"][:1] + pick["mutant"][-1:]


@pytest.mark.parametrize("slug", runner.slugs())
def test_assignments_get_the_same_points_as_from_stock(slug, tmp_path, pool):
    assignment = build(runner.SOURCES / slug, _empty(tmp_path / "course"))
    files = {
        case.title: (runner.submission(assignment, case), student_seed(b"agreement" * 4, case.title, slug))
        for case in _cases(slug)
    }
    differ, theirs, ours = {}, by_stock(assignment, files, tmp_path, pool), by_us(assignment, files)
    for name in files:
        assert not isinstance(theirs[name], str), (name, theirs[name])
        found = _differences(name, theirs[name], ours[name])
        differ |= {name: found} if found else {}
    assert not differ, f"(stock, ours): {differ}"
