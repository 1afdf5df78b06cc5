"""The same grading on a Dask cluster: bytes of submissions go out, bytes of verdicts come back.

The gradebook, the feedback and the key of the seeds stay here; a worker gets the assignment once, and for each
submission the file, the learner's name and one seed. Only ``--cluster`` imports this module (and ``distributed``).
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from math import inf
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from uuid import uuid4

from distributed import Client, Future, KilledWorker

from . import bench
from .course import rules_of
from .engine.engine import Rules, as_plain
from .release import Assignment
from .verdicts import CANNOT_GRADE, Verdict
from .workers import Task

WAIT = 30.0  # seconds for the scheduler to answer, and for a worker to be there
_LOOK = 2.0  # seconds between two looks at the workers
_FETCH = 600.0  # the longest of the waits for one result, in seconds
_AHEAD = 2  # submissions on their way for each that a worker can grade at once


def run(
    assignment: Assignment,
    tasks: Sequence[Task],
    address: str,
    config_file: Path | None = None,
    rules: Rules | None = None,
    trusted: bool = False,
) -> Iterator[tuple[Verdict, str | None]]:
    """Grade the tasks on the workers of the scheduler at ``address``; yields as ``workers.run`` does.

    A submission whose workers die again and again is tried once more alone, then it cannot be graded. Leaving the loop
    early cancels what is on its way. Raises SystemExit with one sentence when the scheduler, or every worker, is gone.
    """
    if not tasks:
        return
    rules = rules or rules_of(assignment.folder, config_file)
    for logger in [name for name in logging.root.manager.loggerDict if name.split(".")[0] == "distributed"]:
        logging.getLogger(logger).setLevel(logging.CRITICAL)  # what goes wrong is told in sentences of our own
    client = _connect(address)
    name = f"aiskills-{assignment.slug}-{uuid4().hex[:12]}"
    batch = None
    try:
        # Everything on its way may be large at once: the warning is for those who send the same data with each task.
        warnings.filterwarnings("ignore", message="Sending large graph")
        _hand_out(client, address, bench.Bench(name, assignment.slug, bench.pack(assignment), as_plain(rules), trusted))
        batch = _Batch(client, address, name, tasks, assignment)
        yield from batch
    finally:
        _end(client, name, list(batch.flying) if batch else [])


def _connect(address: str) -> Client:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # differences of versions are looked for by us
            client = Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError, TimeoutError, TypeError, RuntimeError):
        raise SystemExit(
            f"No scheduler answers at {address}: start one (`dask scheduler`), or mend the address "
            "(tcp://host:8786, or tls://host:8786 with your certificates in Dask's settings)."
        ) from None
    try:
        client.wait_for_workers(1, timeout=WAIT)
    except (OSError, TimeoutError):
        client.close(timeout=2)
        raise SystemExit(
            f"The scheduler at {address} has no worker: start some (`dask worker {address} --nthreads 1`)."
        ) from None
    return client


def _hand_out(client: Client, address: str, what: bench.Bench) -> None:
    try:
        client.register_plugin(what, name=what.name)
    except Exception as error:
        raise SystemExit(
            f"A worker of {address} cannot run the grader ({type(error).__name__}: {str(error)[:200]}): install the "
            "same version of this course on every machine."
        ) from None


def _end(client: Client, name: str, flying: list[Future]) -> None:
    """Cancel, take the assignment back from the workers, hang up; whatever of it still can be done."""
    try:
        if client.status == "running":
            if flying:
                client.cancel(flying, force=True)
            client.unregister_worker_plugin(name)
    except Exception:  # the scheduler is going down: its workers see to themselves
        pass
    finally:
        client.close(timeout=5)


class _Batch:
    """The submissions of a batch on their way: those to come, those sent, those whose workers died."""

    def __init__(self, client: Client, address: str, name: str, tasks: Sequence[Task], assignment: Assignment) -> None:
        self.client, self.address, self.name = client, address, name
        self.waiting, self.suspects = deque(tasks), deque()
        self.flying: dict[Future, tuple[Task, bool]] = {}  # with whether it flies alone
        self.done: SimpleQueue[Future] = SimpleQueue()
        self.points = sum(float(cell.metadata.nbgrader.points) for cell in assignment.parts.values())
        self.unfit: dict[str, str] = {}  # address of a worker -> why it cannot grade
        self.fit: dict[str, int] = {}  # address -> how many submissions it grades at once
        self.looked, self.nobody_since, self.sent = 0.0, inf, 0

    def __iter__(self) -> Iterator[tuple[Verdict, str | None]]:
        while self.waiting or self.suspects or self.flying:
            self._look()
            self._launch()
            try:
                future = self.done.get(timeout=_LOOK)
            except Empty:
                continue
            result = self._take(future)
            if result:
                yield result

    def _look(self) -> None:
        """See which workers are there. Raises SystemExit when nobody is left to work."""
        if self.client.status != "running":
            raise SystemExit(self._lost())
        if monotonic() - self.looked < _LOOK:
            return
        try:
            there = self.client.nthreads()
        except Exception:
            raise SystemExit(self._lost()) from None
        self.looked = monotonic()
        self.fit = {worker: threads for worker, threads in there.items() if worker not in self.unfit}
        # From when nobody was seen: between two looks this computer may have slept for an hour.
        self.nobody_since = inf if self.fit else min(self.nobody_since, self.looked)
        if there and not self.fit and not self.flying:
            worker = next(name for name in there if name in self.unfit)
            raise SystemExit(f"No worker can grade. {worker}: {self.unfit[worker]}")
        if self.looked - self.nobody_since > WAIT:
            raise SystemExit(
                f"No worker is left at {self.address}: start some, then go on with the same command and --resume."
            )

    def _lost(self) -> str:
        return f"The scheduler at {self.address} is gone: start it again, then the same command with --resume."

    def _launch(self) -> None:
        room = _AHEAD * sum(self.fit.values())
        while self.waiting and len(self.flying) < room:
            self._send(self.waiting.popleft(), alone=False)
        if self.suspects and not self.waiting and not self.flying and self.fit:
            # Two that were sent to the same worker are both suspected when it dies: alone, it shows which one it was.
            self._send(self.suspects.popleft(), alone=True)

    def _send(self, task: Task, alone: bool) -> None:
        self.sent += 1
        item = json.dumps({"student": task.student, "source": task.source, "seed": task.seed}).encode()
        future = self.client.submit(
            bench.grade,
            self.name,
            item,
            task.data,
            key=f"{self.name}-{self.sent}",
            workers=list(self.fit) if self.unfit else None,
            allow_other_workers=bool(self.unfit),
            pure=False,
        )
        self.flying[future] = (task, alone)
        future.add_done_callback(self.done.put)

    def _take(self, future: Future) -> tuple[Verdict, str | None] | None:
        task, alone = self.flying.pop(future)
        try:
            reply = json.loads(self._fetch(future))
        except KilledWorker:
            if not alone:
                self.suspects.append(task)
                return None
            reason = "The machines that graded this file stopped each time: a person must look."
            return Verdict(task.student, task.source, CANNOT_GRADE, max_score=self.points, reason=reason), None
        except TimeoutError:
            self.waiting.append(task)
            return None
        except (Exception, asyncio.CancelledError) as error:
            self.flying[future] = (task, alone)
            if future.cancelled() or self.client.status != "running":
                raise SystemExit(self._lost()) from None
            raise SystemExit(
                f"A worker of {self.address} cannot run the grader ({type(error).__name__}: {str(error)[:200]})."
            ) from None
        finally:
            future.release()
        if "unfit" in reply:
            self._leave_out(reply["worker"], reply["unfit"])
            self.waiting.appendleft(task)
            return None
        return Verdict.from_json(reply["verdict"]), reply["notebook"]

    def _fetch(self, future: Future) -> bytes:
        """A result that is ready. It may go with its worker, and another does it again, if there is one.

        Each wait is longer than the last, for one that is cut off begins anew. Raises TimeoutError in the end, and
        SystemExit when nobody is left.
        """
        patience = WAIT
        while True:
            try:
                return future.result(timeout=patience)
            except TimeoutError:
                self._look()
                patience *= 2
                if patience > _FETCH:
                    raise

    def _leave_out(self, worker: str, why: str) -> None:
        if worker not in self.unfit:
            print(f"The worker {worker} is left out. {why}", file=sys.stderr)
        self.unfit[worker] = why
        self.fit.pop(worker, None)
        self.looked = 0.0
