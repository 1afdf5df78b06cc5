"""A large class on a cluster of separate processes on this machine: throughput over time, and memory at start and end.

A scheduler and two workers of one thread, each a process as an operator starts it; the submissions are those of a tiny
assignment (three right, one empty, and so on), graded in the box by ``batch.grade``, which writes gradebook, feedback
and overview as always. `python -m benchmarks cluster --submissions=500` grades fewer.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

from aiskills.grading import batch
from aiskills.grading.release import build

from . import processes, submissions
from .grading import TINY, asked, processor

SUBMISSIONS, WORKERS, STEPS = 10_000, 2, 10


class _Local:
    """The processes of the cluster; ``memory()`` gives megabytes by what they are."""

    def __init__(self, folder: str, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.scheduler = self._start("dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = self._wait_for("0.log", "Scheduler at:").split()[-1]
        common = (self.address, "--nthreads", "1", "--no-nanny", "--local-directory", folder)
        self.workers = [self._start("dask_worker", *common) for _ in range(WORKERS)]
        for number in range(WORKERS):
            self._wait_for(f"{number + 1}.log", "Registered to:")

    def _start(self, program: str, *args: str) -> subprocess.Popen:
        self.started = getattr(self, "started", -1) + 1
        log = self.stack.enter_context(open(f"{self.folder}/{self.started}.log", "wb"))
        command = [sys.executable, "-m", f"distributed.cli.{program}", "--no-dashboard", *args]
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)
        self.stack.callback(process.wait)
        self.stack.callback(process.terminate)
        return process

    def _wait_for(self, name: str, words: str) -> str:
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            for line in Path(self.folder, name).read_text(encoding="utf-8").splitlines():
                if words in line:
                    return line
            time.sleep(0.1)
        sys.exit(f"The cluster did not start: {Path(self.folder, name).read_text(encoding='utf-8')[-500:]}")

    def memory(self) -> dict[str, float]:
        below = {worker.pid: processes.tree(worker.pid) for worker in self.workers}
        warm = [
            pid
            for worker, found in below.items()
            for pid, parent in found.items()
            if parent == worker and "aiskills.warm" in processes.command_of(pid)
        ]
        held = {
            "command": [os.getpid()],
            "scheduler": [self.scheduler.pid],
            "worker": list(below),
            "warm_parent": warm,
        }
        return {f"{name}_mb": round(processes.mean_mb(pids)["resident"], 1) for name, pids in held.items() if pids}


def measure() -> dict:
    count = asked("submissions", SUBMISSIONS)
    step = max(1, count // STEPS)
    times, memory = [], {}
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        handed_in = Path(folder) / "in"
        with tempfile.TemporaryDirectory() as scratch:
            submissions.write_tiny(build(TINY, Path(scratch)), handed_in, count)
        cluster = _Local(stack.enter_context(tempfile.TemporaryDirectory()), stack)

        def report(_verdict) -> None:
            times.append(time.perf_counter() - started)
            if len(times) in (step, count):
                memory[f"after_{len(times)}"] = cluster.memory()
            if len(times) % step == 0:
                print(f"  {len(times)} of {count} after {times[-1]:.0f} s", flush=True)

        started = time.perf_counter()
        verdicts = batch.grade(
            TINY, handed_in, Path(folder) / "out", course=Path(folder), cluster=cluster.address, report=report
        )
        whole = time.perf_counter() - started
    marks = [0, *range(step - 1, count, step)]
    by_time = {str(end + 1): round(60 * (end - start) / (times[end] - times[start])) for start, end in pairwise(marks)}
    return {
        "submissions": count,
        "results": len(verdicts),
        "each_once": len({verdict.source for verdict in verdicts}) == len(verdicts) == count,
        "workers": WORKERS,
        "seconds": round(whole, 1),
        "first_verdict_after_seconds": round(times[0], 1),
        "submissions_a_minute": round(60 * (count - 1) / (times[-1] - times[0])),
        "processor": processor(),
        "status": dict(Counter(verdict.status for verdict in verdicts)),
        "points": {f"{score:g}": number for score, number in sorted(Counter(v.score or 0.0 for v in verdicts).items())},
        "submissions_a_minute_up_to": by_time,
        "memory": memory,
    }
