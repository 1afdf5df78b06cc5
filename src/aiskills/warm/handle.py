"""A child, as the side that asked for it holds it."""

from __future__ import annotations

import json
import select
import socket
import time
from typing import Any

from aiskills.warm.limits import Ended


class WarmError(RuntimeError):
    """The warm parent cannot be started, or is gone: one sentence."""


class Child:
    """One child. `fileno()` becomes readable when it and everything in its box has ended."""

    def __init__(self, sock: socket.socket):
        self._socket = sock
        self._data = b""
        self._ended: Ended | None = None
        self.peak: int | None = None
        """Peak memory in bytes where it is known, after the end."""

    def fileno(self) -> int:
        """A descriptor for select: readable when the child has ended."""
        return self._socket.fileno()

    def wait(self, timeout: float | None = None) -> Ended | None:
        """Wait at most `timeout` seconds (None: for ever) and say how the child ended; None if it still runs."""
        if self._ended is None:
            answer = self.answer(timeout)
            if answer is not None:
                self.peak = answer.get("peak")
                self._ended = Ended(answer.get("code"), answer.get("signal"), answer["why"])
        return self._ended

    def kill(self) -> None:
        """SIGKILL to the child and everything in its box."""
        if self._ended is None:
            try:
                self._socket.send(b"K", socket.MSG_DONTWAIT)
            except OSError:
                pass  # it has ended meanwhile, and so has the warm parent perhaps

    def close(self) -> None:
        """Kill what still runs and free everything."""
        self.kill()
        self._socket.close()
        if self._ended is None:
            self._ended = Ended(None, 9, "killed")

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def answer(self, timeout: float | None = None) -> dict[str, Any] | None:
        """The next answer; {} when the warm parent is gone, None when the time is over."""
        end = None if timeout is None else time.monotonic() + timeout
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        while b"\n" not in self._data:
            left = None if end is None else max(0.0, end - time.monotonic()) * 1000
            if not poll.poll(left):
                return None
            try:
                data = self._socket.recv(65536)
            except ConnectionError:
                data = b""
            if not data:
                return {"signal": 9, "why": ""}  # not by us, and not by a limit
            self._data += data
        text, self._data = self._data.split(b"\n", 1)
        return json.loads(text)
