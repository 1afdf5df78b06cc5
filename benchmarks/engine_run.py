"""One batch through ``batch.grade``, for ``benchmarks.grading``: its last line is JSON with times, CPU and memory."""

import json
import sys
import tempfile
import time
from pathlib import Path

from aiskills.grading import batch

from . import processes


def main(source: str, submissions: str, workers: str) -> None:
    workers, times, cpu, memory, order = int(workers), [], [], {}, []
    started = time.perf_counter()

    def report(verdict) -> None:
        times.append(time.perf_counter() - started)
        order.append(verdict.student)
        count = len(times)
        if count in (workers, total):
            cpu.append(processes.cpu_seconds())
        if count % 100 == 0:
            memory[count] = _memory()

    def begin(_done: int, all_of_them: int) -> None:
        nonlocal total
        total = all_of_them

    total = 0
    with tempfile.TemporaryDirectory() as course:
        verdicts = batch.grade(
            Path(source),
            Path(submissions),
            Path(course) / "out",
            course=Path(course),
            workers=workers,
            begin=begin,
            report=report,
        )
    left = len(times) - workers
    scores = {v.student: {name: part.score for name, part in v.parts.items()} for v in verdicts}
    facts = {
        "seconds_each": (times[-1] - times[workers - 1]) / left,
        "cpu_each": (cpu[-1] - cpu[0]) / left,
        "first": order[:workers],
        "first_verdict": times[0],
        "scores": scores,
        "memory": memory,
    }
    print(json.dumps(facts))


def _memory() -> dict[str, dict[str, float]]:
    """Megabytes of this process, of the workers (mean) and of the warm parent."""
    parents = processes.tree()
    here = next(iter(parents))
    command = {pid: processes.command_of(pid) for pid in parents}
    helpers = [pid for pid, parent in parents.items() if parent == here and "forkserver" in command[pid]]
    team = [pid for pid, parent in parents.items() if parent in helpers]
    warm = [pid for pid, parent in parents.items() if parent == here and "aiskills.warm" in command[pid]]
    return {
        name: processes.mean_mb(pids) for name, pids in (("command", [here]), ("worker", team), ("warm_parent", warm))
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
