"""What client and warm parent say to each other: one connection a child.

Request: 8 digits (length of the head) and the head (JSON). File descriptors travel with the first byte, the argument in
the first of them: it never enters the memory of the warm parent, which every other child would inherit. Answers: one
JSON object a line, first {"started": true} or {"error": kind, "text": sentence}, then, when the child and everything
that it started have ended, {"code", "signal", "why", "peak"}. Any byte from the client means "kill", and so does the
end of its side.
"""

from __future__ import annotations

import array
import json
import os
import socket
import sys
import tempfile
from dataclasses import dataclass, field
from typing import Any

DIGITS = 8
ROOM_FELL = "No process could be made"  # how the answer begins when the room that stood ready is gone
MOST_FDS = 250  # the kernel's limit of one message is 253


@dataclass
class Request:
    """A request as it arrives in pieces. `head` is None until it is whole."""

    data: bytearray = field(default_factory=bytearray)
    length: int = DIGITS
    fds: list[int] = field(default_factory=list)
    head: dict[str, Any] | None = None

    def receive(self, sock: socket.socket) -> bool:
        """Take what has come; True when the request is whole. Raises EOFError when the other side has gone."""
        data, ancillary, _, _ = sock.recvmsg(self.length - len(self.data), socket.CMSG_SPACE(MOST_FDS * 4))
        for level, kind, payload in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                fds = array.array("i")
                fds.frombytes(payload[: len(payload) - len(payload) % fds.itemsize])
                for fd in fds:
                    os.set_inheritable(fd, False)  # or the next room would be built with it inside
                self.fds.extend(fds)
        if not data:
            raise EOFError
        self.data += data
        if len(self.data) == DIGITS:
            self.length = DIGITS + int(self.data)
        if len(self.data) < self.length or self.length == DIGITS:
            return False
        self.head = json.loads(self.data[DIGITS:])
        return True


def send_request(sock: socket.socket, head: dict[str, Any], argument: bytes, fds: list[int]) -> None:
    """Send one request; `sock` blocks."""
    text = json.dumps(head).encode()
    first = b"%0*d" % (DIGITS, len(text)) + text
    held = hold(argument)
    try:
        rights = array.array("i", [held, *fds])
        sent = sock.sendmsg([first], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
        if sent < len(first):  # a call with nothing fails when the answer came at once and the other side has gone
            sock.sendall(first[sent:])
    finally:
        os.close(held)


def hold(data: bytes) -> int:
    """A descriptor of a file without a name that holds `data`, to be read from its beginning."""
    if sys.platform == "linux":
        fd = os.memfd_create("argument", os.MFD_CLOEXEC)
    else:
        fd, name = tempfile.mkstemp()
        os.unlink(name)
    with open(fd, "wb", closefd=False) as file:
        file.write(data)
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


def line(answer: dict[str, Any]) -> bytes:
    """One answer as it travels."""
    return json.dumps(answer).encode() + b"\n"
