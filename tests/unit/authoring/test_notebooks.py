"""Each rule finds its fault in a lesson that is otherwise good, and says it in a sentence."""

import copy
import json

import pytest

from aiskills.authoring.rules.notebooks import FACTS, lint, lint_assignment
from aiskills.catalog.notebooks import SECTIONS

SOLUTION = {
    "tags": ["solution", "hide-input"],
    "jupyter": {"source_hidden": True},
    "cellView": "form",
}
ALT = {"mystnb": {"image": {"alt": "The score falls when whole countries are left out of training."}}}


def markdown(name, source, *tags):
    return {"cell_type": "markdown", "id": name, "metadata": {"tags": list(tags)}, "source": source}


def code(name, source, *tags, **metadata):
    cell = {"cell_type": "code", "id": name, "source": source, "outputs": [], "execution_count": None}
    return cell | {"metadata": {"tags": list(tags)} | metadata}


def good_lesson():
    cells = [
        markdown("title", "# A title\n\nA promise.", "section:title"),
        markdown("label", "*Label*", "label"),
        code("install", "import sys", "setup"),
        code("imports", "import numpy as np"),
    ]
    for section in SECTIONS[1:]:
        cells += [
            markdown(section, f"## {section}\n\nShort words.", f"section:{section}"),
            code(f"do-{section}", "1 + 1"),
        ]
    cells += [
        code("draw", "ax.scatter(x, y)", **ALT),
        code("try-mean", "mean = ...\nlesson.check('mean', mean)", "exercise"),
        code("solve-mean", "#@title Solution\nmean = 1", **SOLUTION),
    ]
    facts = dict.fromkeys(FACTS, []) | {"slug": "f99-new"}
    return {
        "cells": cells,
        "metadata": {"aiskills": facts, "kernelspec": {"name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def good_assignment():
    cells = []
    for number in range(4):
        solution = {"grade": False, "solution": True, "locked": False, "grade_id": f"p{number}-answer"}
        test = {"grade": True, "solution": False, "locked": True, "grade_id": f"p{number}", "points": 2}
        source = "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"
        cells.append(code(f"p{number}-answer", source, nbgrader=solution))
        source = "assert f, 'Write f.'\n### BEGIN HIDDEN TESTS\nassert f() == 1, 'f is off.'\n### END HIDDEN TESTS"
        cells.append(code(f"p{number}", source, nbgrader=test, aiskills={"lane": "build", "part": f"Part {number}"}))
    return {"cells": cells, "metadata": {"aiskills": {"kind": "assignment"}}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def faults(tmp_path):
    """Write a notebook and return what the rules say of it."""

    def run(notebook, name="f99-new"):
        path = tmp_path / f"{name}.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return lint(path)

    return run


def cell(notebook, name):
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def test_a_good_lesson_has_no_fault(faults):
    assert faults(good_lesson()) == []


def test_a_good_assignment_has_no_fault(faults):
    assert faults(good_assignment()) == []


def _remove_fact(notebook):
    del notebook["metadata"]["aiskills"]["outcomes"]


def _swap_sections(notebook):
    cells = notebook["cells"]
    first, second = (next(i for i, c in enumerate(cells) if c["id"] == name) for name in ("recall", "question"))
    cells[first], cells[second] = cells[second], cells[first]


def _long_cells(notebook):
    for one in notebook["cells"]:
        if one["cell_type"] == "code" and one["id"].startswith("do-"):
            one["source"] = "\n".join(["a = 1"] * 25)


def _set(name, **changes):
    return lambda notebook: cell(notebook, name).update(changes)


def _drop_solution(notebook):
    notebook["cells"] = [one for one in notebook["cells"] if one["id"] != "solve-mean"]


LESSON_FAULTS = [
    (_remove_fact, "lacks aiskills.outcomes"),
    (lambda notebook: notebook["metadata"].update(kernelspec={"name": "ir"}), "kernel must be python3"),
    (_set("recall", id="ab12cd34"), "random id"),
    (_set("recall", id="title"), "id of an earlier cell"),
    (_swap_sections, "The sections must be"),
    (_set("limits", source="No heading"), "must be Markdown that starts with"),
    (_set("label", metadata={"tags": []}), "exactly one cell tagged 'label'"),
    (lambda notebook: notebook.update(cells=notebook["cells"][:20]), "cells; it must have"),
    (_long_cells, "median code cell"),
    (_set("try-mean", source="mean = ...\nmean"), "last line must call lesson.check"),
    (_set("try-mean", source="mean = 1\nlesson.check('mean', mean)"), "mark the learner's blank"),
    (_drop_solution, "must be its solution"),
    (_set("solve-mean", metadata={"tags": ["solution"]}), "is a solution: it needs"),
    (_set("draw", metadata={"tags": []}), "draws: say the finding"),
    (
        _set("draw", metadata={"mystnb": {"image": {"alt": "A score of 0.7 on all of the continents."}}}),
        "without typed",
    ),
    (_set("limits", source="## Limits\n\n![](a.png)"), "picture without alternative text"),
    (_set("limits", source="## Limits\n\nThe score is 0.76 here."), "typed number '0.76'"),
    (_set("limits", source="## Limits\n\nSome 45 % of them."), "typed number '45 %'"),
    (_set("limits", source="## Limits\n\n{term}`token`"), "uses MyST"),
    (_set("limits", source="## Limits\n\n" + "many words " * 25), "sentence of 50 words"),
    (_set("do-limits", source="import os"), "imports stand once"),
    (_set("do-limits", outputs=[{"output_type": "stream", "name": "stdout", "text": "1"}]), "keeps an output"),
]


@pytest.mark.parametrize(("harm", "sentence"), LESSON_FAULTS, ids=[sentence for _, sentence in LESSON_FAULTS])
def test_each_fault_of_a_lesson_is_named(faults, harm, sentence):
    notebook = copy.deepcopy(good_lesson())
    harm(notebook)
    assert any(sentence in fault for fault in faults(notebook)), faults(notebook)


def test_an_interval_may_be_named_with_its_level(faults):
    notebook = good_lesson()
    cell(notebook, "limits")["source"] = "## Limits\n\nThe bar is the 95 % interval. The version is `1.2`."
    assert faults(notebook) == []


ASSIGNMENT_FAULTS = [
    (_set("p1", source="assert f, 'Write f.'"), "no hidden tests"),
    (_set("p1", source="### BEGIN HIDDEN TESTS\nf(2) == 4\n### END HIDDEN TESTS"), "nothing asserts this"),
    (_set("p1", source="assert f()\n### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS"), "assert without a sentence"),
    (_set("p1", source="import aiskills\n### BEGIN HIDDEN TESTS\n"), "imports aiskills"),
    (_set("p1-answer", source="def f(): ..."), "without a ### BEGIN SOLUTION"),
    (lambda notebook: cell(notebook, "p1")["metadata"].pop("aiskills"), "needs metadata aiskills.part"),
    (lambda notebook: cell(notebook, "p1")["metadata"]["nbgrader"].update(points=0), "has no points"),
    (lambda notebook: notebook.update(cells=notebook["cells"][:4]), "at least 4"),
]


@pytest.mark.parametrize(("harm", "sentence"), ASSIGNMENT_FAULTS, ids=[sentence for _, sentence in ASSIGNMENT_FAULTS])
def test_each_fault_of_an_assignment_is_named(faults, harm, sentence):
    notebook = copy.deepcopy(good_assignment())
    harm(notebook)
    assert any(sentence in fault for fault in faults(notebook)), faults(notebook)


def test_a_written_part_needs_its_rubric(tmp_path):
    notebook = good_assignment()
    written = markdown("claim", "Write here.")
    written["metadata"] |= {
        "nbgrader": {"grade": True, "solution": True, "locked": False, "grade_id": "claim", "points": 4},
        "aiskills": {"lane": "decide", "part": "Claim"},
    }
    notebook["cells"].append(written)
    path = tmp_path / "f99-new.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert any("rubric.md" in fault for fault in lint_assignment(path))
    (tmp_path / "rubric.md").write_text("# Rubric")
    assert lint_assignment(path) == []
