"""One submission from start to end: two processes out of the warm parent, each in a box, and what they report.

This side runs no submission and no test. It starts the processes, replaces a learner's process that ended, says why it
ended, and keeps every report as it comes, so that nothing that was decided is lost.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from time import monotonic

from .channel import Channel, Closed, Late

LEARNER = "aiskills.grading.engine.learner:main"
TESTS = "aiskills.grading.engine.tests:main"
# Names of the errors that stand for a limit; no Python exception has them.
CELL_LIMIT = "CellTimeoutError"
NOTEBOOK_LIMIT = "NotebookTimeLimit"
TESTS_LIMIT = "TestsTimeout"
PROCESS_ENDED = "ProcessEnded"
PROCESS_KILLED = "ProcessKilled"
MEMORY_LIMIT = "MemoryLimit"
GRADER_STOPPED = "GraderStopped"

_GRACE = 120.0  # seconds beyond a submission's own limits after which the tests' process is taken for lost
_SOON, _AT_LAST = 2.0, 60.0  # seconds in which an end is seen; seconds in which one that was asked for comes


@dataclass
class Report:
    """What came of a submission: by cell number its outputs and error, by grade id the part's report, and notes."""

    cells: dict[int, dict] = field(default_factory=dict)
    parts: dict[str, dict] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    peak: int = 0  # bytes, where the box can tell
    complete: bool = False


class Session:
    """Runs the plan of one submission. ``spawn(entry, fds, files)`` starts a process (see ``aiskills.warm``).

    ``files`` is what the learner's code finds beside it, ``course_files`` what the tests find.
    """

    def __init__(self, spawn, plan: dict, files: str, course_files: str) -> None:
        self.spawn, self.plan, self.files, self.course_files = spawn, plan, files, course_files
        self.report = Report()
        self.learner = self.tests = self.link = None

    def run(self) -> Report:
        patience = self.plan["notebook_seconds"] + self.plan["cell_seconds"] + _GRACE
        ends = monotonic() + patience
        ours, theirs = socket.socketpair()
        self.control = Channel(ours)
        try:
            first = self._start_learner()
            with theirs:
                self.tests = self.spawn(TESTS, [theirs.fileno(), first.fileno()], self.course_files)
            first.close()
            self.control.send(self.plan, seconds=_GRACE)
            while not self.report.complete and monotonic() < ends:
                self._step(ends)
        except (Closed, Late):
            pass  # what is not in the report was not decided
        finally:
            for child in (self.learner, self.tests):
                if child is not None:
                    child.kill()
            for child in (self.learner, self.tests):
                if child is not None:
                    child.close()
                    self.report.peak = max(self.report.peak, child.peak or 0)
            ours.close()
            if self.link:
                self.link.close()
        return self.report

    def _start_learner(self) -> socket.socket:
        """Start a learner's process; returns the tests' end of its line."""
        near, far = socket.socketpair()
        with far:
            self.learner = self.spawn(LEARNER, [far.fileno()], self.files)
        # Our own copy of the line: when the process ends but something that it started holds the line open, we cut it.
        if self.link:
            self.link.close()
        self.link = near.dup()
        return near

    def _step(self, ends: float) -> None:
        watched = [self.control.socket, self.tests]
        if self.learner is not None:
            watched.append(self.learner)
        ready = wait(watched, timeout=max(0.1, ends - monotonic()))
        if self.learner in ready and self.control.socket not in ready:
            try:
                self.link.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            wait([self.control.socket, self.tests], timeout=max(0.1, ends - monotonic()))
        elif not ready:
            raise Late
        message, _ = self.control.receive(max(0.1, ends - monotonic()))
        if "part" in message:
            self.report.parts[message["part"]] = message
        elif "cell" in message:
            self.report.cells[message["cell"]] = message
        elif "need" in message:
            self._replace_learner(message)
        elif "done" in message:
            self.report.notes += message["notes"]
            self.report.modules = message["modules"]
            self.report.complete = True

    def _replace_learner(self, message: dict) -> None:
        self.report.notes += message["notes"]
        error = self._why(message["late"], message["notes"])
        self.learner.kill()
        self.learner.close()
        self.report.peak = max(self.report.peak, self.learner.peak or 0)
        self.learner = None
        near = self._start_learner()
        self.control.send({"error": error}, seconds=_GRACE)
        socket.send_fds(self.control.socket, [b"L"], [near.fileno()])
        near.close()

    def _why(self, late: bool, notes: list[str]) -> dict:
        """Why the learner's process is gone: by a limit, by its own doing, or by something that nobody here did."""
        if late:
            return {"limit": CELL_LIMIT}
        ended = self.learner.wait(_SOON)
        if ended is None:  # alive, or a busy machine has not told its end yet: only what lives still can be killed
            self.learner.kill()
            ended = self.learner.wait(_AT_LAST)
        if ended is None or ended.why == "killed":  # its line is closed or speaks nonsense: the code's own doing
            self.report.notes.append("integrity: the code disturbed its line to the grader")
            return {"limit": PROCESS_ENDED, "text": "it closed its line to the grader"}
        if ended.why == "memory":
            return {"limit": MEMORY_LIMIT}
        if ended.signal == 24:  # SIGXCPU
            return {"limit": CELL_LIMIT}
        if ended.signal == 9 and "signal" not in notes and not ended.why:
            # Nobody saw the code do it: the machine may have been out of memory, or a person ended the process.
            return {"limit": PROCESS_KILLED, "text": "signal 9"}
        text = f"signal {ended.signal}" if ended.signal else f"exit status {ended.code}"
        return {"limit": PROCESS_ENDED, "text": text}
