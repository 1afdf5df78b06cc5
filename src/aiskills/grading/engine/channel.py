"""Framed messages over a stream socket: a JSON tree, and byte blobs beside it.

    4 bytes  length of the head, big endian
    head     JSON: {"m": tree, "b": [length of each blob]}
    blobs    one after another

Whoever reads decides how much it takes (``HEAD``, ``BLOBS``) and how long it waits.
"""

from __future__ import annotations

import json
import socket
from time import monotonic

HEAD = 24 << 20
BLOBS = 512 << 20
_STEP = 1 << 20


class Closed(Exception):
    """The other side is gone, or speaks nonsense, which counts the same."""


class Late(Exception):
    """No answer in time."""


class Channel:
    """One end. ``send`` and ``receive`` raise Closed; ``receive`` raises Late after ``seconds``."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock

    @classmethod
    def of(cls, number: int) -> Channel:
        """A channel over an inherited file descriptor."""
        return cls(socket.socket(fileno=number))

    def send(self, tree: object, blobs=(), seconds: float | None = None) -> None:
        head = json.dumps({"m": tree, "b": [len(blob) for blob in blobs]}, separators=(",", ":")).encode()
        try:
            self.socket.settimeout(seconds)
            self.socket.sendall(len(head).to_bytes(4, "big") + head)
            for blob in blobs:
                self.socket.sendall(blob)
        except TimeoutError:
            raise Late from None
        except OSError:
            raise Closed from None

    def receive(self, seconds: float | None = None) -> tuple[object, list[bytearray]]:
        ends = None if seconds is None else monotonic() + seconds
        size = int.from_bytes(self._take(4, ends), "big")
        if size > HEAD:
            raise Closed
        try:
            head = json.loads(self._take(size, ends))
            tree, lengths = head["m"], head["b"]
            if sum(lengths) > BLOBS or not all(type(n) is int and n >= 0 for n in lengths):
                raise Closed
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Closed from None
        return tree, [self._take(n, ends) for n in lengths]

    def _take(self, size: int, ends: float | None) -> bytearray:
        data = bytearray()
        while len(data) < size:  # grows with what really comes, not with what was announced
            try:
                self.socket.settimeout(None if ends is None else max(0.001, ends - monotonic()))
                piece = self.socket.recv(min(size - len(data), _STEP))
            except TimeoutError:
                raise Late from None
            except OSError:
                raise Closed from None
            if not piece:
                raise Closed
            data += piece
        return data

    def close(self) -> None:
        self.socket.close()
