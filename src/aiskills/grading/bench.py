"""A worker of a cluster while a batch runs: it holds the assignment, and grades what it is sent.

Only ``cluster`` imports this, and the Dask workers that it talks to.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import shutil
import sys
import tempfile
import threading
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from distributed import WorkerPlugin, get_worker

from .engine.engine import Engine, from_plain
from .examiner import Examiner, as_text
from .release import Assignment, build
from .verdicts import CANNOT_GRADE

IDLE = 600.0  # seconds without a submission after which the engine's memory is given back
_LIBRARIES = ("numpy", "pandas", "scikit-learn", "matplotlib", "torch", "transformers", "ipython", "nbgrader")
_PACKAGE = Path(__file__).parents[1]

_benches: dict[str, Bench] = {}


class Unfit(Exception):
    """This worker cannot grade; the message says why in one sentence."""


def about() -> dict[str, str]:
    """Name -> version of everything on which a verdict may depend; equal on all machines of a batch."""
    code = hashlib.sha256()
    for path in sorted(path for room in ("grading", "warm", "learn") for path in (_PACKAGE / room).rglob("*.py")):
        code.update(f"{path.relative_to(_PACKAGE).as_posix()}\0".encode() + path.read_bytes())
    found = {"Python": ".".join(map(str, sys.version_info[:2])), "the code of aiskills": code.hexdigest()[:12]}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "(not there)"
    return found


def pack(assignment: Assignment) -> bytes:
    """The assignment as a zip file: its source and its release, without what is kept from learners and machines."""
    scratch = assignment.gradebook.parent
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for room in ("source", "release"):
            for path in sorted((scratch / room / assignment.slug).rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(scratch))
    return held.getvalue()


class Bench(WorkerPlugin):
    """One batch on one worker. Dask gives it to every worker of the cluster, to those that join later too.

    The engine starts with the first submission, and ends when the batch ends or nothing came for ``IDLE`` seconds.
    """

    def __init__(self, name: str, slug: str, parcel: bytes, rules: dict, trusted: bool) -> None:
        self.name, self.slug, self.parcel = name, slug, parcel
        self.rules, self.trusted, self.about = rules, trusted, about()

    def setup(self, worker) -> None:
        self.here = about()  # now: later the files may be those of another version than what runs
        self.place, self.lock, self.timer = worker.local_directory, threading.Lock(), None
        self.folder: Path | None = None
        self.examiner: Examiner | None = None
        self.busy, self.ended = 0, False
        _benches[self.name] = self

    async def teardown(self, worker) -> None:
        _benches.pop(self.name, None)
        await asyncio.to_thread(self._end)

    def grade(self, student: str, source: str, data: bytes, seed: int) -> tuple[str, str | None]:
        """The verdict's JSON and the executed notebook's. Raises Unfit."""
        examiner = self._begin()
        try:
            verdict, notebook = examiner.grade(student, source, data, seed)
        finally:
            self._done()
        if verdict.status == CANNOT_GRADE and not examiner.engine.warm.alive:
            # The machine lost the process that everything here is forked from: one more try, with a new one.
            with self.lock:
                if self.examiner is examiner:
                    self._close()
            examiner = self._begin()
            try:
                verdict, notebook = examiner.grade(student, source, data, seed)
            finally:
                self._done()
        return verdict.to_json(), as_text(notebook)

    def _begin(self) -> Examiner:
        with self.lock:
            if self.ended:
                raise Unfit("The batch has ended.")
            if self.timer:
                self.timer.cancel()
            if self.examiner is None:
                self.examiner = self._start()
            self.busy += 1
            return self.examiner

    def _done(self) -> None:
        with self.lock:
            self.busy -= 1
            if not self.busy and not self.ended:
                self.timer = threading.Timer(IDLE, self._rest)
                self.timer.daemon = True
                self.timer.start()

    def _start(self) -> Examiner:
        for name, ours in self.about.items():
            if self.here[name] != ours:
                raise Unfit(
                    f"{name} is {self.here[name]} there and {ours} here: install the same versions on all machines."
                )
        try:
            if self.folder is None:
                self.folder = Path(tempfile.mkdtemp(prefix="aiskills-", dir=self.place))
                with zipfile.ZipFile(io.BytesIO(self.parcel)) as archive:
                    archive.extractall(self.folder)
            assignment = build(self.folder / "source" / self.slug, self.folder, built=True)
            return Examiner(assignment, Engine(assignment, from_plain(self.rules), trusted=self.trusted).start())
        except SystemExit as told:
            raise Unfit(str(told)) from None

    def _rest(self) -> None:
        with self.lock:
            if not self.busy:
                self._close()

    def _close(self) -> None:
        if self.examiner:
            self.examiner.engine.close()
            self.examiner = None

    def _end(self) -> None:
        self.ended = True  # first: who waits for the lock must not start an engine again
        with self.lock:
            if self.timer:
                self.timer.cancel()
            self._close()
            if self.folder:
                shutil.rmtree(self.folder, ignore_errors=True)


def grade(name: str, item: bytes, data: bytes) -> bytes:
    """What the cluster runs for one submission: ``item`` is JSON, ``data`` the file; returns JSON."""
    facts = json.loads(item)
    try:
        bench = _benches.get(name)
        if bench is None:
            raise Unfit("It did not get the assignment: start this worker again.")
        verdict, notebook = bench.grade(facts["student"], facts["source"], data, facts["seed"])
    except Unfit as why:
        return json.dumps({"unfit": str(why), "worker": get_worker().address}).encode()
    return json.dumps({"verdict": verdict, "notebook": notebook}).encode()
