"""Importing what a lesson needs is cheap, and nothing heavy is pulled in."""

import subprocess
import sys

import pytest

from aiskills import learn

HEAVY = ("numpy", "pandas", "matplotlib", "torch", "transformers", "ipywidgets", "IPython", "sklearn")


def test_the_import_takes_no_heavy_package_along():
    code = f"import sys, aiskills.learn; print([m for m in {HEAVY!r} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_quiz_poll_and_check_take_no_heavy_package_along(tmp_path):
    code = (
        f"import os, sys; os.environ['AISKILLS_PROGRESS'] = {str(tmp_path / 'p.json')!r}\n"
        "from aiskills.learn.loader import Lesson\n"
        "one = Lesson('x', {'recall': [], 'poll': {'question': 'q', 'options': [{'id': 'a', 'text': 't'}]},"
        "'checks': {'c': {}}}, {'c': lambda a: None})\n"
        "one.recall(), one.poll('a'), one.check('c', 1)\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_the_import_is_quick():
    # The cost of the package itself, without starting Python: work, not waiting, and the least of five runs, because
    # the machine may be busy.
    code = "import time; t = time.process_time(); import aiskills.learn; print(time.process_time() - t)"
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True) for _ in range(5)]
    assert min(float(run.stdout) for run in runs) < 0.2


@pytest.mark.parametrize("name", learn.__all__)
def test_every_part_is_there(name):
    assert getattr(learn, name) is not None


def test_an_unknown_part_is_named():
    with pytest.raises(AttributeError, match="no part named 'chekc'"):
        learn.chekc  # noqa: B018


def test_an_unknown_lesson_names_those_there_are():
    with pytest.raises(learn.CourseError, match="no lesson 'f99'.*f02-honest-evaluation"):
        learn.lesson("f99")
