"""Time and memory of this process with everything that it started, and of what it started for that; Linux only."""

import ctypes
import json
import os
import resource
import subprocess
import sys
import time

_TICKS = os.sysconf("SC_CLK_TCK")
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER


def _stat(pid: str) -> list[str]:
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()


def tree(root: int | None = None) -> dict[int, int]:
    """Process id -> its parent's, of this process (or ``root``) and all below it."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                parents[int(name)] = int(_stat(name)[1])
            except OSError:
                continue
    root = root or os.getpid()
    found = {root: parents.get(root, 0)}
    while more := {pid: parent for pid, parent in parents.items() if parent in found and pid not in found}:
        found |= more
    return found


def cpu_seconds() -> float:
    """CPU seconds that this process, all living ones below it, and all that these have waited for, have used."""
    total = 0
    for pid in tree():
        try:
            total += sum(map(int, _stat(str(pid))[11:15]))
        except OSError:
            continue
    return total / _TICKS


def memory_mb(pid: int) -> dict[str, float]:
    """Megabytes that a process holds: resident (what is shared counted in full), and of that not of files (anon)."""
    with open(f"/proc/{pid}/status") as file:
        held = dict(line.split(":", 1) for line in file)
    return {name: int(held[key].split()[0]) / 1024 for name, key in (("resident", "VmRSS"), ("anon", "RssAnon"))}


def mean_mb(pids: list[int]) -> dict[str, float]:
    """The mean of ``memory_mb`` over processes."""
    held = [memory_mb(pid) for pid in pids]
    return {name: sum(one[name] for one in held) / len(held) for name in held[0]}


def command_of(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/cmdline") as file:
            return file.read().replace("\0", " ")
    except OSError:
        return ""


def measured(command: list[str], on_line=None, **options) -> dict:
    """Run a program to its end: wall seconds and CPU seconds of it and of all that came from it, and its last line.

    This process takes over what the program leaves behind, and waits for it, so that nothing is missing from the sum.
    ``on_line(line, seconds)`` is called for each line that it writes.
    """
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    before, started, last = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter(), ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options) as process:
        lines = []
        for line in process.stdout:
            last = line
            lines = [*lines[-20:], line]
            if on_line:
                on_line(line, time.perf_counter() - started)
    wall = time.perf_counter() - started
    if process.returncode:
        sys.exit(f"{' '.join(command[:4])} ended with {process.returncode}:\n{''.join(lines)}")
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "cpu": cpu, "last": last}


def told(run: dict) -> dict:
    """The JSON that the program wrote as its last line."""
    return json.loads(run["last"])
