"""The two whole capstones that markers read as anchors, graded by the engine: their points are as the rubric states."""

import json
import re
import tempfile
from pathlib import Path

import pytest

from aiskills.grading.gradebook import rubric_for
from aiskills.grading.release import build
from aiskills.grading.workers import Task, run

from . import runner

SOURCE = runner.SOURCES / "capstone"
ANCHORS = runner.HERE / "capstone" / "anchors"
RUBRIC = (SOURCE / "rubric.md").read_text(encoding="utf-8")
NAMES = ("strong", "weak")


@pytest.fixture(scope="module")
def graded():
    """The assignment, and name -> verdict of each anchor."""
    with tempfile.TemporaryDirectory(prefix="aiskills-anchors-") as scratch:
        assignment = build(SOURCE, Path(scratch))
        tasks = [Task(name, name, (ANCHORS / f"{name}.ipynb").read_bytes(), 20261123) for name in NAMES]
        return assignment, {verdict.student: verdict for verdict, _ in run(assignment, tasks, workers=2)}


def about(name):
    """What the rubric says of an anchor: its section."""
    return next(part for part in re.split(r"^## ", RUBRIC, flags=re.M) if f"Notebook `{name}.ipynb`" in part)


def cells(name):
    notebook = json.loads((ANCHORS / f"{name}.ipynb").read_text(encoding="utf-8"))
    return {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}


@pytest.mark.parametrize("name", NAMES)
def test_an_anchor_has_the_automatic_points_that_the_rubric_states(graded, name):
    assignment, verdicts = graded
    verdict = verdicts[name]
    assert verdict.status == "graded", verdict.reason
    tested = {part: found for part, found in verdict.parts.items() if part != "report"}
    points, most = map(int, re.search(r"Automatic points: (\d+) of (\d+)", about(name)).groups())
    assert (verdict.score, sum(found.max_score for found in tested.values())) == (points, most)
    lost = {part for part, found in tested.items() if found.score < found.max_score}
    stated = re.search(r"Lost: (.*)", about(name))
    assert lost == (set(re.findall(r"`([a-z-]+)`", stated[1])) if stated else set())
    assert verdict.parts["report"].outcome == "needs-person"
    assert verdict.seconds < 120


def test_the_marks_of_people_add_up_and_the_themes_differ():
    heads = re.findall(r"^## Anchor answer [AB]: (\d+) points \((.*)\)", RUBRIC, re.M)
    levels = [[int(level) for level in given.split(", ")] for _, given in heads]
    assert [int(total) for total, _ in heads] == [sum(given) for given in levels]
    assert [len(given) for given in levels] == [4, 4] and sum(levels[0]) >= 9 > sum(levels[1])
    themes = {name: re.search(r'"theme": "([A-E])"', cells(name)["question-answer"])[1] for name in NAMES}
    assert len(set(themes.values())) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_anchor_is_the_learners_copy_with_answers(graded, name):
    release = {cell.id: cell for cell in graded[0].release.cells}
    assert list(release) == list(cells(name))
    for cell_id, text in cells(name).items():
        if not release[cell_id].metadata.get("nbgrader", {}).get("solution"):
            assert text == release[cell_id].source, f"{cell_id} is not as in the learners' copy: make the anchors again"
        else:
            assert text != release[cell_id].source, f"{cell_id} is not answered"


@pytest.mark.parametrize("name", NAMES)
def test_the_rubric_shows_the_report_that_stands_in_the_notebook(name):
    quoted = "\n".join(line[1:].strip() for line in about(name).splitlines() if line.startswith(">"))
    assert quoted == cells(name)["report"]


def test_graders_see_the_rubric_beside_the_report():
    shown = rubric_for(SOURCE, "report")
    assert "Evidence and certainty" in shown and "Anchor answer B" in shown
