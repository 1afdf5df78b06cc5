"""One file as bytes: what it takes to be read, what each refusal says, and what of the instructor's comes back."""

from __future__ import annotations

import copy
import json
import random
import time
import tracemalloc

import nbformat
import pytest

from aiskills.grading.parsing import CELL_COUNT_LIMIT, SIZE_LIMIT
from aiskills.grading.reading import Refused, align, parse

from .conftest import Pupil

RIGHT = {"total-answer": "def total", "mean-answer": "def mean"}


def told(data: bytes) -> str:
    """The sentence of the refusal."""
    with pytest.raises(Refused) as refusal:
        parse(data)
    return str(refusal.value)


def bounded(work, seconds: float, megabytes: float):
    """The result of ``work()``, which must not take more than this of the processor and of Python's memory."""
    tracemalloc.start()
    started = time.process_time()
    try:
        return work()
    finally:
        taken, peak = time.process_time() - started, tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        assert taken < seconds and peak < megabytes, (taken, peak)


BROKEN = "The file is not a notebook: its JSON is broken in line {}. Download the notebook again and hand that file in."
AGAIN = "download the notebook again and hand that file in."
INSIDE = "hand in the notebook (.ipynb) that is inside it."
ITSELF = "hand in the notebook (.ipynb) itself."
NO_CELLS = "The file is not a notebook: it has no cells. Hand in the notebook (.ipynb) itself."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty: save the notebook and hand it in again."),
        (b" \r\n\t", "The file is empty: save the notebook and hand it in again."),
        (b"PK\x03\x04..", f"The file is a zip archive: {INSIDE}"),
        (b"\x1f\x8b\x08....", f"The file is a gz archive: {INSIDE}"),
        (b"7z\xbc\xaf\x27\x1c..", f"The file is a 7z archive: {INSIDE}"),
        (b"Rar!\x1a\x07\x01\x00", f"The file is a rar archive: {INSIDE}"),
        (bytes(257) + b"ustar\x00", f"The file is a tar archive: {INSIDE}"),
        (b"%PDF-1.7", f"The file is a PDF: {ITSELF}"),
        (b"\x89PNG\r\n", f"The file is a picture: {ITSELF}"),
        (b"{\\rtf1\\ansi", f"The file is a text document (RTF): {ITSELF}"),
        (b"\xd0\xcf\x11\xe0..", f"The file is an Office document: {ITSELF}"),
        ('{"cells": "é"}'.encode("latin-1"), f"The file is not UTF-8 text: {AGAIN}"),
        ('{"cells": "Привет"}'.encode("cp1251"), f"The file is not UTF-8 text: {AGAIN}"),
        (b"\xff\xfe{\x00\x00", f"The file is not UTF-8 text: {AGAIN}"),
        (
            b"<<<<<<< HEAD\n{}",
            "The file holds unresolved marks of a git merge (<<<<<<<): repair it and hand it in again.",
        ),
        (
            b'{\n<<<<<<< HEAD\n"cells": []}',
            "The file holds unresolved marks of a git merge (<<<<<<<): repair it and hand it in again.",
        ),
        (
            b" <!DOCTYPE html><html>",
            "The file is a web page, not a notebook: use File > Download > .ipynb and hand that file in.",
        ),
        (
            b"version https://git-lfs.github.com/spec/v1\n",
            "The file is only a pointer of Git LFS: hand in the notebook itself.",
        ),
        (b"this is my homework", BROKEN.format(1)),
        (b'{"cells": []\n "x": 1}', BROKEN.format(2)),
        (b"{'cells': []}", BROKEN.format(1)),
        (b'{"cells": [{"source": "abc', f"The file is cut off before its end: {AGAIN}"),
        (b'{"cells": [', f"The file is cut off before its end: {AGAIN}"),
        (b"[1, 2]", NO_CELLS),
        (b'"cells"', NO_CELLS),
        (b"12", NO_CELLS),
        (b"null", NO_CELLS),
        (b'{"a": 1}', NO_CELLS),
        (
            b'{"cells": "none"}',
            "The file is not a notebook: its cells are not a list. Save it with JupyterLab or Colab.",
        ),
        (
            b'{"cells": {"0": {}}}',
            "The file is not a notebook: its cells are not a list. Save it with JupyterLab or Colab.",
        ),
        (
            b"[" * 100_000 + b"]" * 100_000,
            "The file is nested too deeply to be a notebook: hand in the notebook itself.",
        ),
        (
            json.dumps({"cells": [{}] * (CELL_COUNT_LIMIT + 1)}).encode(),
            "The notebook has 2001 cells: hand in the assignment alone.",
        ),
        (
            b" " * (SIZE_LIMIT + 4_000_000) + b"{}",
            "The file has 54 MB, and 50 MB is the limit: clear the outputs, save, and hand it in again.",
        ),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_the_refusal_says_what_is_wrong_and_what_to_do(data, sentence):
    assert told(data) == sentence


@pytest.mark.parametrize(
    "data",
    [
        b"[" + b"[]," * 16_000_000 + b"[]]",
        b'{"cells": [' + b"{}," * 16_000_000 + b"{}]}",
        b'{"cells": [' + b"1," * 20_000_000 + b"1]}",
        b'{"cells": [' + b'"",' * 15_000_000 + b'""]}',
    ],
    ids=["lists", "objects", "numbers", "texts"],
)
def test_very_many_values_are_refused_before_they_are_made(data):
    sentence = bounded(lambda: told(data), seconds=15, megabytes=3 * len(data) / 1e6 + 50)
    assert sentence == "The file holds too many values to be read: clear the outputs, save, and hand it in again."


def test_a_large_honest_notebook_is_read(pupil):
    p = pupil()
    picture = {"output_type": "display_data", "data": {"image/png": "iVBOR,[{" * 500_000}, "metadata": {}}
    numbers = {"output_type": "display_data", "data": {"application/json": [1.5, 2.5] * 200_000}, "metadata": {}}
    for part in RIGHT:
        p.cell(part)["outputs"] = [picture, picture, numbers]
    raw = bounded(lambda: parse(p.data), seconds=15, megabytes=300)
    assert len(raw["cells"]) == len(p.cells) and not any("outputs" in cell for cell in raw["cells"])


def test_long_numbers_cost_nothing(pupil, tiny):
    p = pupil()
    data = p.data.replace(b'"metadata"', b'"long": ' + b"9" * 2_000_000 + b', "metadata"', 1)
    bounded(lambda: align(parse(data), tiny), seconds=2, megabytes=50)
    assert parse(b'{"cells": [], "nbformat": 1e999, "x": NaN, "y": -Infinity}')["cells"] == []


@pytest.mark.parametrize(
    "code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_unicode_in_every_form_is_read(code, pupil, tiny):
    text = pupil().write("total-answer", "def total(n):  # Zoë 的 🙂\n    return sum(n)").data.decode()
    notebook, flags = align(parse(json.dumps(json.loads(text), ensure_ascii=False).encode(code)), tiny)
    assert any("Zoë 的 🙂" in cell.source for cell in notebook.cells) and not flags


def test_line_ends_of_old_macs_and_raw_tabs_are_read(pupil, tiny):
    data = json.dumps(pupil().book, indent=1).encode()
    notebook, _ = align(parse(data.replace(b"\n", b"\r")), tiny)
    assert len(notebook.cells) == len(pupil().cells)
    source = pupil().write("total-answer", "def total(n):\r    return sum(n)\r\n# end").data
    notebook, _ = align(parse(source), tiny)
    assert any(cell.source == "def total(n):\n    return sum(n)\n# end" for cell in notebook.cells)
    notebook, _ = align(parse(pupil().data.replace(b"\\n    ", b"\n\t", 1)), tiny)


@pytest.mark.parametrize("number", [5, 99, 0, -1, "4", True, None, [4], 4.5])
def test_the_number_of_the_format_does_not_matter_where_the_cells_are_there(number, pupil, tiny):
    p = pupil()
    p.book["nbformat"] = number
    notebook, flags = align(parse(p.data), tiny)
    assert len(notebook.cells) == len(p.cells)
    assert flags == ["the file names a notebook format that is not known; it was read as format 4"]


@pytest.mark.parametrize("minor", [0, 1, 2, 3, 4, 5, 99, "x", None])
def test_every_minor_version_is_read(minor, pupil, tiny):
    p = pupil()
    p.book["nbformat_minor"] = minor
    assert not align(parse(p.data), tiny)[1]


def older(book: dict, version: int) -> dict:
    """The notebook as old programs wrote it."""
    cells = []
    for cell in copy.deepcopy(book["cells"]):
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            name = "code" if version == 1 else "input"
            cells.append({"cell_type": "code", name: source, "outputs": [], "language": "python"})
        elif source.startswith("## ") and "\n" not in source and version == 3:
            cells.append({"cell_type": "heading", "level": 2, "source": source[3:]})
        else:
            cells.append(
                {"cell_type": "text", "text": source} if version == 1 else {"cell_type": "markdown", "source": source}
            )
        if version == 3:
            cells[-1]["metadata"] = cell["metadata"]
    if version == 1:
        return {"nbformat": 1, "cells": cells}
    half = len(cells) // 2
    return {"nbformat": version, "metadata": {}, "worksheets": [{"cells": cells[:half]}, {"cells": cells[half:]}]}


@pytest.mark.parametrize("version", [1, 2, 3])
def test_old_versions_are_read(version, pupil, tiny):
    notebook, flags = align(parse(json.dumps(older(pupil().book, version)).encode()), tiny)
    found = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
    assert all(RIGHT[name] in found[name].source for name in RIGHT)
    assert found["why"].source.startswith("Zero would be")
    nbformat.validate(notebook)


def test_a_name_that_stands_twice_in_the_json_is_told(pupil, tiny):
    data = pupil().data
    _, flags = align(parse(b'{"cells": [], ' + data[1:]), tiny)
    assert flags == ["a name stands twice in the file's JSON; the last one counts"]


# ---- matching: what a person or a program did to the cells


def ids(notebook) -> list:
    return [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]


def aligned(p: Pupil, assignment):
    notebook, flags = align(parse(p.data), assignment)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
    return notebook, flags


NO_ANSWER = (
    "No answer cell of this assignment was recognised (its marks were lost, or it is another file): "
    "copy your answers into a fresh copy of the assignment and hand that in."
)


def test_another_notebook_is_refused(tiny, pupil):
    book = {
        "cells": [{"cell_type": "code", "source": "x = 1", "metadata": {}}, {"cell_type": "markdown", "source": "hi"}]
    }
    for cells in (book["cells"], [], [None, 1, "x", {}], [{"cell_type": ["code"], "source": "x"}]):
        with pytest.raises(Refused) as refusal:
            align(parse(json.dumps({"cells": cells}).encode()), tiny)
        assert str(refusal.value) == NO_ANSWER
    p = pupil()
    p.book["metadata"]["aiskills"] = {"slug": "g02-tokens-and-languages"}
    with pytest.raises(Refused) as refusal:
        align(parse(p.data), tiny)
    assert str(refusal.value) == (
        "This is the notebook of 'g02-tokens-and-languages', not of 'tiny-sums': hand in the right notebook."
    )


def bare(p: Pupil) -> Pupil:
    """Without any mark, and every id new."""
    for number, cell in enumerate(p.cells):
        cell["metadata"], cell["id"], cell["source"] = {}, f"new-{number}", "".join(cell["source"])
    return p


def test_a_retyped_answer_becomes_code_again(tiny, pupil):
    p = bare(pupil())
    cell = next(cell for cell in p.cells if cell["source"].startswith("def total"))
    cell["cell_type"] = "raw"
    notebook, _ = aligned(p, tiny)
    assert notebook.cells[ids(notebook).index("total-answer")].cell_type == "code"


def test_a_renamed_function_is_matched_by_its_place(tiny, pupil):
    p = bare(pupil().write("total-answer", "def my_total(n):\n    return sum(n)"))
    notebook, flags = aligned(p, tiny)
    assert "my_total" in notebook.cells[ids(notebook).index("total-answer")].source
    assert flags[-1].endswith("were lost; recognised by text or place")


def test_what_is_not_sure_is_missing_and_told(tiny, pupil):
    p = pupil().write("total-answer", "def my_total(n):\n    return sum(n)")
    at = p.at("total-answer")
    bare(p).add(at, "x = 1").add(at, "y = 2")
    notebook, flags = aligned(p, tiny)
    assert "total-answer" not in ids(notebook) and "answer cell 'total-answer' is missing" in flags
    assert any("my_total" in cell.source for cell in notebook.cells)


def test_the_test_of_a_missing_answer_stands_behind_everything(tiny, pupil):
    p = pupil().without("total-answer", "total")
    p.cells.append({"cell_type": "code", "metadata": {}, "source": "from operator import add as total", "outputs": []})
    notebook, flags = aligned(p, tiny)
    assert ids(notebook)[-1] == "total" and "answer cell 'total-answer' is missing" in flags


def test_an_answer_below_its_untouched_cell_is_found(tiny, pupil):
    p, answer = pupil(), "def total(numbers):\n    return sum(numbers)"
    stub = next(c for c in tiny.release.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "total-answer")
    at = p.write("total-answer", stub.source).at("total-answer")
    notebook, _ = aligned(p.add(at + 1, answer).without("total"), tiny)
    order = ids(notebook)
    assert notebook.cells[order.index("total-answer")].source == answer and order.index("total") == at + 2


def test_a_written_answer_beside_its_untouched_cell_is_read(tiny, pupil):
    template = next(c for c in tiny.release.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "why")
    p = pupil().write("why", template.source)
    p.cells.append({"cell_type": "markdown", "metadata": {}, "source": "Nobody is there to share."})
    notebook, flags = aligned(p, tiny)
    text = notebook.cells[ids(notebook).index("why")].source
    assert "Nobody is there to share." in text
    assert flags == ["the text beside answer 'why' was read as part of it"]


def test_a_written_answer_in_pieces_is_read_whole(tiny, pupil):
    p = bare(pupil())
    p.cells[-1]["source"] = "First thought."
    p.cells.append({"cell_type": "markdown", "metadata": {}, "source": "Second thought."})
    notebook, _ = aligned(p, tiny)
    assert notebook.cells[ids(notebook).index("why")].source == "First thought.\n\nSecond thought."


@pytest.mark.parametrize(
    "grade_id",
    [["total"], {"a": 1}, 7, None, "", "../../etc/passwd", "tоtal", "x" * 1_000_000, "a\nb\0c", "\u202etotal", True],
    ids=lambda value: ascii(value)[:20],
)
def test_strange_grade_ids_are_matched_by_text(grade_id, tiny, pupil):
    p = pupil()
    for part in ("total", "total-answer"):
        p.cells[p.at(part)]["metadata"]["nbgrader"]["grade_id"] = grade_id
    for number, cell in enumerate(p.cells):
        cell["id"] = f"new-{number}"
    notebook, flags = aligned(p, tiny)
    assert ids(notebook) == [c.metadata.get("nbgrader", {}).get("grade_id") for c in tiny.release.cells]
    assert all(len(flag) < 200 and flag.isprintable() for flag in flags)
    if grade_id not in (None, ""):
        assert any("recognised by text" in flag for flag in flags)


@pytest.mark.parametrize("marks", [None, [], "x", 3, {"grade": True}])
def test_marks_that_are_none(marks, tiny, pupil):
    p = pupil()
    for cell in p.cells:
        cell["metadata"]["nbgrader"] = marks
        cell.pop("id", None)
    notebook, _ = aligned(p, tiny)
    assert ids(notebook) == [c.metadata.get("nbgrader", {}).get("grade_id") for c in tiny.release.cells]


def test_changed_marks_are_told_and_do_not_count(tiny, pupil):
    p = pupil()
    p.cell("total")["metadata"]["nbgrader"] |= {"points": 500, "locked": False, "schema_version": 99}
    notebook, flags = aligned(p, tiny)
    marks = notebook.cells[ids(notebook).index("total")].metadata.nbgrader
    assert marks.points == 2 and marks.locked and marks.schema_version != 99
    assert flags == [
        "the points of 'total' were changed; the instructor's count",
        "the marks of cell 'total' were changed; the instructor's count",
    ]


def test_flags_are_few_and_short_whatever_the_file(tiny, pupil):
    p = pupil()
    for number in range(1_000):
        p.add(0, "pass")
        p.cells[0]["metadata"] = {"nbgrader": {"grade_id": f"{number}{'y' * 500}", "grade": True, "points": 1000}}
    for _ in range(500):
        p.twice("total")
    _, flags = aligned(p, tiny)
    assert 1 <= len(flags) <= 12 and all(len(flag) < 250 for flag in flags)
    assert any("and 997 more" in flag for flag in flags)


def test_attachments_are_pictures_or_nothing(tiny, pupil):
    p = pupil()
    deep: object = []
    for _ in range(500):
        deep = [deep]
    p.cell("why")["attachments"] = {"a.png": {"image/png": "iVBO"}, "b": deep, "c": {"x": 1}, "d": {"image/png": "é"}}
    notebook, _ = aligned(p, tiny)
    assert notebook.cells[ids(notebook).index("why")].attachments == {"a.png": {"image/png": "iVBO"}}
    nbformat.writes(notebook)


def test_colab_s_lines_stay_as_they_are(tiny, pupil):
    line = "!pip install x\n%cd /content\nfrom google.colab import drive\ndrive.mount('/content/drive')"
    notebook, flags = aligned(pupil().add(0, line), tiny)
    assert notebook.cells[0].source == line and not flags


@pytest.mark.parametrize(
    "source",
    ["a" * 5_000_000, "a," * 2_000_000 + "=", "(" * 3_000_000, "x = 1\n" * 500_000, "\n" * 3_000_000, "'" * 3_000_000],
    ids=["word", "names", "brackets", "lines", "empty", "quotes"],
)
def test_a_hostile_cell_costs_little(source, tiny, pupil):
    p = bare(pupil().write("total-answer", source))
    data = p.data
    bounded(lambda: align(parse(data), tiny), seconds=10, megabytes=400)


def test_many_cells_that_all_look_alike_cost_little(tiny, pupil):
    p = bare(pupil())
    like = next(cell["source"] for cell in p.cells if "assert" in cell["source"])
    cells = [{"cell_type": "code", "metadata": {}, "source": f"{like}\nx{n} = {n}"} for n in range(1_900)]
    p.book["cells"] = cells + p.cells
    data = p.data
    bounded(lambda: align(parse(data), tiny), seconds=20, megabytes=200)


# ---- anything at all


def mutated(data: bytes, rng: random.Random) -> bytes:
    """The bytes with a few random changes, or the JSON with a few of its values changed."""
    if rng.random() < 0.4:
        made = bytearray(data)
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(made))
            piece = bytes(rng.randrange(256) for _ in range(rng.randint(0, 4)))
            made[at : at + rng.choice([0, 1, 2, 50, 5000])] = rng.choice([piece, made[:at][-30:], b'"', b"[", b"}"])
        return bytes(made)
    book = json.loads(data)
    for _ in range(rng.randint(1, 8)):
        thing, path = book, []
        while isinstance(thing, dict | list) and thing and (not path or rng.random() < 0.8):
            key = rng.choice(list(thing) if isinstance(thing, dict) else range(len(thing)))
            path.append((thing, key))
            thing = thing[key]
        if path:
            holder, key = path[-1]
            value = rng.choice(STRANGE)
            if rng.random() < 0.2:
                del holder[key]
            elif rng.random() < 0.2 and isinstance(holder, list):
                holder.insert(rng.randrange(len(holder) + 1), copy.deepcopy(rng.choice(holder)))
            else:
                holder[key] = copy.deepcopy(value)
    return json.dumps(book).encode()


STRANGE = [
    None, True, -1, 10**400, 1e308, float("nan"), "", "\ud800", "\0", "x" * 3000, [], [[]], {}, {"a": {"b": []}},
    ["a", 1], [["a"]], {"cell_type": "code"}, {"nbgrader": []}, {"nbgrader": {"grade_id": {}}}, "code", "markdown",
    {"cell_type": "heading", "level": "x", "source": "a"}, {"cell_type": {}, "source": {}}, "total-answer", 4, 3,
]  # fmt: skip


def test_no_bytes_raise_anything_but_a_refusal(tiny, pupil):
    p = pupil()
    seeds = [p.data, json.dumps(older(p.book, 3)).encode(), bare(pupil()).data]
    outcomes = {"read": 0, "refused": 0}
    for number in range(2_000):
        data = mutated(seeds[number % 3], random.Random(number))
        try:
            notebook, flags = align(parse(data), tiny)
        except Refused as refusal:
            outcomes["refused"] += 1
            assert str(refusal).isprintable() and str(refusal).endswith(".") and len(str(refusal)) < 300
            continue
        outcomes["read"] += 1
        parts = [name for name in ids(notebook) if name in tiny.parts]
        assert sorted(parts) == sorted(tiny.parts), number
        assert all(flag.isprintable() and len(flag) < 250 for flag in flags) and len(flags) <= 12
        nbformat.writes(notebook).encode()
    assert min(outcomes.values()) > 200, outcomes
