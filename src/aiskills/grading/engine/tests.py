"""The tests' process: drives the learner's process cell by cell, and runs the hidden tests between its cells.

It reports to the grader over its control line, one message a cell and a part as they are known, so that what was
tested stays tested whatever happens next:

    {"cell", "outputs", "error"}                      a cell of the learner ran
    {"part", "points"} or {"part", "error", ...}      a test ran; ``points`` is None for all of them
    {"need": "learner", "late"}                       the learner's process is gone: answered with a new one
    {"done", "notes", "modules"}
"""

from __future__ import annotations

import ast
import io
import linecache
import os
import random
import signal
import socket
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from time import monotonic

from .channel import Channel
from .remote import GRACE, Border, LearnerGone, OutOfTime
from .session import CELL_LIMIT, NOTEBOOK_LIMIT, PROCESS_KILLED, TESTS_LIMIT
from .shell import Shell

RESTARTS = 6
_OUTPUT = 20_000


class _TestsTooLong(BaseException):
    """The alarm of this process: the tests themselves ran too long."""


def main(argument: bytes, control: int, link: int) -> None:
    """The entry that the warm parent's child calls."""
    Tests(Channel.of(control), link).serve()


class Tests:
    def __init__(self, control: Channel, link: int) -> None:
        self.control = control
        self.border = Border()
        self.border.connect(link)
        random.seed(0)
        self.names: dict[str, object] = {
            "__name__": "__tests__",
            "__builtins__": __builtins__,
            "get_ipython": Shell.instance,
            "display": lambda *_values, **_options: None,
        }
        sys.path.append(os.getcwd())  # modules of the course that lie beside the notebook; last, so they hide nothing
        self.given_done: set[int] = set()
        self.history: list[dict] = []  # what the learner's process ran, to bring a new one to the same place
        self.restarts = 0
        self.gone: dict | None = None  # why there is no learner's process any more
        self.doubt: dict | None = None  # a cell that nobody knows the end of: what fails after it is not the learner's

    def serve(self) -> None:
        plan, _ = self.control.receive()
        self.plan = plan
        self.cell_seconds = plan["cell_seconds"]
        self.ends = monotonic() + plan["notebook_seconds"]
        for step in plan["steps"]:
            if step["do"] == "run":
                self._run(step)
            else:
                self._test(step)
        self._last_notes()
        modules = self._modules() if plan.get("modules") else []
        self.control.send({"done": True, "notes": list(self.border.notes)[:30], "modules": modules})

    def _run(self, step: dict) -> None:
        report = {"cell": step["cell"], "outputs": [], "error": None}
        if self.gone:
            report["error"] = self.gone
        elif self.ends - monotonic() < 0.5:
            report["error"] = {"limit": NOTEBOOK_LIMIT}
        else:
            report |= self._run_once(step)
            if _from_outside(report["error"]):
                report |= self._run_once(step)
            if _from_outside(report["error"]):
                self.doubt = report["error"]
        self.control.send(report)

    def _run_once(self, step: dict) -> dict:
        if self.gone:
            return {"error": self.gone}
        try:
            answer = self._learner_runs(step)
        except LearnerGone as gone:
            return {"error": self._replace(gone.late)}
        except OutOfTime:
            return {"error": {"limit": NOTEBOOK_LIMIT}}
        self.history.append(step)
        return {"outputs": self._bounded(answer.get("outputs", [])), "error": _cell_error(answer.get("error"))}

    def _bounded(self, outputs: list) -> list:
        """The outputs, unless they are larger than the learner's side lets through: then it was changed."""
        size = sum(len(str(output)) for output in outputs[:10_000])
        return outputs if len(outputs) <= 10_000 and size <= 4 * self.plan["output_limit"] + 100_000 else []

    def _learner_runs(self, step: dict) -> dict:
        seconds = min(self.cell_seconds, self.ends - monotonic())
        request = {"op": "run", "source": step["code"], "cell": step["cell"], "limit": self.plan["output_limit"]}
        answer, _ = self.border.ask(request, seconds=max(0.1, seconds))
        self._note(answer)
        return answer

    def _test(self, step: dict) -> None:
        report = {"part": step["part"], "cell": step["cell"], "points": None}
        if self.gone:
            report |= {"error": self.gone}
        elif self.ends - monotonic() < 0.5:
            report |= {"error": {"limit": NOTEBOOK_LIMIT}}
        else:
            report |= self._examine(step)
            if _from_outside(report.get("error")) and not self.gone:
                report = {"part": step["part"], "cell": step["cell"], "points": None} | self._examine(step)
            if self.doubt and report.get("error"):
                report["error"] = self.doubt
        if step["visible"] and not self.gone:
            try:
                self._learner_runs({"code": step["visible"], "cell": step["cell"]})
                self.history.append({"code": step["visible"], "cell": step["cell"]})
            except LearnerGone as gone:
                self._replace(gone.late)
        self.control.send(report)

    def _examine(self, step: dict) -> dict:
        """Run one test; returns ``points`` or ``error``, and what the test printed."""
        seconds = min(self.cell_seconds, self.ends - monotonic())
        self.border.ends, self.border.waited = monotonic() + seconds, 0.0
        started, printed, gone = monotonic(), io.StringIO(), None
        result: dict = {}
        signal.signal(signal.SIGALRM, _ring)
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds + 2 * GRACE + 1)
            with redirect_stdout(printed), redirect_stderr(printed):
                self._give(step)
                for name in step["asks"]:
                    self.names.pop(name, None)
                    there, value = self.border.get(name)
                    if there:
                        self.names[name] = value
                result["points"] = self._execute(step["code"], f"<test {step['part']}>")
        except LearnerGone as error:
            gone = error.late
        except OutOfTime:
            result["error"] = {"limit": CELL_LIMIT}
        except _TestsTooLong:
            # Whose time was it? Where the tests themselves were busy, a learner must not pay for it.
            mine = self.border.waited < (monotonic() - started) / 2
            result["error"] = {"limit": TESTS_LIMIT if mine else CELL_LIMIT}
        except BaseException as error:
            result["error"] = _test_error(error)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        if gone is not None:
            result["error"] = self._replace(gone)
        result["printed"] = printed.getvalue()[:_OUTPUT]
        return result

    def _give(self, step: dict) -> None:
        """Run the instructor's cells that this test needs, once."""
        for number in step["given"]:
            if number not in self.given_done:
                self.given_done.add(number)
                self._execute(self.plan["given"][str(number)], f"<given {number}>")

    def _execute(self, code: str, name: str) -> float | None:
        """Run code in the tests' names; the value of a last expression that is a number counts as points."""
        linecache.cache[name] = (len(code), None, code.splitlines(True), name)
        tree = ast.parse(code, name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), self.names)
        if last is None:
            return None
        value = eval(compile(ast.Expression(last.value), name, "eval"), self.names)
        return float(value) if type(value) in (int, float) and name.startswith("<test") else None

    def _replace(self, late: bool) -> dict:
        """Ask for a new learner's process and bring it to this place; returns the error that ended the old one."""
        self.border.channel.close()
        self.control.send({"need": "learner", "late": late, "notes": list(self.border.notes)[:30]})
        answer, _ = self.control.receive()
        error = answer["error"]
        self.restarts += 1
        if self.restarts > RESTARTS:
            self.gone = error
            return error
        _, numbers, _, _ = socket.recv_fds(self.control.socket, 1, 1)
        self.border.connect(numbers[0])
        try:
            for step in self.history:
                self._learner_runs(step)
        except LearnerGone:
            self.gone = error
        except OutOfTime:
            self.gone = {"limit": NOTEBOOK_LIMIT}
        return error

    def _last_notes(self) -> None:
        """What the learner's process says of how it was changed. Without an answer there is nothing to say."""
        if self.gone:
            return
        try:
            answer, _ = self.border.ask({"op": "notes"}, seconds=20)
        except (LearnerGone, OutOfTime) as error:
            self.gone = {"limit": str(error)}
            return
        self._note(answer)

    def _note(self, answer: dict) -> None:
        for note in answer.get("notes", [])[:20]:
            self.border.notes[str(note)[:200]] = None

    def _modules(self) -> list[str]:
        """What both processes have imported by now: a warm parent that has it too saves each submission the import."""
        found = set(sys.modules)
        if not self.gone:
            answer, _ = self.border.ask({"op": "modules"}, seconds=60)
            found |= {name for name in answer["value"] if isinstance(name, str)}
        return sorted(found)


def _ring(_number, _frame):
    raise _TestsTooLong


def _from_outside(error: dict | None) -> bool:
    """Whether the learner's process was ended by something that is not the learner's code: worth another try."""
    return bool(error) and error.get("limit") == PROCESS_KILLED


def _cell_error(error: object) -> dict | None:
    """A learner's error for the record: class, text and line; nothing of it is trusted."""
    if not isinstance(error, dict):
        return None
    if error.get("time") is True:
        return {"limit": CELL_LIMIT}
    kinds = error.get("kinds") or ["Exception"]
    place = error.get("place")
    return {
        "name": str(kinds[0]).rpartition(".")[2][:60],
        "text": str(error.get("text", ""))[:2000],
        "place": place if isinstance(place, list) and len(place) == 2 else None,
    }


def _test_error(error: BaseException) -> dict:
    """A failed test: for the learner its class, the test's message and their line; for instructors the traceback."""
    learner = getattr(error, "learner", None)
    try:
        text = str(error)
    except Exception:
        text = ""
    trace = error.__traceback__
    while trace and not trace.tb_frame.f_code.co_filename.startswith(("<test", "<given")):
        trace = trace.tb_next  # the engine's own frames tell an instructor nothing
    lines = traceback.format_exception(type(error), error, trace or error.__traceback__, limit=-8)
    return {
        "name": type(error).__name__[:60],
        "text": text[:4000],
        "own": isinstance(error, AssertionError) and learner is None,
        "place": learner["place"] if learner else None,
        "missing": error.name if isinstance(error, NameError) and learner is None else None,
        "traceback": "".join(lines)[-8000:],
    }
