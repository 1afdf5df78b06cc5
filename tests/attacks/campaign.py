"""Grade all attacks with the real command, in a course of their own that holds canaries, and keep what was seen."""

from __future__ import annotations

import ctypes
import hashlib
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from aiskills.grading.verdicts import Verdict, read_results
from tests.ports import free_port

from .attack import HERE, RIGHT, SLUG, Attack

KEY = "a key for tests, which is long enough to be a key of a course\n"
NEIGHBOURS = ("aa-honest", "mm-honest", "zz-honest")
TIME_LIMIT = 900
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)


class Listener:
    """Sockets that nobody may reach from a submission: TCP, UDP, a named and an abstract one. Counts who did."""

    def __init__(self, file: Path) -> None:
        self.abstract = f"aiskills-attacks-{os.getpid()}-{random.getrandbits(32)}"
        self.reached: list[str] = []
        tcp, udp = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.port = free_port()
        tcp.bind(("", self.port))
        udp.bind(("", self.port))
        named, abstract = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        named.bind(str(file))
        abstract.bind("\0" + self.abstract)
        for plug in (tcp, named, abstract):
            plug.listen(100)
        self.address = _own_address()
        self._open = {"tcp": tcp, "udp": udp, "named": named, "abstract": abstract}
        for name, plug in self._open.items():
            threading.Thread(target=self._wait, args=(name, plug), daemon=True).start()

    def _wait(self, name: str, plug: socket.socket) -> None:
        while True:
            try:
                if plug.type == socket.SOCK_DGRAM:
                    plug.recvfrom(100)
                else:
                    connection, _ = plug.accept()
                    connection.settimeout(1)
                    connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n93")
                    connection.close()
            except TimeoutError:
                continue
            except OSError:
                return
            self.reached.append(name)

    def close(self) -> None:
        for plug in self._open.values():
            plug.close()


def _own_address() -> str:
    """An address of this machine other than the loopback, where there is one."""
    for found in psutil.net_if_addrs().values():
        for entry in found:
            if entry.family == socket.AF_INET and not entry.address.startswith("127."):
                return entry.address
    return "127.0.0.1"


@dataclass
class Run:
    """One run of the command: its end, its results, and how long it took."""

    status: int
    text: str
    out: Path
    seconds: float
    left: list[str]  # processes that outlived the command

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """By student; of a student's several files the one that was graded, if any was."""
        found = read_results(self.out / "results.jsonl")
        return {verdict.student: verdict for verdict in sorted(found, key=lambda verdict: verdict.status == "graded")}

    def page(self, student: str) -> str:
        return (self.out / "feedback" / f"{student}.html").read_text(encoding="utf-8")


class Course:
    """A folder that looks like a checkout with one assignment, a home, canaries, and submissions."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.course, self.home, self.canary = root / "course", root / "home", root / "canary"
        self.submissions = root / "handed-in"
        sources = self.course / "assignments" / "source"
        for folder in (self.course / "notebooks", sources, self.home / ".ssh", self.canary, self.submissions):
            folder.mkdir(parents=True)
        (self.course / "_toc.yml").write_text("")
        shutil.copytree(HERE / "fixture" / "source" / SLUG, sources / SLUG)
        shutil.copy(HERE / "fixture" / "nbgrader_config.py", self.course / "assignments")
        key = self.course / "assignments" / "course.key"
        key.write_text(KEY)
        key.chmod(0o600)
        for folder in (self.course, self.canary, self.home):
            (folder / "keep").write_text("here")
        (self.home / ".ssh" / "id_ed25519").write_text("secret")

    def names(self, out: Path, listener: Listener) -> dict[str, str]:
        """What the @PLACES@ in attacks stand for."""
        return {
            "COURSE": str(self.course),
            "HOME": str(self.home),
            "CANARY": str(self.canary),
            "SUBMISSIONS": str(self.submissions),
            "OUT": str(out),
            "ADDRESS": listener.address,
            "PORT": str(listener.port),
            "ABSTRACT": listener.abstract,
        }

    def honest(self, *names: str) -> None:
        for name in names:
            Attack(name, (), None, answers=RIGHT).write(self.submissions, {})

    def digest(self) -> dict[str, str]:
        """Every file of the course, the home, the canaries and the submissions, with a hash of its bytes."""
        return {
            str(path.relative_to(self.root)): hashlib.sha256(path.read_bytes()).hexdigest()
            for folder in (self.course, self.home, self.canary, self.submissions)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def environment(self) -> dict[str, str]:
        home = {"HOME": str(self.home), "XDG_CACHE_HOME": str(self.home / ".cache"), "TERM": "dumb"}
        return {**os.environ, **home}

    def command(self, submissions: Path, out: Path, *more: str) -> list[str]:
        verb = ["grade", SLUG, "--submissions", str(submissions), "--out", str(out), "--workers", "2"]
        return [sys.executable, "-m", "aiskills", *verb, *more]

    def grade(self, out: Path, submissions: Path | None = None, *more: str, limit: float = TIME_LIMIT) -> Run:
        """Run `aiskills grade` to its end; what it leaves behind becomes our child, and is counted and ended."""
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
        before = {process.pid for process in psutil.Process().children()}
        started = time.monotonic()
        try:
            done = subprocess.run(
                self.command(submissions or self.submissions, out, *more),
                cwd=self.course,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=limit,
            )
        finally:
            ctypes.CDLL(None).prctl(_SUBREAPER, 0, 0, 0, 0)
            left = [process for process in psutil.Process().children() if process.pid not in before]
            alive = []
            for process in left:
                try:
                    try:
                        process.wait(60)  # ends by itself once its parent is gone
                    except psutil.TimeoutExpired:
                        alive.append(" ".join(process.cmdline())[:200] or process.name())
                        for one in [*process.children(recursive=True), process]:
                            one.kill()
                except psutil.NoSuchProcess:
                    pass
        return Run(done.returncode, done.stdout, out, time.monotonic() - started, alive)


@dataclass
class Campaign:
    """All attacks graded once, and those that were quick a second time."""

    course: Course
    first: Run
    second: Run
    before: dict[str, str]
    after: dict[str, str]
    reached: list[str]
    litter: list[str]


# What attacks write where every process of the machine could see it, were it not for the box.
_LITTER = ("full-by-attack-0", "handed-on-by-an-attack", "score.txt", "verdict.json")
# Quick is what takes up to so many times the median, which is that of a notebook with nothing special in it.
QUICK = 10


def fight(root: Path, attacks: list[Attack]) -> Campaign:
    course = Course(root)
    listener = Listener(course.canary / "socket")
    out = root / "marks"
    for attack in attacks:
        attack.write(course.submissions, course.names(out, listener))
    course.honest(*NEIGHBOURS)
    before = course.digest()
    places = [Path(folder) / name for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run") for name in _LITTER]
    old = {place for place in places if place.exists()}
    first = course.grade(out)
    again = root / "handed-in-again"
    limit = QUICK * statistics.median(verdict.seconds for verdict in first.verdicts.values())
    for name, verdict in first.verdicts.items():
        if (verdict.seconds < limit or name in NEIGHBOURS) and (course.submissions / name).is_dir():
            shutil.copytree(course.submissions / name, again / name)
    second = course.grade(root / "marks-again", again)
    listener.close()
    litter = [str(place) for place in places if place.exists() and place not in old]
    return Campaign(course, first, second, before, course.digest(), list(listener.reached), litter)
