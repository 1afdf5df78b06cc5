"""Grading from Python: bytes in, verdict out."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from aiskills.grading.api import Grader

from .conftest import TINY


@pytest.fixture(scope="module")
def grader(tmp_path_factory):
    source = tmp_path_factory.mktemp("course") / "source" / "tiny-sums"
    shutil.copytree(TINY, source)
    with Grader(source) as grader:
        yield grader


def test_a_notebook_is_graded_in_the_box(grader, pupil):
    verdict, executed = grader.grade(pupil().data, student="amina")
    assert (verdict.status, verdict.score, verdict.max_score) == ("graded", 5, 8)
    assert verdict.parts["why"].outcome == "needs-person"
    assert executed["nbformat"] == 4 and any("hidden_numbers" in cell["source"] for cell in executed["cells"])


def test_the_same_file_gives_the_same_verdict_and_nothing_in_it_raises(grader, pupil):
    wrong = pupil().write("total-answer", "def total(numbers):\n    return sum(map(abs, numbers))").data
    first, second = (grader.grade(wrong, student="binh", seed=7)[0] for _ in range(2))
    first.seconds = second.seconds = 0
    assert first == second and first.parts["total"].outcome == "zero"
    verdict, executed = grader.grade(b"not a notebook", student="carla")
    assert verdict.status == "refused" and verdict.reason and executed is None


def test_the_box_hides_the_course_and_the_network(grader, pupil):
    code = (
        "import os, socket\n"
        f"seen = [p for p in ({str(grader.source)!r}, {str(grader.course)!r}, {__file__!r}, '/etc/shadow') "
        "if os.path.exists(p)]\n"
        "try:\n"
        "    socket.create_connection(('192.0.2.1', 80), 2)\n"
        "    seen.append('network')\n"
        "except OSError:\n"
        "    pass\n"
        "def total(numbers):\n"
        "    assert not seen, seen\n"
        "    return sum(numbers)"
    )
    verdict, executed = grader.grade(pupil().write("total-answer", code).data, student="dawit")
    assert verdict.parts["total"].score == 2, verdict
    assert any("network" in flag for flag in verdict.flags)


def test_closing_leaves_nothing(tmp_path):
    source = tmp_path / "source" / "tiny-sums"
    shutil.copytree(TINY, source)
    with Grader(source) as grader:
        pid, folder = grader._engine.warm.pid, grader._scratch.name
    assert subprocess.run(["ls", folder], capture_output=True).returncode != 0
    assert subprocess.run(["ps", "-p", str(pid)], capture_output=True).returncode != 0


def test_an_assignment_whose_own_answers_fail_is_not_used_to_grade(tmp_path):
    source = tmp_path / "source" / "tiny-sums"
    shutil.copytree(TINY, source)
    path = source / "tiny-sums.ipynb"
    path.write_text(path.read_text().replace("return sum(numbers)\\n", "return 0\\n", 1))
    with pytest.raises(SystemExit, match="own answers do not pass the part 'total'"):
        Grader(source)
