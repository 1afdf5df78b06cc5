"""Memory without a cgroup: the processes of a room are added up several times a second."""

from __future__ import annotations

import os

SECONDS = 0.2


def _kilobytes(text: str, names: tuple[str, ...]) -> int:
    total = 0
    for one in text.splitlines():
        name, _, value = one.partition(":")
        if name in names:
            total += int(value.split()[0])
    return total << 10


class Watch:
    """Adds up what the processes of the room behind `pidfd` hold beyond what this process holds now."""

    def __init__(self, pidfd: int, limit: int):
        with open(f"/proc/self/fdinfo/{pidfd}") as file:
            pid = next(line.split()[1] for line in file if line.startswith("Pid:"))
        with open("/proc/self/status") as file:
            self.base = _kilobytes(file.read(), ("RssAnon", "RssShmem"))
        self.limit, self.hit, self.peak = limit, False, 0
        self.folder = os.open(f"/proc/{pid}/root/proc", os.O_RDONLY | os.O_DIRECTORY)

    def _read(self, name: str) -> str:
        try:
            fd = os.open(name, os.O_RDONLY, dir_fd=self.folder)
        except OSError:
            return ""  # the process has ended meanwhile
        try:
            return os.read(fd, 1 << 16).decode()
        except OSError:
            return ""
        finally:
            os.close(fd)

    def look(self) -> bool:
        """Whether the limit is passed."""
        pids = [name for name in os.listdir(self.folder) if name.isdigit()]
        held = {pid: _kilobytes(self._read(f"{pid}/status"), ("RssAnon", "RssShmem")) for pid in pids}
        total = sum(held.values()) - self.base
        if total > self.limit:
            # Pages that a fork shares were counted once a process: count shares, where the kernel tells them.
            total = -self.base
            for pid in pids:
                shares = self._read(f"{pid}/smaps_rollup")
                total += _kilobytes(shares, ("Pss_Anon", "Pss_Shmem")) if shares else held[pid]
        self.peak = max(self.peak, total)
        self.hit = self.hit or total > self.limit
        return self.hit

    def close(self) -> None:
        """Close the descriptor."""
        os.close(self.folder)
