"""Groups of processes whose memory and number the kernel counts: version 2, or the version 1 hierarchies.

One group a live child, made on first use and used again: removing a memory group leaves what it still caches behind.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

PREFIX = "aiskills-warm-"


def _mounts() -> dict[str, tuple[str, str]]:
    """{"memory": (root, mount point), "pids": ..., "2": ...} of the hierarchies that are mounted."""
    found: dict[str, tuple[str, str]] = {}
    for text in Path("/proc/self/mountinfo").read_text().splitlines():
        front, _, back = text.partition(" - ")
        kind, _, options = back.split(" ", 2)
        root, point = front.split()[3:5]
        if kind == "cgroup2":
            found.setdefault("2", (root, point))
        elif kind == "cgroup":
            for name in options.split(","):
                found.setdefault(name, (root, point))
    return found


def _own() -> dict[str, str]:
    """The same keys, with the group of this process in each."""
    own = {}
    for text in Path("/proc/self/cgroup").read_text().splitlines():
        number, names, path = text.split(":", 2)
        for name in ["2"] if number == "0" else names.split(","):
            own[name] = path
    return own


def _folder(kind: str, mounts: dict[str, tuple[str, str]], own: dict[str, str]) -> Path:
    root, point = mounts[kind]
    path = own[kind]
    return Path(point, (path.removeprefix(root) if root != "/" else path).strip("/"))


def _write(path: Path, text: str | int) -> None:
    with open(path, "w") as file:
        file.write(str(text))


def sweep() -> None:
    """Remove the groups that killed warm parents left. Call it where their process numbers are known."""
    try:
        mounts, own = _mounts(), _own()
        parents = {_folder(kind, mounts, own) for kind in ("memory", "pids", "2") if kind in mounts and kind in own}
    except OSError:
        return
    groups = {*parents, *(above for parent in parents for above in parent.parents)}
    for folder in (group for group in groups if (group / "cgroup.procs").exists()):
        for old in _folders(folder):
            process = re.fullmatch(re.escape(PREFIX) + r"(\d+)", old.name)
            # One with this process's number is of an earlier process that had the number too.
            if process and (process[1] == str(os.getpid()) or not Path("/proc", process[1]).exists()):
                _remove(old)


def _folders(base: Path) -> list[Path]:
    """The groups in a group; none when another process has removed it meanwhile."""
    try:
        return [one for one in base.iterdir() if one.is_dir()]
    except OSError:
        return []


def _remove(base: Path) -> None:
    for folder in [*_folders(base), base]:
        try:
            folder.rmdir()
        except OSError:
            pass


class Cgroups:
    """Groups below the group of this process. `open_one` raises OSError where none can be made."""

    def __init__(self, name: str):
        mounts, own = _mounts(), _own()
        self.bases: list[Path] = []
        name = PREFIX + name
        self.version = 1 if "memory" in mounts and "memory" in own else 2
        try:
            if self.version == 1:
                for kind in ("memory", "pids"):
                    if kind in mounts and kind in own:
                        self._base(_folder(kind, mounts, own), name)
            else:
                self._base_2(_folder("2", mounts, own), Path(mounts["2"][1]), name)
            self.has_pids = len(self.bases) == 2 or self.version == 2
            self.release(self.take(0, 1 << 30, 64))  # one for real: a mount may be read-only in a way of its own
        except (OSError, KeyError) as error:
            self.close()
            raise OSError(f"no cgroup can be made: {error}") from None

    def _base(self, parent: Path, name: str) -> None:
        base = parent / name
        base.mkdir()
        self.bases.append(base)

    def _base_2(self, own: Path, top: Path, name: str) -> None:
        """A group with processes cannot have groups with controllers below it: go up to one that can."""
        parents = [own, *own.parents][: len(own.relative_to(top).parts) + 1]
        last: OSError = OSError("no group with a memory controller")
        for parent in parents:
            try:
                if "memory" not in (parent / "cgroup.controllers").read_text().split():
                    continue
                if not {"memory", "pids"} <= set((parent / "cgroup.subtree_control").read_text().split()):
                    _write(parent / "cgroup.subtree_control", "+memory +pids")
                self._base(parent, name)
                _write(self.bases[-1] / "cgroup.subtree_control", "+memory +pids")
                return
            except OSError as error:
                last = error
                self.close()
        raise last

    def take(self, slot: int, memory: int, processes: int) -> Group:
        """The group of a slot, with its limits set."""
        folders = [base / str(slot) for base in self.bases]
        for folder in folders:
            folder.mkdir(exist_ok=True)
        return Group(folders, self.version, memory, processes)

    def release(self, group: Group) -> None:
        """The group's processes have ended. In version 2 the peak cannot be set back everywhere: it is made anew."""
        group.close()
        if self.version == 2:
            group.folders[0].rmdir()

    def close(self) -> None:
        """Remove every group."""
        for base in self.bases:
            _remove(base)
        self.bases = []


class Group:
    """The group of one live child."""

    def __init__(self, folders: list[Path], version: int, memory: int, processes: int):
        self.folders, self.version = folders, version
        first, last = folders[0], folders[-1]
        if version == 1:
            with_swap = (first / "memory.memsw.limit_in_bytes").exists()
            if with_swap:  # never below the other limit, not even between two writes
                _write(first / "memory.memsw.limit_in_bytes", -1)
            _write(first / "memory.max_usage_in_bytes", 0)
            _write(first / "memory.limit_in_bytes", memory)
            if with_swap:
                _write(first / "memory.memsw.limit_in_bytes", memory)
            self.held = self._number("memory.usage_in_bytes")
        else:
            _write(first / "memory.max", memory)
            for name, value in (("memory.swap.max", 0), ("memory.oom.group", 1)):
                try:
                    _write(first / name, value)
                except OSError:
                    pass  # a kernel without swap, or before 4.19
            self.held = 0
        if version == 2 or len(folders) == 2:
            _write(last / "pids.max", processes)
        self.kills = self._kills()
        # A single thread that moves itself by "tasks" takes no lock over all processes: version 1 alone has that.
        self.entrances = [os.open(f / ("tasks" if version == 1 else "cgroup.procs"), os.O_WRONLY) for f in folders]

    def enter(self) -> None:
        """Move the calling process, which has one thread, into the group."""
        for fd in self.entrances:
            os.write(fd, b"0")

    def _number(self, name: str) -> int | None:
        try:
            return int((self.folders[0] / name).read_text())
        except (OSError, ValueError):
            return None

    def _kills(self) -> int:
        name = "memory.oom_control" if self.version == 1 else "memory.events"
        for text in (self.folders[0] / name).read_text().splitlines():
            key, _, value = text.partition(" ")
            if key == "oom_kill":
                return int(value)
        return 0

    def was_killed(self) -> bool:
        """Whether the memory limit killed a process since the group was taken."""
        try:
            return self._kills() > self.kills
        except OSError:
            return False

    def peak(self) -> int | None:
        """The most memory that the group held, in bytes."""
        most = self._number("memory.max_usage_in_bytes" if self.version == 1 else "memory.peak")
        return None if most is None else max(0, most - (self.held or 0))

    def close(self) -> None:
        """Close the descriptors."""
        for fd in self.entrances:
            os.close(fd)
        self.entrances = []
