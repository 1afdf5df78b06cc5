"""Rows 12 to 18, 27 to 32, 41 and 42: the notebook file is changed, damaged, or another one."""

import json

import nbformat

from ..attack import FULL, NOTHING, RIGHT, WRONG, Attack, Book, without

_TESTS = list(FULL)
_PASS = {
    "output_type": "execute_result",
    "execution_count": 1,
    "metadata": {},
    "data": {"text/plain": "3.0"},
}


def _damage(name, rows, change, points=FULL, answers=RIGHT, **more):
    return Attack(name, rows, points, answers=answers, change=change, **more)


def _refused(name, rows, make, words, **more):
    return Attack(name, rows, None, change=make, status="refused", words=words, **more)


def _every(**marks):
    def change(book: Book) -> None:
        for part in _TESTS:
            book.marks(part, **marks)

    return change


def _each_cell(act):
    def change(book: Book) -> None:
        for number, cell in enumerate(book.cells):
            act(number, cell)

    return change


def _skip(book: Book) -> None:
    for cell in book.cells:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove-cell"]


def _blank_and_skip(book: Book) -> None:
    book.json = Book().json
    _skip(book)


def _edited(book: Book) -> None:
    for part in _TESTS:
        book.cell(part)["source"] = "pass"
    book.cell("prices")["source"] = "prices = [0, 0]"


def _copied_test(book: Book) -> None:
    book.twice("scaled")["source"] = "def scaled(n, f): return [x * f for x in n]"


def _answer_copied(before: str, behind: str):
    def change(book: Book) -> None:
        copy = book.twice("scaled-answer")
        book.answer("scaled")["source"], copy["source"] = before, behind

    return change


def _forged(book: Book) -> None:
    for part in _TESTS:
        book.cell(part)["outputs"] = [dict(_PASS)]
        book.cell(part)["execution_count"] = 7
    book.add(1, "**autograded: 12 / 12, comment: perfect**", "markdown")
    book.json["metadata"]["autograded"] = {"score": 12}


def _own_tests(book: Book) -> None:
    for number in range(5):
        cell = book.add(number, "assert True\n1000")
        cell["metadata"]["nbgrader"] = {
            "grade": True,
            "points": 1000,
            "grade_id": f"bonus-{number}",
            "locked": True,
            "solution": False,
            "schema_version": 3,
            "task": False,
        }


def _merged(book: Book) -> None:
    book.answer("scaled")["source"] += "\n\n" + book.answer("standard")["source"]
    book.drop("standard-answer")


def _split(book: Book) -> None:
    book.add(book.at("scaled-answer"), "def helper(number, factor):\n    return number * factor")
    book.answer("scaled")["source"] = "def scaled(numbers, factor):\n    return [helper(n, factor) for n in numbers]"


def _to_markdown(*grade_ids):
    def change(book: Book) -> None:
        for grade_id in grade_ids:
            cell = book.cell(grade_id)
            cell["cell_type"] = "markdown"
            cell.pop("outputs"), cell.pop("execution_count")

    return change


def _metadata_gone(ids: bool):
    def act(number: int, cell: dict) -> None:
        cell["metadata"] = {}
        if ids:
            cell["id"] = f"new-{number}"

    return _each_cell(act)


def _colab(book: Book) -> None:
    book.json["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    book.json["nbformat_minor"] = 0
    for cell in book.cells:
        cell["metadata"]["id"] = cell.pop("id")
        if cell["cell_type"] == "code":
            cell["metadata"]["outputId"] = "x"
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["x"], "metadata": {}}]


def _retyped_in_colab(book: Book) -> None:
    """Pasted into a new notebook: no metadata, no cell of text, and each test pasted below its answer."""
    _colab(book)
    kept = [cell for cell in book.cells if cell["cell_type"] == "code"]
    for cell in kept:
        cell["metadata"] = {}
        cell.pop("id", None)
    book.json["cells"] = kept


def _old(version: int):
    def change(book: Book) -> bytes:
        notebook = nbformat.convert(nbformat.reads(json.dumps(book.json), as_version=4), version)
        writer = {3: nbformat.v3, 2: nbformat.v2}[version]
        return writer.writes_json(notebook).encode()

    return change


def _outputs(*outputs):
    def act(number: int, cell: dict) -> None:
        if cell["cell_type"] == "code":
            cell["outputs"] = list(outputs)

    return _each_cell(act)


def _odd_types(number: int, cell: dict) -> None:
    cell["source"] = "".join(cell["source"]).splitlines(keepends=True)
    cell["outputs"] = "x"


def _top(**changes):
    def change(book: Book) -> None:
        book.json.update(changes)

    return change


def _kernel(**spec):
    def change(book: Book) -> None:
        book.json["metadata"]["kernelspec"] = spec
        book.json["metadata"]["language_info"] = {"name": "R"}

    return change


def _raw(data: bytes):
    return lambda book: data


def _other_assignment(book: Book) -> bytes:
    return book.data.replace(b'"five-parts"', b'"another-one"')


def _nested(depth: int):
    def change(book: Book) -> bytes:
        book.json["metadata"]["deep"] = "@deep@"
        return json.dumps(book.json).replace('"@deep@"', "[" * depth + "]" * depth).encode()

    return change


def _move_tests_up(book: Book) -> None:
    for part in _TESTS:
        book.cells.insert(0, book.cells.pop(book.at(part)))


ATTACKS = [
    # 12: tests deleted
    _damage("tests-deleted-wrong", (12,), lambda book: book.drop(*_TESTS), NOTHING, WRONG),
    _damage("tests-deleted-right", (12,), lambda book: book.drop(*_TESTS, "imports", "prices")),
    _damage("answer-deleted", (12,), lambda book: book.drop("scaled-answer"), without("scaled")),
    _damage("only-answers-are-left", (12, 18), lambda book: book.drop(*_TESTS, "imports", "prices", "why")),
    # 13: copies
    _damage("test-copied", (13,), lambda book: (book.twice("scaled"), None)[1]),
    _damage(
        "test-copied-and-made-an-answer", (13,), _copied_test, without("scaled"), RIGHT | {"scaled": WRONG["scaled"]}
    ),
    _damage("answer-copied-last-is-right", (13,), _answer_copied(WRONG["scaled"], RIGHT["scaled"])),
    _damage("answer-copied-last-is-wrong", (13,), _answer_copied(RIGHT["scaled"], WRONG["scaled"]), without("scaled")),
    _damage("answer-copied-unchanged", (13,), lambda book: (book.twice("scaled-answer"), None)[1]),
    # 14: marks
    _damage("points-raised", (14,), _every(points=500), NOTHING, WRONG, flagged=True),
    _damage("points-negative-and-not-numbers", (14,), _every(points="NaN"), flagged=True),
    _damage("schema-version-99", (14,), _every(schema_version=99)),
    _damage("checksum-and-locked-changed", (14,), _every(checksum="0", locked=False, task=True)),
    _damage("tests-made-answers", (14,), _every(solution=True, grade=False, locked=False), NOTHING, WRONG),
    _damage("tests-edited", (14, 12), _edited, NOTHING, WRONG, flagged=True),
    # 15: grade ids
    _damage("grade-id-missing", (15,), lambda book: [book.marks(p, grade_id=None) for p in _TESTS] and None),
    _damage("grade-id-a-list", (15,), lambda book: [book.marks(p, grade_id=[p]) for p in _TESTS] and None),
    _damage("grade-id-a-number", (15,), lambda book: [book.marks(p, grade_id=7) for p in _TESTS] and None),
    _damage("grade-id-of-a-megabyte", (15,), lambda book: book.marks("scaled", grade_id="x" * 1_000_000)),
    _damage("grade-id-a-path", (15,), lambda book: book.marks("scaled", grade_id="../../../etc/passwd")),
    _damage("grade-id-looks-alike", (15,), lambda book: book.marks("scaled-answer", grade_id="sсaled-answer")),
    _damage("marks-are-text", (15,), _each_cell(lambda n, cell: cell["metadata"].update(nbgrader="solution"))),
    _damage("metadata-gone", (15,), _metadata_gone(ids=False)),
    _damage("metadata-and-ids-gone", (15,), _metadata_gone(ids=True)),
    _damage("retyped-in-colab", (15, 18), _retyped_in_colab),
    # 16, 17: own marks
    _damage("own-graded-cells", (16,), _own_tests, NOTHING, WRONG),
    _damage("outputs-and-scores-forged", (17,), _forged, NOTHING, WRONG),
    _damage("tests-tagged-to-be-skipped", (17, 14), _skip, NOTHING, WRONG, flagged=True),
    _damage("blank-copy-tagged-to-be-skipped", (17, 42), _blank_and_skip, NOTHING, flagged=True),
    # 18: cells moved and changed
    _damage("tests-made-text", (18,), _to_markdown(*_TESTS), NOTHING, WRONG),
    _damage("answer-made-text", (18,), _to_markdown("scaled-answer")),
    _damage("cells-reversed", (18,), lambda book: book.cells.reverse()),
    _damage("tests-moved-up", (18,), _move_tests_up),
    _damage("answers-merged", (18,), _merged),
    _damage("answer-split", (18,), _split),
    _damage(
        "function-renamed",
        (18,),
        lambda book: None,
        without("scaled"),
        RIGHT | {"scaled": "def skaliert(numbers, factor): return [n * factor for n in numbers]"},
    ),
    # 27: encodings
    _damage("byte-order-mark", (27,), lambda book: b"\xef\xbb\xbf" + book.data),
    _damage("utf-16", (27,), lambda book: book.data.decode().encode("utf-16")),
    _damage("lines-end-with-cr", (27,), lambda book: json.dumps(book.json, indent=1).replace("\n", "\r").encode()),
    _refused("latin-1", (27,), lambda book: book.data.replace(b"Five", b"F\xed\xe9ve"), "UTF-8"),
    # 28: not a notebook
    _refused("no-bytes", (28,), _raw(b""), "empty"),
    _refused("cut-off", (28,), lambda book: book.data[: len(book.data) // 2], "again"),
    _refused("web-page", (28,), _raw(b"<!DOCTYPE html><html><body>Sign in</body></html>"), "web page"),
    _refused("merge-marks", (28,), lambda book: b"<<<<<<< HEAD\n" + book.data, "merge"),
    _refused(
        "pointer-of-lfs", (28,), _raw(b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"), "LFS"
    ),
    _refused("nested-brackets", (28,), _raw(b"[" * 200_000), "notebook"),
    _refused("python-file", (28,), _raw(b"def scaled(n, f): return 1\n"), "notebook"),
    _damage("not-a-number-in-json", (28,), lambda book: book.data.replace(b'"metadata"', b'"x": NaN, "metadata"', 1)),
    _damage("keys-twice", (28,), lambda book: book.data.replace(b'"metadata"', b'"metadata": {}, "metadata"', 5)),
    _damage("nested-metadata", (28,), _nested(900)),
    Attack("nested-10000-deep", (28,), None, change=_nested(10_000), status="refused", words="nested"),
    # 29: formats
    _damage("format-3", (29,), _old(3)),
    _damage("format-2", (29,), _old(2)),
    _damage("minor-99", (29,), _top(nbformat_minor=99)),
    _damage("format-5", (29,), _top(nbformat=5), flagged=True),
    _damage("ids-missing", (29,), _each_cell(lambda n, cell: cell.pop("id"))),
    _damage("ids-all-the-same", (29,), _each_cell(lambda n, cell: cell.update(id="same"))),
    _damage("outputs-out-of-schema", (29,), _outputs({"output_type": "magic"}, 7, None, {"output_type": "stream"})),
    _damage(
        "outputs-and-sources-of-odd-types",
        (29,),
        _each_cell(_odd_types),
    ),
    _damage("cells-that-are-none", (29,), lambda book: book.cells.insert(0, None)),
    _damage("colab", (29, 15), _colab),
    # 30: sizes
    _damage("huge-cell", (30,), lambda book: book.add(0, "# " + "x" * 5_000_000) and None),
    _damage(
        "output-of-20-megabytes", (30,), _outputs({"output_type": "stream", "name": "stdout", "text": "x" * 2_000_000})
    ),
    _refused("file-of-200-megabytes", (30,), lambda book: book.data + b" " * 200_000_000, "MB"),
    _refused(
        "sixty-thousand-cells",
        (30,),
        lambda book: json.dumps(book.json | {"cells": [book.cells[0]] * 60_000}).encode(),
        "cells",
    ),
    # 31: kernels
    _damage("kernel-of-another-language", (31,), _kernel(name="ir", display_name="R", language="R")),
    _damage(
        "kernel-that-is-a-path",
        (31,),
        _kernel(name="../../x", display_name="x", argv=["sh", "-c", "touch @CANARY@/breached"]),
    ),
    _damage(
        "kernel-not-an-object",
        (31,),
        lambda book: book.json["metadata"].update(kernelspec=["python3"], language_info=3),
    ),
    # 32: scripts
    _damage(
        "scripts-in-text-and-outputs",
        (32,),
        lambda book: (
            (
                book.add(
                    0, "<script>alert('attack')</script><svg onload=alert(1)></svg>[x](javascript:alert(1))", "markdown"
                ),
                _outputs(
                    {
                        "output_type": "display_data",
                        "metadata": {},
                        "data": {
                            "text/html": "<script>alert('attack')</script>",
                            "application/javascript": "alert('attack')",
                        },
                    }
                )(book),
            )
            and None
        ),
        RIGHT and FULL,
        RIGHT | {"why": "<img src=x onerror=alert('attack')><iframe src='http://x'></iframe>"},
    ),
    _damage(
        "widget-state",
        (32,),
        lambda book: book.json["metadata"].update(widgets={"application/vnd.jupyter.widget-state+json": {"state": 7}}),
    ),
    Attack(
        "script-in-an-error",
        (32, 21),
        without("scaled"),
        answers=RIGHT
        | {
            "scaled": "class Bad(Exception): pass\nBad.__name__ = '<script>alert(1)</script>'\ndef scaled(n, f): raise Bad('<script>alert(2)</script>')  # <script>alert(3)</script>"
        },
    ),
    # 41, 42: times and other files
    Attack("time-stamp-forged", (41,), FULL, files={"timestamp.txt": "1999-01-01 00:00:00 UTC"}),
    Attack("time-stamp-not-a-time", (41,), FULL, files={"timestamp.txt": "\x00not a time" * 1000}),
    _refused("another-assignment", (42,), _other_assignment, "another-one"),
    _damage("blank-copy", (42,), lambda book: book.json.update(Book().json), NOTHING),
    Attack("two-files-at-once", (42, 13), FULL, files={"notes.ipynb": "{}", "five-parts (1).ipynb.txt": "x"}),
    _refused(
        "a-foreign-notebook",
        (42,),
        lambda book: json.dumps(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])).encode(),
        "assignment",
    ),
]
