"""Faults of the machine in the middle of a batch: nothing is lost, and nothing becomes a learner's zero."""

from __future__ import annotations

import os
import signal
from multiprocessing import forkserver

from aiskills.grading import workers
from aiskills.grading.engine.engine import Engine
from aiskills.grading.workers import Task, run


def _tasks(pupil, count: int) -> list[Task]:
    return [Task(f"s{number}", f"s{number}.ipynb", pupil().data, seed=number + 1) for number in range(count)]


def test_the_warm_parent_may_die_in_mid_run(tiny, pupil, monkeypatch):
    parents = []
    start = Engine._start_warm

    def noted(self, folder):
        start(self, folder)
        parents.append(self.warm.pid)

    monkeypatch.setattr(Engine, "_start_warm", noted)
    verdicts = []
    for verdict, _ in run(tiny, _tasks(pupil, 8), workers=2):
        verdicts.append(verdict)
        if len(verdicts) == 2:
            os.kill(parents[0], signal.SIGKILL)
    assert sorted(v.student for v in verdicts) == [f"s{n}" for n in range(8)]
    assert {(v.status, v.score) for v in verdicts} == {("graded", 5)}, [v for v in verdicts if v.status != "graded"]
    assert len(parents) == 2


def test_a_worker_may_die_in_mid_run(tiny, pupil, monkeypatch):
    started = []
    start = workers._start
    monkeypatch.setattr(workers, "_start", lambda *args: started.append(start(*args)) or started[-1])
    verdicts = []
    for verdict, _ in run(tiny, _tasks(pupil, 8), workers=2):
        verdicts.append(verdict)
        if len(verdicts) == 2:
            os.kill(started[0].process.pid, signal.SIGKILL)
    assert sorted(v.student for v in verdicts) == [f"s{n}" for n in range(8)]
    assert {(v.status, v.score) for v in verdicts} == {("graded", 5)}
    assert len(started) == 3


def test_the_process_that_makes_workers_may_die_while_it_makes_one(tiny, pupil, monkeypatch):
    killed = []
    connect = forkserver.connect_to_new_process

    def connect_and_kill(fds):
        ends = connect(fds)
        if not killed:
            killed.append(forkserver._forkserver._forkserver_pid)
            os.kill(killed[0], signal.SIGKILL)
        return ends

    monkeypatch.setattr(forkserver, "connect_to_new_process", connect_and_kill)
    verdicts = [verdict for verdict, _ in run(tiny, _tasks(pupil, 4), workers=2)]
    assert killed and sorted((v.student, v.status, v.score) for v in verdicts) == [
        (f"s{number}", "graded", 5) for number in range(4)
    ]
