"""Running programs in children, and looking at what is left of them."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from aiskills.warm import Box, Ended, Warm

PROGRAM = "tests.unit.warm.entries:run"
SECONDS = 20.0


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
    below = Path(f"/proc/{warm.pid}/task/{warm.pid}/children").read_text().split()
    names = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in below}
    inner = [pid for pid, name in names.items() if b"aiskills.warm" in name]
    return int(inner[0]) if inner and os.geteuid() != 0 else warm.pid


def below(pid: int) -> list[str]:
    """Command lines of the processes below `pid`."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [Path(f"/proc/{one}/cmdline").read_text().replace("\0", " ") for one in children]


def until(true, seconds: float = 5.0) -> bool:
    """Whether `true()` becomes so in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def alive(pid: int) -> bool:
    """Whether the process exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def groups(pid: int) -> list[Path]:
    """Folders of a warm parent in every hierarchy of cgroups."""
    return list(Path("/sys/fs/cgroup").glob(f"**/aiskills-warm-{pid}"))
