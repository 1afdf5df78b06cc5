"""The loop of the warm parent: requests in, forked children out, ends reported."""

from __future__ import annotations

import os
import selectors
import shutil
import signal
import socket
import tempfile
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

from aiskills.warm import prepare, start
from aiskills.warm.holder import Holder
from aiskills.warm.limits import Limits
from aiskills.warm.live import Live
from aiskills.warm.own_rights import ADVICE
from aiskills.warm.protocol import ROOM_FELL, Request
from aiskills.warm.rooms import Key, NoRoom, Rooms
from aiskills.warm.watch import SECONDS


class Server:
    """Serves in one thread. `serve` returns None when the starter is gone, and in each child what it has to do."""

    def __init__(self, folder: str, rooms: Rooms, starter: int):
        self.folder, self.rooms = folder, rooms
        self.selector = selectors.DefaultSelector()
        self.lives: dict[socket.socket, Live] = {}
        self.pids: dict[int, Live] = {}
        self.holders: dict[int, Live | None] = {}  # by the process to wait for; None: a spare room
        self.next: Callable[[], None] | None = None
        self.stop = False
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(os.path.join(folder, "s"))
        self.listener.listen(128)
        self.listener.setblocking(False)
        self.wake_read, self.wake_write = socket.socketpair()
        for end in (self.wake_read, self.wake_write):
            end.setblocking(False)
        self._listen(self.listener, self._accept)
        self._listen(self.wake_read, self._reap)
        # The starter holds the other end of our stdin: its end is our end. A forked copy of the starter may hold it
        # too, therefore the process itself is watched where that is possible.
        for fd in (0, starter):
            if fd >= 0:
                self._listen(fd, partial(setattr, self, "stop", True))

    def _listen(self, source: Any, call: Callable[[], None]) -> None:
        self.selector.register(source, selectors.EVENT_READ, call)

    def serve(self) -> Callable[[], None] | None:
        """Serve until the starter is gone (None), or in a child until it was forked (what to do next)."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the starter, who ends us
        signal.set_wakeup_fd(self.wake_write.fileno(), warn_on_full_buffer=False)
        while not self.stop:
            watched = [one for one in self.lives.values() if one.stay and one.stay.must_be_looked_at and one.pid]
            ready = self.selector.select(SECONDS if watched else None)
            for key, _ in ready:
                try:
                    key.data()
                except Exception:  # one request must never end the service of all others
                    traceback.print_exc()
                    if self.next is not None:
                        os._exit(1)
                if self.next is not None:
                    return self.next
            for live in watched:
                if live.status is None and live.stay.is_full():
                    live.stay.holder.kill()
        self._end()
        return None

    def _end(self) -> None:
        for live in list(self.lives.values()):
            live.kill()
        for _, one in self.rooms.building.values():
            one.kill()
        for one in (one for ready in self.rooms.ready.values() for one in ready):
            one.kill()
        while self.pids or self.holders:
            try:
                self._ended(*os.waitpid(-1, 0))
            except ChildProcessError:
                break
        self.rooms.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _accept(self) -> None:
        try:
            sock, _ = self.listener.accept()
        except OSError:
            return  # gone again, or no descriptor left: the next round
        sock.setblocking(False)
        live = self.lives[sock] = Live(sock)
        self._listen(sock, partial(self._readable, live))

    def _readable(self, live: Live) -> None:
        if live.socket not in self.lives:
            return  # ended in this same round
        try:
            if not live.whole:
                live.whole = live.request.receive(live.socket)
                if live.whole:
                    self._begin(live)
                return
            data = live.socket.recv(16)
        except BlockingIOError:
            return
        except (EOFError, ValueError, KeyError, OSError):
            data = b""
        if data:
            self._reap()  # what ended before this was not killed
            live.kill()
        elif live.pid is None:  # while its room was being made, or before its request was whole
            live.gone = True
            self._forget(live)
        else:
            self.selector.unregister(live.socket)  # or it would stay readable for ever
            live.kill()

    def _begin(self, live: Live) -> None:
        if "load" in live.request.head:
            self._load(live)
            return
        box = live.request.head["box"]
        if box is None:
            live.folder = tempfile.mkdtemp(prefix="w", dir=self.folder)
            self._fork(live)
            return
        key: Key = tuple(box["read"])
        try:
            if self.rooms.ready[key]:
                self._stay(live, self.rooms.ready[key].pop(0), key)
            else:
                self.rooms.waiting[key].append(live)
            if self.next is None:
                self._build(key)
        except NoRoom as error:
            self._forget(live, {"error": "box", "text": str(error)})

    def _load(self, live: Live) -> None:
        """Import more; the end of the service if that started a thread."""
        answer = prepare.load(live.request.head["load"], [])
        if "error" in answer:
            self.stop, answer = True, {"error": "warm", "text": answer["error"]}
        else:
            prepare.settle()
        self._forget(live, answer)

    def _build(self, key: Key) -> None:
        """Begin the rooms that are waited for, and one more."""
        while self.rooms.needs_another(key, 1):
            one = self.rooms.build(key)
            self.holders[one.wait] = None
            self._listen(one.out, partial(self._room, one))
        old = self.rooms.too_many()
        if old is not None:
            old.kill()
            old.close()

    def _room(self, one: Holder) -> None:
        """A room says that it stands, or falls."""
        if one.out not in self.rooms.building:
            return
        key = self.rooms.building[one.out][0]
        waiting = self.rooms.waiting[key]
        try:
            if not one.receive():
                return
        except (OSError, ValueError, KeyError) as error:
            self._drop(one)
            one.kill()
            one.close()
            for live in waiting:
                self._forget(live, {"error": "box", "text": f"bubblewrap could not build the box ({error}): {ADVICE}."})
            waiting.clear()
            return
        self._drop(one)
        while waiting and waiting[0].gone:
            waiting.popleft()
        if not waiting:
            self.rooms.ready[key].append(one)
            return
        live = waiting.popleft()
        try:
            self._stay(live, one, key)
        except NoRoom as error:
            self._forget(live, {"error": "box", "text": str(error)})
            self.rooms.ready[key].append(one)

    def _drop(self, one: Holder) -> None:
        self.selector.unregister(one.out)
        del self.rooms.building[one.out]

    def _stay(self, live: Live, one: Holder, key: Key) -> None:
        live.stay = self.rooms.take(one, key, Limits(**live.request.head["box"]["limits"]))
        self.holders[one.wait] = live
        self._fork(live)

    def _fork(self, live: Live) -> None:
        """Make the child. In the child, set self.next."""
        try:
            pid = os.fork() if live.stay is None else live.stay.fork()
        except OSError as error:
            live.say({"error": "warm", "text": f"{ROOM_FELL} ({error}): close other programs."})
            live.killed, live.status = True, signal.SIGKILL
            live.stay.holder.kill() if live.stay else self._forget(live, live.end())
            return
        if pid == 0:
            try:
                signal.set_wakeup_fd(-1)
                self.next = self._child(live)
            except BaseException:  # a copy must never serve
                traceback.print_exc()
                os._exit(1)
            return
        live.pid = pid
        self.pids[pid] = live
        for fd in live.request.fds:
            os.close(fd)
        live.request = Request()

    def _child(self, live: Live) -> Callable[[], None]:
        """In the child: let go of everything of the server; what is left to do needs only plain values.

        Objects must not close their descriptors later, when the numbers have become those of other files.
        """
        status = live.socket.detach()
        for other in self.lives.values():
            if other is not live:
                other.socket.detach()
        for sock in (self.listener, self.wake_read, self.wake_write):
            sock.detach()
        self.selector.close()
        request = live.request
        room = None if live.stay is None else live.stay.room
        return partial(start.run, status, request.head, request.fds, live.folder, room)

    def _reap(self) -> None:
        try:
            self.wake_read.recv(4096)
        except BlockingIOError:
            pass
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            self._ended(pid, status)

    def _ended(self, pid: int, status: int) -> None:
        """A child has ended, or the holder of a room with everything in the room."""
        if pid in self.holders:
            live = self.holders.pop(pid)
            if live is None:
                self.rooms.fell(pid)
            else:
                live.stay.holder.ended = True
                if live.status is not None:
                    self._forget(live, live.end())
        elif pid in self.pids:
            live = self.pids.pop(pid)
            live.status = status
            if live.stay is None or live.stay.holder.ended:
                self._forget(live, live.end())
            else:
                live.stay.holder.kill()

    def _forget(self, live: Live, last: dict[str, Any] | None = None) -> None:
        """Close the connection, after a `last` answer."""
        if last is not None:
            live.say(last)
        if self.lives.pop(live.socket, None) is None:
            return
        for fd in live.request.fds:
            os.close(fd)
        try:
            self.selector.unregister(live.socket)
        except KeyError:
            pass
        live.socket.close()
