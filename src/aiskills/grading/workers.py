"""Worker processes: each grades one submission at a time; a worker that dies or hangs costs that submission alone."""

from __future__ import annotations

import base64
import json
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic, sleep

from .course import rules_of
from .engine.engine import Engine, Joined, Rules, as_plain, from_plain
from .examiner import Examiner, as_text
from .release import Assignment, build
from .verdicts import CANNOT_GRADE, Verdict


@dataclass
class Task:
    """One submission to grade. ``source`` names it in the results; ``data`` are the bytes of the file."""

    student: str
    source: str
    data: bytes
    seed: int


@dataclass
class _Worker:
    process: multiprocessing.Process
    pipe: Connection
    task: Task | None = None
    ends: float = 0.0
    address: str = ""  # of the warm parent that its task was given with


# A worker sees to its own limits. So many seconds longer, and it is taken for lost.
_GRACE = 600
_TRIES = 2
_START = 60  # seconds in which a new worker can be made, whatever befalls the process that makes them


def run(
    assignment: Assignment,
    tasks: list[Task],
    workers: int,
    config_file: Path | None = None,
    rules: Rules | None = None,
    trusted: bool = False,
) -> Iterator[tuple[Verdict, str | None]]:
    """Grade the tasks with so many processes; yields each verdict, with the executed notebook's JSON, when it is there.

    The order is that of finishing. A submission whose worker died is tried once more, then it cannot be graded.
    Leaving the loop early (an exception, Ctrl-C) ends the workers. ``trusted`` leaves out the box. Raises SystemExit
    with one sentence where the box cannot be built, or where the instructor's own answers fail the tests.
    """
    if not tasks:
        return
    rules = rules or rules_of(assignment.folder, config_file)
    with Engine(assignment, rules, trusted=trusted) as engine:
        yield from _pool(assignment, tasks, workers, engine)


def _pool(assignment: Assignment, tasks: list[Task], workers: int, engine: Engine):
    patience = 2 * (engine.rules.notebook + engine.rules.cell) + _GRACE
    queue = deque((task, 1) for task in tasks)
    tries: dict[int, int] = {}
    team = [_start(assignment, engine) for _ in range(max(1, min(workers, len(tasks))))]
    try:
        for worker in team:
            _give(worker, queue, tries, patience, engine)
        while any(worker.task for worker in team):
            busy = {worker.pipe: worker for worker in team if worker.task}
            soonest = min(worker.ends for worker in busy.values())
            ready = wait(list(busy), timeout=max(0.1, soonest - monotonic()))
            late = [w for w in busy.values() if w.pipe not in ready and monotonic() > w.ends]
            for worker in [busy[pipe] for pipe in ready] + late:
                task = worker.task
                result = _take(worker, worker in late, tries, queue, assignment)
                undecided = result and result[0].status == CANNOT_GRADE and tries[id(task)] < _TRIES
                if undecided and (engine.revive() or worker.address != engine.joined.address):
                    # The machine lost the process that everything is forked from: that is no verdict on a file.
                    queue.appendleft((task, tries[id(task)] + 1))
                    result = None
                if worker.process.exitcode is not None and queue:
                    fresh = _start(assignment, engine)
                    worker.process, worker.pipe = fresh.process, fresh.pipe
                _give(worker, queue, tries, patience, engine)
                if result:
                    yield result
    finally:
        for worker in team:
            _stop(worker)


@cache
def _context():
    """Workers come from a helper process that has imported what they need once; elsewhere each imports it."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["aiskills.grading.workers"])
    return context


def _start(assignment: Assignment, engine: Engine) -> _Worker:
    context, ends = _context(), monotonic() + _START
    where = (str(assignment.folder), str(assignment.gradebook.parent), asdict(engine.joined), as_plain(engine.rules))
    while True:
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, *where), daemon=True)
        try:
            process.start()
        except (OSError, EOFError):  # the helper process was ended while it made this one: soon there is another
            ours.close()
            if monotonic() > ends:
                raise
            sleep(0.1)
        else:
            return _Worker(process, ours)
        finally:
            theirs.close()


def _give(worker: _Worker, queue: deque, tries: dict[int, int], patience: float, engine: Engine) -> None:
    worker.task = None
    while queue:
        task, number = queue.popleft()
        tries[id(task)] = number
        message = {
            "student": task.student,
            "source": task.source,
            "seed": task.seed,
            "data": base64.b64encode(task.data).decode(),
            "joined": asdict(engine.joined),
        }
        worker.task, worker.ends, worker.address = task, monotonic() + patience, engine.joined.address
        try:
            worker.pipe.send_bytes(json.dumps(message).encode())
        except OSError:  # the worker is dead; the loop above sees that when it reads from it
            pass
        return


def _take(worker: _Worker, late: bool, tries: dict[int, int], queue: deque, assignment: Assignment):
    """The worker's answer; None where its task goes back into the queue because the worker died."""
    task = worker.task
    if not late:
        try:
            reply = json.loads(worker.pipe.recv_bytes())
            return Verdict.from_json(reply["verdict"]), reply["notebook"]
        except (EOFError, OSError):
            pass
    _stop(worker)
    if not late and tries[id(task)] < _TRIES:
        queue.appendleft((task, tries[id(task)] + 1))
        return None
    what = "did not come back in time" if late else "died"
    points = sum(float(cell.metadata.nbgrader.points) for cell in assignment.parts.values())
    reason = f"The grader's process {what} while it graded this file: grade it again."
    return Verdict(task.student, task.source, CANNOT_GRADE, max_score=points, reason=reason), None


def _stop(worker: _Worker) -> None:
    worker.pipe.close()
    if worker.process.is_alive():
        worker.process.terminate()
        worker.process.join(5)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join(60)


def _serve(pipe: Connection, folder: str, scratch: str, joined: dict, rules: dict) -> None:
    """A worker's life: read the assignment that the parent has built, then grade what comes until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    assignment = build(Path(folder), Path(scratch), built=True)
    examiner = Examiner(assignment, Engine(assignment, from_plain(rules), joined=Joined(**joined)))
    while True:
        try:
            task = json.loads(pipe.recv_bytes())
        except (EOFError, OSError):
            return
        examiner.engine.joined = Joined(**task["joined"])
        verdict, notebook = examiner.grade(
            task["student"], task["source"], base64.b64decode(task["data"]), task["seed"]
        )
        pipe.send_bytes(json.dumps({"verdict": verdict.to_json(), "notebook": as_text(notebook)}).encode())
