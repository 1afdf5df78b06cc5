"""What one boxed child may use, and how a child ended."""

from __future__ import annotations

import os
from dataclasses import dataclass

# The learner's program meets MemoryError a little after its limit, not before: libraries map more than they touch.
SLACK = 128 << 20
# All processes together are ended a little later still: what a child writes to of the memory that it shares with the
# warm parent counts as its own, and one process should meet its MemoryError first.
TOGETHER = 256 << 20


@dataclass(frozen=True)
class Limits:
    """Limits of one boxed child and everything that it starts."""

    memory: int = 2 << 30
    """Bytes, above what the warm parent already held at the fork."""
    cpu: int = 300
    """Seconds of each process."""
    processes: int = 64
    """Processes and threads together."""
    file: int = 256 << 20
    """Bytes of one file."""
    scratch: int = 512 << 20
    """Bytes of the working folder, /tmp and /dev/shm together."""
    open_files: int = 512
    """Open files of each process."""


@dataclass(frozen=True)
class Ended:
    """How a child ended: `code` or `signal`, and `why`: "" | "memory" (its limit was hit) | "killed" (by us).

    A child that ends because the warm parent was ended has signal 9 and no `why`.
    """

    code: int | None
    signal: int | None
    why: str = ""


def set_in_this_process(limits: Limits, *, extra_processes: int = 0) -> None:
    """Bind this process and all that it starts. `extra_processes`: helpers of the box that count for the same user."""
    import resource

    with open("/proc/self/statm") as file:
        size = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    for which, value in (
        (resource.RLIMIT_AS, size + limits.memory + SLACK),
        (resource.RLIMIT_FSIZE, limits.file),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_NPROC, limits.processes + extra_processes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 1 << 20),
    ):
        hard = resource.getrlimit(which)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (value, value))
    # SIGXCPU first, SIGKILL a second later for a program that ignores it.
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    last = limits.cpu + 1 if hard == resource.RLIM_INFINITY else min(limits.cpu + 1, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (min(limits.cpu, last), last))
