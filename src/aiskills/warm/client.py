"""The side that asks: start a warm parent, spawn children from it, wait for them, kill them."""

from __future__ import annotations

import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aiskills.warm.box import Box, BoxError
from aiskills.warm.handle import Child, WarmError
from aiskills.warm.protocol import MOST_FDS, ROOM_FELL, send_request

START_SECONDS = 300.0  # torch and transformers from a slow disk take a minute
END_SECONDS = 60.0  # it ends at once, but not on a machine that is short of everything
LONGEST_FOLDER = 90  # a socket's path has at most 107 bytes
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def ask(address: str, head: dict[str, Any], argument: bytes, fds: Sequence[int]) -> Child:
    """Send one request; the answer comes by the child's connection. Raises WarmError."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.connect(address)
        send_request(sock, head, argument, list(fds))
    except OSError as error:
        sock.close()
        raise WarmError(f"The warm process does not answer ({error.strerror or error}): start it again.") from None
    return Child(sock)


class Connection:
    """Spawns children from the warm parent at `address`. Cheap; as many as one likes, from any process of this user."""

    def __init__(self, address: str):
        self.address = address

    def spawn(
        self,
        entry: str,
        argument: bytes,
        fds: Sequence[int] = (),
        box: Box | None = None,
        files: str | None = None,
        output: int | None = None,
    ) -> Child:
        """Fork a child that calls `entry` ("package.module:function") as function(argument, *its_fd_numbers).

        `files`: a folder whose content is copied (no links followed) into the child's working folder first.
        `output`: a descriptor for the child's stdout and stderr (default: nowhere).
        Returns when the child is locked in and about to call its function.
        Raises BoxError when the box cannot be built, WarmError when the warm parent is gone or the entry is unknown.
        """
        if len(fds) + 2 > MOST_FDS:
            raise ValueError(f"at most {MOST_FDS - 2} descriptors can go to a child, not {len(fds)}")
        head = {
            "entry": entry,
            "box": None if box is None else {"read": list(box.read), "limits": asdict(box.limits)},
            "files": None if files is None else os.path.abspath(files),
            "output": output is not None,
        }
        for attempt in (1, 2):
            child = ask(self.address, head, argument, [*fds, *([] if output is None else [output])])
            answer = child.answer()
            if answer and "started" in answer:
                break
            child.close()
            answer = answer or {}
            if attempt == 1 and answer.get("text", "").startswith(ROOM_FELL):
                continue  # the room that stood ready fell in this very moment: the next one is new
            kind = BoxError if answer.get("error") == "box" else WarmError
            raise kind(answer.get("text", "The warm process ended while it made a child: start it again."))
        return child

    def close(self) -> None:
        """Nothing is kept open between children; here for `with`-like symmetry."""

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


class Warm:
    """A warm parent: imports `modules`, calls each of `first` ("package.module:function"), then forks on request.

    Its environment is clean: PATH, LANG, a HOME of its own, one thread for numerical libraries, and `env`.
    Nothing in `first` may start a thread or compute on more than one: children would hang.
    """

    def __init__(
        self,
        modules: Sequence[str] = (),
        first: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        *,
        without: Sequence[str] = (),
    ):
        """`without`: names of what is to be left alone, as on a system that lacks it: "cgroup", "bubblewrap"."""
        self._modules, self._first, self._env = tuple(modules), tuple(first), dict(env or {})
        self._without = tuple(without)
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: str | None = None
        self.missing: dict[str, str] = {}
        """Modules that could not be imported, and why."""
        self.box: str | dict[str, str] = "The warm process has not been started."
        """What the limits of a box rest on here, or a sentence: why there is no box."""

    @property
    def address(self) -> str:
        """The path of the warm parent's socket."""
        if self._folder is None:
            raise WarmError("The warm process has not been started: call start() first.")
        return os.path.join(self._folder, "s")

    @property
    def pid(self) -> int | None:
        """The warm parent's process id, None while it is not running."""
        return None if self._process is None else self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the warm parent was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def answers(self) -> bool:
        """Whether the warm parent takes requests now."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(self.address)
            except OSError:
                return False
        return True

    def start(self) -> Warm:
        """Start it and wait until it serves. Raises WarmError."""
        if self._process is not None:
            return self
        if not hasattr(os, "fork"):
            raise WarmError("Children can be forked on Linux and macOS only: use one of them, or WSL on Windows.")
        folder = tempfile.mkdtemp(prefix="warm-")
        if len(os.fsencode(folder)) > LONGEST_FOLDER:
            os.rmdir(folder)
            folder = tempfile.mkdtemp(prefix="warm-", dir="/tmp")
        self._folder = folder
        home = os.path.join(folder, "home")
        os.mkdir(home)
        env = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
        env |= {"HOME": home, "PYTHONHASHSEED": "0", "PYTHONPATH": str(Path(__file__).parents[2]), **ONE_THREAD}
        spec = {
            "modules": self._modules,
            "first": self._first,
            "folder": folder,
            "path": [os.path.abspath(p) for p in sys.path],
        }
        spec["without"] = self._without
        try:
            with open(os.path.join(folder, "log"), "wb") as log:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "aiskills.warm"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    env=env | self._env,
                    cwd=folder,
                    start_new_session=True,
                )
            self._process.stdin.write(json.dumps(spec).encode() + b"\n")
            self._process.stdin.flush()
            answer = self._first_line()
        except OSError as error:
            answer = {"error": f"The warm process could not be started: {error}."}
        if "error" in answer:
            self.close()
            raise WarmError(answer["error"])
        self.missing, self.box = answer["missing"], answer["box"]
        return self

    def _first_line(self) -> dict[str, Any]:
        """What the warm parent says when it is ready, or an error."""
        data, end = b"", time.monotonic() + START_SECONDS
        stdout = self._process.stdout
        while not data.endswith(b"\n"):
            poll = select.poll()
            poll.register(stdout, select.POLLIN)
            if not poll.poll(max(0.0, end - time.monotonic()) * 1000):
                return {"error": f"The warm process was not ready after {START_SECONDS:.0f} seconds: close other work."}
            more = os.read(stdout.fileno(), 65536)
            if not more:
                last = self._log()[-300:].strip().splitlines()
                return {"error": f"The warm process ended while it started: {last[-1] if last else 'no message'}."}
            data += more
        return json.loads(data)

    def _log(self) -> str:
        try:
            return Path(self._folder, "log").read_text(errors="replace")
        except OSError:
            return ""

    def spawn(
        self,
        entry: str,
        argument: bytes,
        fds: Sequence[int] = (),
        box: Box | None = None,
        files: str | None = None,
        output: int | None = None,
    ) -> Child:
        """Fork a child: see Connection.spawn."""
        return Connection(self.address).spawn(entry, argument, fds, box, files, output)

    def load(self, modules: Sequence[str]) -> dict[str, str]:
        """Import more modules, for the children to come; those that could not be imported, and why. Raises WarmError.

        After an error the warm parent has ended: a module that started a thread cannot be taken back.
        """
        answer = ask(self.address, {"load": list(modules)}, b"", []).answer()
        if answer is None or "missing" not in answer:
            raise WarmError((answer or {}).get("text", "The warm process ended while it imported: start it again."))
        self.missing |= answer["missing"]
        return answer["missing"]

    def close(self) -> None:
        """End the warm parent and every child of it, and remove what it left."""
        process, self._process = self._process, None
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                try:
                    pipe.close()
                except OSError:
                    pass
            try:
                process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def __enter__(self) -> Warm:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.close()
