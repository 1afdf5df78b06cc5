"""Whatever is handed in: the right verdict for it, and the others in the batch are graded as if it were not there."""

from __future__ import annotations

import json
import os
import signal
import threading
import time

import nbformat
import pytest

from aiskills.grading.engine.engine import Rules
from aiskills.grading.workers import Task, run

from .conftest import Pupil

FULL = {"total": 2, "mean-values": 2, "mean-empty": 1}
NO_TOTAL = {"total": 0, "mean-values": 2, "mean-empty": 1}
NOTHING = {"total": 0, "mean-values": 0, "mean-empty": 0}


def _metadata_gone(p: Pupil, ids: bool) -> bytes:
    for number, cell in enumerate(p.cells):
        cell["metadata"] = {}
        if ids:
            cell["id"] = f"new-{number}"
    return p.data


def _change(p: Pupil, part: str, /, **marks) -> bytes:
    p.cell(part)["metadata"]["nbgrader"].update(marks)
    return p.data


def _version_3(p: Pupil) -> bytes:
    return nbformat.v3.writes_json(nbformat.convert(nbformat.reads(p.data.decode(), as_version=4), 3)).encode()


def _tagged(p: Pupil) -> bytes:
    p.write("total-answer", "def total(numbers):\n    return 3")
    for cell in p.cells:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception"]
    return p.data


def _reordered(p: Pupil) -> bytes:
    p.cells.reverse()
    return p.data


def _forged(p: Pupil) -> bytes:
    p.write("total-answer", "def total(numbers):\n    return 3")
    p.cell("total")["outputs"] = [
        {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "2.0"}}
    ]
    return p.data


def _own_tests(p: Pupil) -> bytes:
    p.add(0, "assert True")
    p.cells[0]["metadata"]["nbgrader"] = {
        "grade": True,
        "points": 1000,
        "grade_id": "bonus",
        "locked": True,
        "solution": False,
    }
    return p.data


def _colab(p: Pupil) -> bytes:
    p.book["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    p.book["nbformat_minor"] = 0
    for cell in p.cells:
        cell["metadata"]["id"] = cell.pop("id")
        if cell["cell_type"] == "code":
            cell["metadata"]["outputId"] = "x"
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["x"], "metadata": {}}]
    return p.data


# name: (the file, made from a right submission; points by part, or a word of the refusal)
FILES = {
    "right": (lambda p: p.data, FULL),
    # Not a notebook.
    "empty": (lambda p: b"", "empty"),
    "not-json": (lambda p: b"this is my homework", "broken in line 1"),
    "truncated": (lambda p: p.data[: len(p.data) // 2], "cut off"),
    "web-page": (lambda p: b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
    "zip": (lambda p: b"PK\x03\x04....", "zip archive"),
    "pdf": (lambda p: b"%PDF-1.7", "PDF"),
    "latin-1": (lambda p: p.data.replace(b"Tiny", b"T\xedny"), "UTF-8"),
    "merge-conflict": (lambda p: b"<<<<<<< HEAD\n" + p.data, "git merge"),
    "nested": (lambda p: b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
    "a-list": (lambda p: b"[1, 2]", "no cells"),
    "cells-are-text": (lambda p: json.dumps({"cells": "none", "nbformat": 4}).encode(), "not a list"),
    "other-assignment": (lambda p: p.data.replace(b'"tiny-sums"', b'"f02-honest-evaluation"'), "f02-honest-evaluation"),
    # Damaged or changed, and graded all the same.
    "format-99": (lambda p: json.dumps({**p.book, "nbformat": 99}).encode(), FULL),
    "metadata-and-ids-gone": (lambda p: _metadata_gone(p, ids=True), FULL),
    "byte-order-mark": (lambda p: b"\xef\xbb\xbf" + p.data, FULL),
    "utf-16": (lambda p: p.data.decode().encode("utf-16"), FULL),
    "version-3": (_version_3, FULL),
    "colab": (_colab, FULL),
    "metadata-gone": (lambda p: _metadata_gone(p, ids=False), FULL),
    "no-notebook-metadata": (lambda p: json.dumps({"cells": p.cells}).encode(), FULL),
    "damaged-cell": (
        lambda p: json.dumps({**p.book, "cells": [None, {"cell_type": "magic"}, *p.cells]}).encode(),
        FULL,
    ),
    "half-a-character": (lambda p: p.add(0, "# \ud800").data, FULL),
    "test-deleted": (lambda p: p.without("total").data, FULL),
    "all-tests-deleted": (lambda p: p.without("total", "mean-values", "mean-empty", "imports").data, FULL),
    "test-deleted-wrong-answer": (
        lambda p: p.write("total-answer", "def total(n):\n    return 3").without("total").data,
        NO_TOTAL,
    ),
    "answer-deleted": (lambda p: p.without("total-answer").data, NO_TOTAL),
    "test-twice": (lambda p: p.twice("total").data, FULL),
    "answer-twice": (lambda p: p.twice("total-answer").data, FULL),
    "test-edited": (
        lambda p: p.write("total-answer", "def total(n):\n    return 3").write("total", "pass").data,
        NO_TOTAL,
    ),
    "points-raised": (lambda p: _change(p, "total", points=500), FULL),
    "test-made-an-answer": (lambda p: _change(p, "total", solution=True, grade=False, locked=False), FULL),
    "schema-99": (lambda p: _change(p, "total", schema_version=99), FULL),
    "grade-id-a-list": (lambda p: _change(p, "total", grade_id=["total"]), FULL),
    "own-graded-cell": (_own_tests, FULL),
    "test-moved-up": (lambda p: (p.cells.insert(0, p.cells.pop(p.at("total"))), p.data)[1], FULL),
    "reordered": (_reordered, FULL),
    "skip-execution": (_tagged, NO_TOTAL),
    "forged-outputs": (_forged, NO_TOTAL),
    # What the code does.
    "warning": (
        lambda p: (
            p.write(
                "total-answer",
                "import warnings, sys\ndef total(n):\n    warnings.warn('x')\n"
                "    print('noise', file=sys.stderr)\n    return sum(n)",
            ).data
        ),
        FULL,
    ),
    "error-in-own-cell": (lambda p: p.add(1, "1 / 0").data, FULL),
    "sys-exit": (lambda p: p.add(1, "import sys\nsys.exit()").data, FULL),
    "endless-loop": (lambda p: p.add(1, "while True:\n    pass").data, FULL),
    "endless-loop-in-a-part": (
        lambda p: p.write("total-answer", "def total(n):\n    while True:\n        pass").data,
        NO_TOTAL,
    ),
    # A process that ended is replaced: what does not need the cell that ended it is graded on its merit.
    "loop-that-cannot-be-stopped": (
        lambda p: (
            p.add(
                1,
                "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nsignal.signal(signal.SIGALRM, "
                "signal.SIG_IGN)\nwhile True:\n    pass",
            ).data
        ),
        FULL,
    ),
    "process-ended": (lambda p: p.add(p.at("mean-answer"), "import os\nos._exit(0)").data, FULL),
    "process-ended-in-an-answer": (
        lambda p: p.write("total-answer", "import os\nos._exit(0)\ndef total(n):\n    return sum(n)").data,
        NO_TOTAL,
    ),
    "process-ended-by-a-call": (
        lambda p: p.write("total-answer", "import os\ndef total(n):\n    os._exit(0)").data,
        NO_TOTAL,
    ),
    "killed-itself": (
        lambda p: p.write("total-answer", "import os\ndef total(n):\n    os.kill(os.getpid(), 9)").data,
        NO_TOTAL,
    ),
    "huge-output": (lambda p: p.add(1, "for n in range(400):\n    print('x' * 100_000)").data, FULL),
    "colab-line": (lambda p: p.add(0, "%cd /content\nfrom google.colab import drive").data, FULL),
}


@pytest.fixture(scope="module")
def verdicts(tiny):
    tasks = [Task(name, f"{name}.ipynb", make(Pupil(tiny)), seed=4711) for name, (make, _) in FILES.items()]
    found = {v.student: v for v, _ in run(tiny, tasks, workers=2, rules=Rules(cell=12, notebook=90))}
    assert len(found) == len(FILES)
    return found


@pytest.mark.parametrize("name", FILES)
def test_the_verdict_of(name, verdicts):
    verdict, expected = verdicts[name], FILES[name][1]
    if isinstance(expected, str):
        assert verdict.status == "refused" and expected in verdict.reason, verdict
        assert verdict.score is None and not verdict.parts
        return
    assert verdict.status == "graded", verdict
    assert {part: verdict.parts[part].score for part in FULL} == expected, verdict
    assert verdict.parts["why"].outcome == "needs-person"
    assert verdict.score == sum(expected.values()) and verdict.max_score == 8
    for part in verdict.parts.values():
        assert part.outcome == "scored" or part.reason
        assert part.score is None or 0 <= part.score <= part.max_score


def test_what_was_put_right_is_told(verdicts):
    told = {name: " ".join(verdicts[name].flags) for name in FILES}
    assert not told["right"]
    for name, word in {
        "test-deleted": "put back",
        "test-twice": "2 times",
        "test-edited": "edited",
        "points-raised": "points",
        "skip-execution": "skip-execution",
        "answer-deleted": "missing",
        "own-graded-cell": "bonus",
    }.items():
        assert word in told[name], (name, told[name])


def test_the_learner_hears_why(verdicts):
    reasons = {name: verdicts[name].parts["total"].reason for name in FILES if verdicts[name].parts}
    assert reasons["forged-outputs"] == "total is wrong for a list with negative numbers: every number counts"
    assert "time" in reasons["endless-loop-in-a-part"]
    assert "not defined" in reasons["answer-deleted"]
    assert "ended the Python process (exit status 0)" in reasons["process-ended-in-an-answer"]
    assert "ended the Python process (exit status 0)" in reasons["process-ended-by-a-call"]


@pytest.mark.parametrize(("kills", "status"), [(1, "graded"), (2, "cannot-grade")])
def test_a_process_that_somebody_else_killed_is_tried_again_and_never_a_zero(tiny, pupil, tmp_path, kills, status):
    waiting = (
        "import os, pathlib, time\n"
        f"notes = pathlib.Path({str(tmp_path)!r})\n"
        f"if len(list(notes.iterdir())) < {kills}:\n"
        "    (notes / str(os.getpid())).touch()\n"
        "    time.sleep(60)\n"
    )
    data = pupil().write("total-answer", waiting + "def total(numbers):\n    return sum(numbers)").data
    killer = threading.Thread(target=_kill_those_noted, args=(tmp_path, kills), daemon=True)
    killer.start()
    ((verdict, notebook),) = run(tiny, [Task("x", "x.ipynb", data, 1)], workers=1, trusted=True)
    killer.join()
    assert verdict.status == status and notebook
    if status == "graded":
        assert {name: verdict.parts[name].score for name in FULL} == FULL
    else:
        assert verdict.score is None and verdict.parts["total"].outcome == "cannot-grade"
        assert "stopped from outside" in verdict.parts["total"].reason


def _kill_those_noted(folder, kills: int) -> None:
    done: set[str] = set()
    while len(done) < kills:
        for note in folder.iterdir():
            if note.name not in done:
                done.add(note.name)
                os.kill(int(note.name), signal.SIGKILL)
        time.sleep(0.05)
