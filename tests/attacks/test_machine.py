"""The grader's own accidents: a worker or the whole command killed, a full disk. Never a learner's zero."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time

import psutil
import pytest

from aiskills.grading.verdicts import GRADED
from tests.unit.warm.helpers import alive, tree

from .attack import HERE, MOST, RIGHT, WRONG, Attack
from .campaign import Course

pytestmark = [pytest.mark.slow, pytest.mark.row(45)]

_SLOW = {**RIGHT, "spread": "import time\ntime.sleep(1.2)\nspread = 93"}


@pytest.fixture
def course(tmp_path):
    course = Course(tmp_path)
    for number in range(4):
        Attack(f"right-{number}", (), None, answers=_SLOW).write(course.submissions, {})
    Attack("wrong", (), None, answers=WRONG).write(course.submissions, {})
    return course


def _scores(run) -> dict[str, float | None]:
    return {name: verdict.score for name, verdict in run.verdicts.items()}


EXPECTED = {f"right-{number}": MOST for number in range(4)} | {"wrong": 0.0}


def _start(course, wait_from: int | None = None, **more) -> subprocess.Popen:
    """The command; it waits for its end once ``wait_from`` results stand, so that nobody can come too late for that."""
    command = course.command(course.submissions, course.root / "marks")
    if wait_from is not None:
        command = [sys.executable, str(HERE.parent / "held.py"), str(wait_from), *command[3:]]
    return subprocess.Popen(
        command,
        cwd=course.course,
        env=course.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        **more,
    )


def _wait_for(what, seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.05)


def _lines(course) -> int:
    path = course.root / "marks" / "results.jsonl"
    return path.read_text(encoding="utf-8").count("\n") if path.exists() else 0


def test_the_command_is_killed_and_goes_on_with_resume(course):
    process = _start(course, wait_from=2)
    _wait_for(lambda: _lines(course) >= 2)
    family = tree(process.pid)
    process.kill()
    process.wait()
    _wait_for(lambda: not any(map(alive, family)))
    run = course.grade(course.root / "marks", None, "--resume")
    assert run.status == 0, run.text[-2000:]
    assert _scores(run) == EXPECTED
    assert _lines(course) == len(EXPECTED)


def test_processes_below_the_command_are_killed(course):
    """Every process below the command is killed once: no submission may get a zero from it that it did not earn."""
    process = _start(course)
    _wait_for(lambda: len(psutil.Process(process.pid).children(recursive=True)) >= 2)
    killed = 0
    for _ in range(3):
        time.sleep(1)
        for child in psutil.Process(process.pid).children(recursive=True):
            try:
                child.kill()
                killed += 1
            except psutil.NoSuchProcess:
                pass
    text = process.communicate(timeout=600)[0].decode(errors="replace")
    assert killed
    if process.returncode == 0:
        run = course.grade(course.root / "marks", None, "--resume")
    else:
        assert "Traceback" not in text, text[-2000:]
        run = course.grade(course.root / "marks", None, "--resume")
    for name, verdict in run.verdicts.items():
        assert verdict.status != GRADED or verdict.score == EXPECTED[name], verdict
    assert _scores(run) == EXPECTED


def test_a_full_disk_is_a_sentence_and_no_zero(course):
    """A limit on the size of files stands for a disk that is full: the gradebook cannot grow."""

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, resource.RLIM_INFINITY))

    process = _start(course, preexec_fn=limited)
    text = process.communicate(timeout=600)[0].decode(errors="replace")
    assert process.returncode != 0 and "Traceback" not in text, text[-2000:]
    for name, verdict in course.grade(course.root / "marks", None, "--resume").verdicts.items():
        assert verdict.status == GRADED and verdict.score == EXPECTED[name], verdict


def test_ctrl_c_is_followed_by_resume(course):
    process = _start(course, wait_from=1)
    _wait_for(lambda: _lines(course) >= 1)
    os.killpg(process.pid, signal.SIGINT)
    text = process.communicate(timeout=600)[0].decode(errors="replace")
    assert process.returncode == 130 and "--resume" in text and "Traceback" not in text, text[-2000:]
    assert _scores(course.grade(course.root / "marks", None, "--resume")) == EXPECTED
