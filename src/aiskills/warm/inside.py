"""How a forked child goes into its room and locks the door behind itself."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field

from aiskills.warm import child, kernel, limits, seccomp
from aiskills.warm.holder import HOME

SCRATCH = "/.scratch"
PLACES = {"home": HOME, "tmp": "/tmp", "shm": "/dev/shm"}
BYTES_A_FILE = 16384  # so many bytes of scratch space give one file more
FEWEST_FILES = 1024


@dataclass
class Room:
    """What the child needs to go in: plain values, and descriptors that it closes on the way."""

    pidfd: int
    user: int | None  # the number to change to; None: the room has a user namespace
    entrances: list[int]  # of the cgroup
    limits: limits.Limits
    shown: tuple[str, ...]
    filter: bytes = field(repr=False)


def _scratch(room: Room, owner: int) -> None:
    """One small file system for the working folder, /tmp and /dev/shm together."""
    files = max(FEWEST_FILES, room.limits.scratch // BYTES_A_FILE)
    options = f"size={room.limits.scratch},nr_inodes={files},mode=0755"
    hidden = [path for path in room.shown if any(f"{path}/".startswith(f"{place}/") for place in PLACES.values())]
    kept = {path: os.open(path, os.O_PATH) for path in hidden}
    kernel.mount("scratch", SCRATCH, "tmpfs", kernel.NOSUID | kernel.NODEV, options)
    for name, place in PLACES.items():
        source = os.path.join(SCRATCH, name)
        os.mkdir(source)
        os.chown(source, owner, owner)
        os.chmod(source, 0o700 if name == "home" else 0o1777)
        kernel.mount(source, place, None, kernel.BIND)
    kernel.unmount(SCRATCH)
    for path, fd in kept.items():  # what is shown below /tmp is shown again
        os.makedirs(path if os.path.isdir(f"/proc/self/fd/{fd}") else os.path.dirname(path), exist_ok=True)
        if not os.path.exists(path):
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o444))
        kernel.mount(f"/proc/self/fd/{fd}", path, None, kernel.BIND | kernel.REC)
        os.close(fd)


def enter(room: Room, files: int | None) -> None:
    """Go in, and give everything up that is not needed there. The process has one thread. Raises OSError."""
    for fd in room.entrances:
        os.write(fd, b"0")
    kernel.setns(room.pidfd, kernel.NEW_ROOMS)
    owner = os.geteuid() if room.user is None else room.user
    os.umask(0o022)
    _scratch(room, owner)
    if files is not None:
        child.copy_files(files, HOME, None if room.user is None else (owner, owner))
    limits.set_in_this_process(room.limits, extra_processes=2 if room.user is None else 0)
    if room.user is None:
        kernel.setns(room.pidfd, kernel.NEW_USER)
        kernel.drop_bounding_set()
    else:
        kernel.drop_bounding_set()
        os.setgroups([])
        os.setresgid(owner, owner, owner)
        os.setresuid(owner, owner, owner)
    kernel.drop_capabilities()
    kernel.readable_by_itself()
    kernel.die_with_parent()
    child.at_home(HOME)
    os.environ["PATH"] = f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin"
    os.environ["USER"] = os.environ["LOGNAME"] = "learner"


def lock(room: Room) -> None:
    """The last bolt: after this no namespace, mount or other process can be reached."""
    seccomp.lock(room.filter)
