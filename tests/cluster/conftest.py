"""A real cluster on this machine: a scheduler and workers, each a process of its own, started as an operator does."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aiskills.grading.release import build
from aiskills.grading.workers import Task
from tests.unit.grading.conftest import TINY, Pupil

LOST = 300.0  # seconds after which something that should have happened did not


class Cluster:
    """Starts and ends the processes; ``address`` is the scheduler's."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.processes = folder, []
        # Two deaths of workers are enough to suspect a submission; without a break between a worker and the next.
        self.env = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        self.scheduler, text = self._start("dask_scheduler", ["--host", "127.0.0.1", "--port", "0"], r"Scheduler at:")
        self.address = re.search(r"(tcp://127\.0\.0\.1:\d+)", text)[1]

    def worker(self, *more: str, env: dict[str, str] | None = None) -> subprocess.Popen:
        args = [self.address, "--nthreads", "1", "--local-directory", str(self.folder), *more]
        return self._start("dask_worker", args, r"Registered to:", env)[0]

    def _start(self, program: str, args: list[str], ready: str, env=None) -> tuple[subprocess.Popen, str]:
        log = self.folder / f"{len(self.processes)}.log"
        with log.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{program}", "--no-dashboard", *args],
                stdout=file,
                stderr=file,
                cwd=self.folder,
                env=self.env | (env or {}),
            )
        self.processes.append(process)
        ends = time.monotonic() + LOST
        while not re.search(ready, log.read_text()):
            assert process.poll() is None and time.monotonic() < ends, log.read_text()[-2000:]
            time.sleep(0.05)
        return process, log.read_text()

    def close(self) -> None:
        """Workers first: without its scheduler a worker takes long to end."""
        for team in (self.processes[1:], self.processes[:1]):
            for process in team:
                process.send_signal(signal.SIGTERM)
            for process in team:
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


@pytest.fixture
def cluster(tmp_path):
    started = Cluster(tmp_path)
    yield started
    started.close()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    return build(TINY, tmp_path_factory.mktemp("course"))


@pytest.fixture
def tasks(tiny):
    """So many submissions: every fifth wrong in one part, every seventh not a notebook."""

    def make(count: int) -> list[Task]:
        made = []
        for number in range(count):
            pupil = Pupil(tiny)
            if number % 5 == 4:
                pupil.write(answers(tiny)[0], "x = 1")
            data = b"not a notebook" if number % 7 == 6 else pupil.data
            made.append(Task(f"learner{number}", f"learner{number}.ipynb", data, seed=1000 + number))
        return made

    return make


def answers(assignment) -> list[str]:
    """The grade ids of the answer cells."""
    marks = (cell.metadata.get("nbgrader", {}) for cell in assignment.source.cells)
    return [mark["grade_id"] for mark in marks if mark.get("solution") and not mark.get("grade")]
