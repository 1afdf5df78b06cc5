"""The loop of the warm parent: requests in, forked children out, ends reported."""

from __future__ import annotations

import os
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from typing import Any

from aiskills.warm import child as in_child
from aiskills.warm.protocol import Request, line


class Live:
    """A connection, from the request to the end of its child."""

    def __init__(self, sock: socket.socket):
        self.socket = sock
        self.request = Request()
        self.pid: int | None = None
        self.folder: str | None = None  # working folder of a child without a box
        self.killed = False


class Server:
    """Serves in one thread. `serve` returns None when the starter is gone, and in each child what it has to do."""

    def __init__(self, folder: str):
        self.folder = folder
        self.selector = selectors.DefaultSelector()
        self.lives: dict[socket.socket, Live] = {}
        self.pids: dict[int, Live] = {}
        self.next: Callable[[], None] | None = None
        self.stop = False
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(os.path.join(folder, "s"))
        self.listener.listen(128)
        self.listener.setblocking(False)
        self.wake_read, self.wake_write = socket.socketpair()
        for end in (self.wake_read, self.wake_write):
            end.setblocking(False)
        self.selector.register(self.listener, selectors.EVENT_READ, self._accept)
        self.selector.register(self.wake_read, selectors.EVENT_READ, self._reap)
        # The starter holds the other end of our stdin: its end is our end. A forked copy of the starter may hold it
        # too, therefore the process itself is watched where that is possible.
        self.selector.register(0, selectors.EVENT_READ, self._starter_gone)
        self.starter = -1
        if hasattr(os, "pidfd_open"):
            try:
                self.starter = os.pidfd_open(os.getppid())
                self.selector.register(self.starter, selectors.EVENT_READ, self._starter_gone)
            except OSError:
                pass

    def serve(self) -> Callable[[], None] | None:
        """Serve until the starter is gone (None), or in a child until it was forked (what to do next)."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the starter, who ends us
        signal.set_wakeup_fd(self.wake_write.fileno(), warn_on_full_buffer=False)
        while not self.stop:
            for key, _ in self.selector.select():
                key.data() if key.fileobj not in self.lives else key.data(self.lives[key.fileobj])
                if self.next is not None:
                    return self.next
        for live in list(self.lives.values()):
            self._kill(live)
        while self.pids:
            self._ended(*os.waitpid(-1, 0))
        return None

    def _starter_gone(self) -> None:
        self.stop = True

    def _accept(self) -> None:
        try:
            sock, _ = self.listener.accept()
        except OSError:
            return  # gone again, or no descriptor left: the next round
        sock.setblocking(False)
        self.lives[sock] = Live(sock)
        self.selector.register(sock, selectors.EVENT_READ, self._readable)

    def _readable(self, live: Live) -> None:
        if live.pid is not None:
            try:
                data = live.socket.recv(16)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            if not data:  # the client has gone: stop listening to it, or this socket stays readable for ever
                self.selector.unregister(live.socket)
            self._kill(live)
            return
        try:
            if live.request.receive(live.socket):
                self._fork(live)
        except BlockingIOError:
            return
        except (EOFError, OSError, ValueError, KeyError):
            self._forget(live)

    def _fork(self, live: Live) -> None:
        """Make the child. In the child, set self.next."""
        live.folder = tempfile.mkdtemp(prefix="w", dir=self.folder)
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            self.next = self._child(live)
            return
        live.pid = pid
        self.pids[pid] = live
        for fd in live.request.fds:
            os.close(fd)
        live.request = Request()

    def _child(self, live: Live) -> Callable[[], None]:
        """In the child: let go of everything of the server; what is left to do needs only plain values."""
        status = live.socket.detach()
        for other in self.lives.values():
            if other is not live:
                other.socket.detach()
        for sock in (self.listener, self.wake_read, self.wake_write):
            sock.detach()
        request = live.request
        return partial(_open, status, request.head, bytes(request.data), request.fds, live.folder)

    def _kill(self, live: Live) -> None:
        if live.pid is None:
            return
        live.killed = True
        for kill in (os.killpg, os.kill):
            try:
                kill(live.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def _reap(self) -> None:
        try:
            self.wake_read.recv(4096)
        except BlockingIOError:
            pass
        for pid in list(self.pids):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self._ended(ended, status)

    def _ended(self, pid: int, status: int) -> None:
        live = self.pids.pop(pid, None)
        if live is None:
            return
        code = os.waitstatus_to_exitcode(status)
        why = "killed" if live.killed and code < 0 else ""
        if live.folder is not None:
            shutil.rmtree(live.folder, ignore_errors=True)
        self._say(live, {"code": code if code >= 0 else None, "signal": -code if code < 0 else None, "why": why})
        self._forget(live)

    def _say(self, live: Live, answer: dict[str, Any]) -> None:
        try:
            live.socket.send(line(answer))
        except OSError:
            pass  # the client has gone

    def _forget(self, live: Live) -> None:
        for fd in live.request.fds:
            os.close(fd)
        del self.lives[live.socket]
        try:
            self.selector.unregister(live.socket)
        except KeyError:
            pass
        live.socket.close()


def _open(status: int, head: dict[str, Any], argument: bytes, fds: list[int], folder: str) -> None:
    """A child without a box: fresh state, own folder, then the entry."""
    try:
        os.setsid()
        in_child.fresh_signals()
        in_child.end_with_parent()
        function = in_child.find(head["entry"])
        if head["files"] is not None:
            source = os.open(head["files"], os.O_RDONLY | os.O_DIRECTORY)
            in_child.copy_files(source, folder)
        in_child.at_home(folder)
        output = fds.pop() if head["output"] else None
        in_child.fresh_random()
        in_child.keep_only([*fds, status], output)
        in_child.fresh_streams()
        os.write(status, line({"started": os.getpid()}))
        os.close(status)
    except BaseException as error:
        text = f"A child could not be made: {type(error).__name__}: {error}."
        os.write(status, line({"error": "warm", "text": text}))
        os._exit(1)
    sys.argv[:] = ["child"]
    in_child.run(function, argument, fds)
