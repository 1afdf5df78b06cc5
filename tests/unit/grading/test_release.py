"""What learners get, and what they never get."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from aiskills.grading.blanks import ClearAnswers
from aiskills.grading.course import settings
from aiskills.grading.release import build, release
from aiskills.grading.seeds import course_key, student_seed

from .conftest import TINY


def test_the_learners_copy_holds_no_solution_no_hidden_test_no_rubric(tmp_path, tiny):
    target = release(TINY, tmp_path)
    assert sorted(path.name for path in target.iterdir()) == ["numbers.csv", "tiny-sums.ipynb"]
    notebook = nbformat.read(target / "tiny-sums.ipynb", as_version=4)
    text = "\n".join(cell.source for cell in notebook.cells)
    assert "This part has no answer yet." in text and "*Write your answer here.*" in text
    assert "assert isinstance(total([1, 2])" in text, "visible tests stay"
    for secret in ("hidden_numbers", "return sum", "would be a statement", "BEGIN", "seed"):
        assert secret not in text
    assert {"hidden_numbers = [generator.randint(-99, 99) for _ in range(20)]", "return sum(numbers)"} <= tiny.secrets()


@pytest.mark.parametrize(
    ("shown", "stops"),
    [
        ('choices = {"a": "?"}\nlimit = None', False),  # blanks to fill in: nothing to delete
        ("", True),
        ("# Write your list here.", True),
        ("def total(numbers):", True),
        ("import math\nlimit = None", True),
    ],
)
def test_only_a_cell_of_blanks_has_no_line_that_stops(tmp_path, shown, stops):
    inside = "    return 1" if shown.startswith("def") else "limit = 1"
    indent = "    " if shown.startswith("def") else ""
    source = f"{shown}\n{indent}### BEGIN SOLUTION\n{inside}\n{indent}### END SOLUTION".lstrip()
    cell = nbformat.v4.new_code_cell(source, metadata={"nbgrader": {"solution": True}})
    cells, _ = ClearAnswers(config=settings(tmp_path)).preprocess_cell(cell, {"language": "python"}, 0)
    assert ("raise NotImplementedError" in cells.source) is stops
    assert cells.source.startswith(shown) and inside not in cells.source


def _spoiled(tmp_path, change) -> object:
    folder = tmp_path / "tiny-sums"
    shutil.copytree(TINY, folder)
    path = folder / "tiny-sums.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = {cell["metadata"].get("nbgrader", {}).get("grade_id"): cell for cell in notebook["cells"]}
    change(cells, folder)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    (tmp_path / "scratch").mkdir()
    return lambda: build(folder, tmp_path / "scratch")


def _misspelt(cells, folder):
    cells["total"]["source"] = [line.replace("HIDDEN TESTS", "HIDDEN TEST") for line in cells["total"]["source"]]


def _no_end(cells, folder):
    cells["total"]["source"] = [line for line in cells["total"]["source"] if "END" not in line]


def _leaks(cells, folder):
    (folder / "hints.txt").write_text("x\nhidden_numbers = [generator.randint(-99, 99) for _ in range(20)]\n")


def _twins(cells, folder):
    cells["mean-values"]["metadata"]["nbgrader"]["grade_id"] = "total"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_misspelt, "misspelt"),
        (_no_end, "no end hidden tests"),
        (_leaks, "hints.txt would show"),
        (_twins, "Duplicate grade id"),
    ],
)
def test_a_source_that_would_give_something_away_is_not_released(tmp_path, change, words):
    make = _spoiled(tmp_path, change)
    with pytest.raises(SystemExit) as stop:
        make()
    assert words.lower() in str(stop.value).lower()
    assert "\n" not in str(stop.value)


def test_seeds_are_the_students_own_and_stay(tmp_path):
    key = course_key(tmp_path)
    assert student_seed(key, "amina", "f02") == student_seed(course_key(tmp_path), "amina", "f02")
    seeds = {student_seed(key, f"student {n}", a) for n in range(500) for a in ("f02", "g02")}
    assert len(seeds) == 1000 and min(seeds) > 0 and max(seeds) < 2**31
    assert student_seed(b"x" * 40, "amina", "f02") != student_seed(key, "amina", "f02")
    (tmp_path / "course.key").write_text("")
    with pytest.raises(SystemExit, match="not a key"):
        course_key(tmp_path)


def test_stock_nbgrader_takes_the_course_config(tmp_path):
    """`nbgrader autograde` itself with our config file: the seed goes in, a warning costs nothing, tags are dropped."""
    root = tmp_path / "course"
    (root / "source").mkdir(parents=True)
    shutil.copytree(TINY, root / "source" / "tiny-sums")
    config = Path(__file__).parents[3] / "assignments" / "nbgrader_config.py"
    shutil.copy(config, root / "nbgrader_config.py")
    submitted = root / "submitted" / "amina" / "tiny-sums"
    submitted.mkdir(parents=True)
    for arguments in (["generate_assignment", "tiny-sums"], ["autograde", "tiny-sums"]):
        done = subprocess.run([sys.executable, "-m", "nbgrader", *arguments], cwd=root, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        if arguments[0] == "generate_assignment":
            assert not (root / "release" / "tiny-sums" / "rubric.md").exists()
            notebook = nbformat.read(root / "release" / "tiny-sums" / "tiny-sums.ipynb", as_version=4)
            for cell in notebook.cells:
                cell.metadata["tags"] = ["skip-execution"]
                if cell.metadata.get("nbgrader", {}).get("grade_id") == "total-answer":
                    cell.source = "import warnings\ndef total(n):\n    warnings.warn('x')\n    return sum(n)"
            nbformat.write(notebook, submitted / "tiny-sums.ipynb")
    from aiskills.grading.course import open_gradebook

    with open_gradebook(root / "gradebook.db") as gradebook:
        grades = {
            g.name: g.auto_score for g in gradebook.find_submission_notebook("tiny-sums", "tiny-sums", "amina").grades
        }
    assert grades == {"total": 2, "mean-values": 0, "mean-empty": 0, "why": 0}
