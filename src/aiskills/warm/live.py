"""One child as the warm parent knows it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from typing import Any

from aiskills.warm.protocol import Request, line
from aiskills.warm.rooms import Stay


class Live:
    """A connection, from the request to the end of its child."""

    def __init__(self, sock: socket.socket):
        self.socket = sock
        self.request = Request()
        self.whole = False
        self.gone = False
        self.pid: int | None = None
        self.status: int | None = None  # as waitpid gave it
        self.folder: str | None = None  # working folder of a child without a box
        self.stay: Stay | None = None
        self.killed = False

    def kill(self) -> None:
        """SIGKILL to the child and everything in its room, or in its session."""
        self.killed = self.killed or self.status is None  # one that had ended already ended in its own way
        if self.stay is not None:
            self.stay.holder.kill()
        elif self.pid is not None and self.status is None:
            for kill in (os.killpg, os.kill):
                try:
                    kill(self.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass

    def end(self) -> dict[str, Any]:
        """After everything has ended: free what it held, and say how it ended."""
        code = os.waitstatus_to_exitcode(self.status)
        hit, peak = (False, None) if self.stay is None else self.stay.end()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
        if hit:  # whichever of its processes was the largest: the verdict must not hang on the kernel's choice
            return {"code": None, "signal": signal.SIGKILL, "why": "memory", "peak": peak}
        why = "killed" if code < 0 and self.killed else ""
        return {"code": code if code >= 0 else None, "signal": -code if code < 0 else None, "why": why, "peak": peak}

    def say(self, answer: dict[str, Any]) -> None:
        """Tell the client, if it is still there."""
        try:
            self.socket.send(line(answer))
        except OSError:
            pass
