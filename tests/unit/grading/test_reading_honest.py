"""What honest people and their programs do to a notebook: every answer still lands in its cell, in every assignment."""

from __future__ import annotations

import copy
import json
import random
import re

import nbformat
import pytest

from aiskills.grading.reading import align, parse
from aiskills.grading.release import build
from aiskills.grading.seeds import student_seed
from aiskills.grading.workers import Task, run

from ...assignments import runner

PROSE = ["I was not sure about this.", "## My notes", "See page 12 of the book.\n\n- one\n- two"]


@pytest.fixture(scope="module", params=runner.slugs())
def course(request, tmp_path_factory):
    """An assignment, and the answers of its reference, mutants and alternatives: one notebook each."""
    assignment = build(runner.SOURCES / request.param, tmp_path_factory.mktemp("course"))
    found = [case for case in runner.cases(request.param) if case.kind != "blank"][2:]
    found = found[:1] + random.Random(request.param).sample(found[1:], 5)  # the reference and some others
    books = [json.loads(runner.submission(assignment, case)) for case in found]
    for book in books:
        for cell in book["cells"]:
            cell["source"] = "".join(cell["source"])
    return assignment, books


def _marks(cell: dict) -> dict:
    return cell["metadata"].get("nbgrader", {})


def nothing(book, rng):
    pass


def drop_metadata(book, rng):
    book["metadata"] = {}
    for cell in book["cells"]:
        cell["metadata"] = {}


def drop_ids(book, rng):
    book["nbformat_minor"] = 4
    for cell in book["cells"]:
        cell.pop("id", None)


def new_ids(book, rng):
    for cell in book["cells"]:
        cell["id"] = f"{rng.getrandbits(32):08x}"


def drop_metadata_and_ids(book, rng):
    drop_metadata(book, rng)
    (drop_ids if rng.random() < 0.5 else new_ids)(book, rng)


def notes_between(book, rng):
    """Texts and trial cells of the learner's own; no text directly beside a written answer, where it would belong."""
    for _ in range(4):
        place = rng.randrange(len(book["cells"]) - 2)
        book["cells"].insert(place, _cell("code", rng.choice(["1 + 1", "# try", "print('hello')", "x = 3"])))
    book["cells"].insert(1, _cell("markdown", rng.choice(PROSE)))


def colab(book, rng):
    book["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    book["nbformat_minor"] = 0
    for cell in book["cells"]:
        cell["metadata"]["id"] = cell.pop("id")
        if cell["cell_type"] == "code":
            cell["metadata"] |= {"outputId": "1", "colab": {"base_uri": "https://localhost:8080/"}}
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["x"], "metadata": {}}]
    book["cells"].insert(0, _cell("code", "!pip install -q numpy\n%cd /content"))


def version_3(book, rng):
    old = nbformat.v3.writes_json(nbformat.convert(nbformat.from_dict(book), 3))
    book.clear()
    book.update(json.loads(old))


def without_locked_cells(book, rng):
    """Pasted into a new notebook: the tests stay behind, and every mark and id is lost."""
    book["cells"] = [cell for cell in book["cells"] if not _marks(cell).get("locked")]
    drop_metadata(book, rng)
    new_ids(book, rng)


def answers_and_tasks_alone(book, rng):
    book["cells"] = [c for c in book["cells"] if c["cell_type"] == "markdown" or _marks(c).get("solution")]
    drop_metadata(book, rng)
    drop_ids(book, rng)


def copied_tests(book, rng):
    for cell in rng.sample(book["cells"], 8):
        if _marks(cell).get("locked"):
            book["cells"].insert(book["cells"].index(cell) + 1, copy.deepcopy(cell))


def no_tests(book, rng):
    book["cells"] = [cell for cell in book["cells"] if not _marks(cell).get("locked")]


def edited_tests(book, rng):
    for cell in book["cells"]:
        if _marks(cell).get("locked"):
            cell["source"] = "# I looked at this\n" + cell["source"]
    drop_metadata(book, rng)
    drop_ids(book, rng)


def other_line_ends(book, rng):
    for cell in book["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n") + "\r\n\r\n"
    drop_metadata_and_ids(book, rng)


def as_lists(book, rng):
    for cell in book["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)


def helper_split_out(book, rng):
    """A helper of the answer in a cell of its own above it."""
    for cell in list(book["cells"]):
        if _marks(cell).get("solution") and cell["cell_type"] == "code":
            book["cells"].insert(book["cells"].index(cell), _cell("code", "def my_helper(x):\n    return x"))
    drop_metadata_and_ids(book, rng)


HONEST = [
    nothing,
    drop_metadata,
    drop_ids,
    new_ids,
    drop_metadata_and_ids,
    notes_between,
    colab,
    version_3,
    without_locked_cells,
    answers_and_tasks_alone,
    copied_tests,
    no_tests,
    edited_tests,
    other_line_ends,
    as_lists,
    helper_split_out,
]
TOGETHER = [
    (notes_between, drop_metadata_and_ids),
    (notes_between, without_locked_cells),
    (copied_tests, drop_ids),
    (notes_between, colab, drop_metadata),
    (copied_tests, version_3),
    (no_tests, drop_metadata_and_ids),
]


def _cell(kind: str, source: str) -> dict:
    cell = {"cell_type": kind, "metadata": {}, "source": source, "id": f"new-{abs(hash(source)) % 10**6}"}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def _same(one: str, other: str) -> bool:
    return one.replace("\r\n", "\n").strip() == other.strip()


def check(assignment, before: dict, data: bytes) -> list[str]:
    """Every answer stands in its cell, every test once, with the instructor's text, behind the answer it tests."""
    notebook, flags = align(parse(data), assignment)
    cells = {}
    for position, cell in enumerate(notebook.cells):
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        assert name is None or name not in cells, f"{name} stands there twice"
        cells[name] = (position, cell)
    answer = -1
    for cell in assignment.release.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution"):
            answer, found = cells[marks.grade_id]
            mine = next(c for c in before["cells"] if _marks(c).get("grade_id") == marks.grade_id)
            assert _same(found.source, mine["source"]), marks.grade_id
            assert found.cell_type == cell.cell_type
        elif marks:
            position, found = cells[marks.grade_id]
            assert found.source == cell.source and position > answer, marks.grade_id
    return flags


@pytest.mark.parametrize("change", HONEST, ids=lambda change: change.__name__)
def test_every_answer_lands_in_its_cell_after(change, course):
    _check_all(course, [change])


@pytest.mark.parametrize("changes", TOGETHER, ids=lambda changes: "+".join(change.__name__ for change in changes))
def test_every_answer_lands_in_its_cell_after_all_of(changes, course):
    _check_all(course, changes)


def _check_all(course, changes):
    assignment, books = course
    for number, before in enumerate(books):
        rng = random.Random(number)
        book = copy.deepcopy(before)
        for change in changes:
            change(book, rng)
        flags = check(assignment, before, json.dumps(book).encode())
        assert len(flags) <= 12 and all(len(flag) < 250 for flag in flags)
        if changes == [nothing]:
            assert not flags


def test_the_marks_are_those_of_the_file_as_it_was(course):
    """Through the grader: a notebook without marks, a pasted one and one from Colab lose nothing."""
    assignment, books = course
    seed, tasks = student_seed(b"a key for tests", "amina", assignment.slug), []
    for name, changes in {
        "as it was": [nothing],
        "without marks": [drop_metadata_and_ids],
        "pasted": [without_locked_cells],
        "Colab": [notes_between, colab, drop_metadata],
    }.items():
        book = copy.deepcopy(books[0])
        for change in changes:
            change(book, random.Random(5))
        tasks.append(Task(name, name, json.dumps(book).encode(), seed))
    parts = {
        verdict.student: {n: p.score for n, p in verdict.parts.items()} for verdict, _ in run(assignment, tasks, 2)
    }
    assert len(parts) == 4 and all(found == parts["as it was"] for found in parts.values()), parts
    assert sum(score or 0 for score in parts["as it was"].values()) > 0


def test_code_alone_with_every_definition_in_a_cell_of_its_own(course):
    """As a program that splits a script at its definitions makes it: no text, no marks, no tests."""
    assignment, books = course
    book = copy.deepcopy(books[0])
    cells = []
    for cell in book["cells"]:
        if cell["cell_type"] == "code" and not _marks(cell).get("locked"):
            pieces = re.split(r"\n(?=def )", cell["source"])
            cells += [_cell("code", piece) for piece in pieces]
    book["cells"], book["metadata"] = cells, {}
    notebook, _ = align(parse(json.dumps(book).encode()), assignment)
    order = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    answers = [cell["source"] for cell in books[0]["cells"] if _marks(cell).get("solution")]
    functions = {name for source in answers for name in re.findall(r"^def (\w+)", source, re.MULTILINE)}
    for cell in filter(_is_test, assignment.source.cells):
        test = order.index(cell.metadata.nbgrader.grade_id)
        for name in functions & set(re.findall(r"(\w+)\(", cell.source)):
            at = next(n for n, c in enumerate(notebook.cells) if re.search(rf"^def {name}\(", c.source, re.MULTILINE))
            assert at < test, (name, cell.metadata.nbgrader.grade_id)


def test_two_answers_merged_into_one_cell(course):
    """As "merge cells" does it: the first cell keeps its marks, the others and their text go into it."""
    assignment, books = course
    for forget in (False, True):
        book = copy.deepcopy(books[0])
        answers = [c for c in book["cells"] if _marks(c).get("solution") and c["cell_type"] == "code"]
        first, second = answers[:2]
        names = [_marks(cell)["grade_id"] for cell in (first, second)]
        first["source"] += "\n\n" + second["source"]
        book["cells"].remove(second)
        if forget:
            drop_metadata_and_ids(book, random.Random(1))
        notebook, flags = align(parse(json.dumps(book).encode()), assignment)
        order = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
        assert second["source"] in notebook.cells[order.index(names[0])].source and names[1] not in order
        tests = [c.metadata.nbgrader.grade_id for c in assignment.source.cells if _is_test(c)]
        assert all(order.index(name) > order.index(names[0]) for name in tests)
        assert f"the answers {names[0]!r}, {names[1]!r} stand in one cell" in flags


def test_an_answer_merged_into_the_test_below_it(course):
    """The test's mark stands on the merged cell; the answer in it is the learner's all the same."""
    assignment, books = course
    book = copy.deepcopy(books[0])
    marks = [_marks(cell) for cell in book["cells"]]
    at = next(n for n, mark in enumerate(marks) if mark.get("solution") and marks[n + 1].get("grade"))
    answer, name = book["cells"].pop(at), _marks(books[0]["cells"][at])["grade_id"]
    book["cells"][at]["source"] = answer["source"] + "\n\n" + book["cells"][at]["source"]
    notebook, _ = align(parse(json.dumps(book).encode()), assignment)
    landed = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)
    assert answer["source"] in landed.source


def _is_test(cell) -> bool:
    marks = cell.metadata.get("nbgrader", {})
    return bool(marks.get("grade") and not marks.get("solution"))
