"""Running programs in children, and looking at what is left of them."""

from __future__ import annotations

import glob
import json
import os
import time

import psutil

from aiskills.warm import Box, Ended, Warm

PROGRAM = "tests.unit.warm.entries:run"
SECONDS = 60.0  # nothing here takes one, but the machine may be short of everything


def run(warm: Warm, program: str, box: Box | None = None, **more) -> tuple[list, Ended]:
    """(what the program said, how it ended) in a child of its own."""
    read, write = os.pipe()
    try:
        child = warm.spawn(PROGRAM, program.encode(), [write], box, **more)
    finally:
        os.close(write)
    with child, open(read) as file:
        said = [json.loads(line) for line in file]
        ended = child.wait(SECONDS)
        assert ended is not None, "the child has closed its end but goes on"
        return said, ended


def server_pid(warm: Warm) -> int:
    """The process that forks: for an ordinary user it is the child of the one that was started."""
    if os.geteuid() == 0:
        return warm.pid
    return next(one.pid for one in psutil.Process(warm.pid).children() if "aiskills.warm" in command(one.pid))


def tree(pid: int) -> list[int]:
    """The processes below `pid`, zombies too. Any of them may have ended meanwhile."""
    return [one.pid for one in psutil.Process(pid).children(recursive=True)]


def command(pid: int) -> str:
    """Its command line; nothing when it has ended."""
    try:
        return " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:
        return ""


def memory(pid: int) -> int:
    """Bytes that it holds."""
    return psutil.Process(pid).memory_info().rss


def until(true) -> bool:
    """Whether `true()` becomes so in time."""
    end = time.monotonic() + SECONDS
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def alive(pid: int) -> bool:
    """Whether the process exists and is no zombie."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def groups(pid: int) -> list[str]:
    """Folders of a warm parent in every hierarchy of cgroups; those of others come and go meanwhile."""
    return glob.glob(f"/sys/fs/cgroup/**/aiskills-warm-{pid}", recursive=True)
