"""Answers that may differ from run to run are known by their words, run twice, and never given points by luck."""

from __future__ import annotations

import pytest

from aiskills.grading.chance import may_differ
from aiskills.grading.workers import Task, run

CHANCE = [
    "import time",
    "from datetime import date",
    "x = pd.Timestamp.now()",
    "rng = np.random.default_rng()",
    "import random\nrandom.seed()",
    "import os\nos.urandom(4)",
    "key = id(object())",
    "from concurrent.futures import ThreadPoolExecutor",
    "open('/dev/urandom', 'rb')",
]
STEADY = [
    "rng = np.random.default_rng(3)",
    "time = np.asarray(time)\ntime.max()",
    "def choose(rows, time=None):\n    return time is not None",
    "import random\nrandom.seed(1)\nrandom.random()",
    "this is not python",
]


@pytest.mark.parametrize("source", CHANCE)
def test_chance_is_known_by_its_words(source):
    assert may_differ([source])


@pytest.mark.parametrize("source", STEADY)
def test_steady_code_is_run_once(source):
    assert not may_differ([source])


def test_points_that_only_one_of_two_runs_earns_are_for_a_person(tiny, pupil):
    # Two runs agree half of the time; that all of 24 submissions agree happens once in 16 million times.
    code = "import os\nluck = os.urandom(1)[0] % 2\ndef total(numbers):\n    return sum(numbers) if luck else -1"
    data = pupil().write("total-answer", code).data
    verdicts = [v for v, _ in run(tiny, [Task(f"s{n}", f"s{n}", data, n + 1) for n in range(24)], workers=2)]
    undecided = [v for v in verdicts if v.status == "cannot-grade"]
    assert undecided and all("Two runs" in v.parts["total"].reason for v in undecided)
    assert all(any("two runs" in flag for flag in v.flags) for v in undecided)
    assert {v.parts["mean-values"].score for v in verdicts} == {2}
