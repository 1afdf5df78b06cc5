"""What client and warm parent say to each other: one connection a child.

Request: 8 digits (length of the head), the head (JSON), the argument (bytes); file descriptors travel with the first
byte. Answers: one JSON object a line, first {"started": pid} or {"error": kind, "text": sentence}, then, when the child
and everything that it started have ended, {"code", "signal", "why", "peak"}. Any byte from the client means "kill", and
so does the end of its side.
"""

from __future__ import annotations

import array
import json
import socket
from dataclasses import dataclass, field
from typing import Any

DIGITS = 8
MOST_FDS = 250  # the kernel's limit of one message is 253


@dataclass
class Request:
    """A request as it arrives in pieces. `head` is None until it is whole."""

    data: bytearray = field(default_factory=bytearray)
    fds: list[int] = field(default_factory=list)
    head: dict[str, Any] | None = None

    def receive(self, sock: socket.socket) -> bool:
        """Take what has come; True when the request is whole. Raises EOFError when the other side has gone."""
        data, ancillary, _, _ = sock.recvmsg(1 << 20, socket.CMSG_SPACE(MOST_FDS * 4))
        for level, kind, payload in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                fds = array.array("i")
                fds.frombytes(payload[: len(payload) - len(payload) % fds.itemsize])
                self.fds.extend(fds)
        if not data:
            raise EOFError
        self.data += data
        if self.head is None and len(self.data) >= DIGITS:
            length = int(self.data[:DIGITS])
            if len(self.data) >= DIGITS + length:
                self.head = json.loads(self.data[DIGITS : DIGITS + length])
                del self.data[: DIGITS + length]
        return self.head is not None and len(self.data) >= self.head["length"]


def send_request(sock: socket.socket, head: dict[str, Any], argument: bytes, fds: list[int]) -> None:
    """Send one request; `sock` blocks."""
    text = json.dumps({**head, "length": len(argument)}).encode()
    first = b"%0*d" % (DIGITS, len(text)) + text
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
    sent = sock.sendmsg([first], rights)
    sock.sendall(first[sent:])
    sock.sendall(argument)


def line(answer: dict[str, Any]) -> bytes:
    """One answer as it travels."""
    return json.dumps(answer).encode() + b"\n"
