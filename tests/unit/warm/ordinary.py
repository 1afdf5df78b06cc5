"""Becoming an ordinary user, where tests run as root: `python -m tests.unit.warm.ordinary COMMAND...`.

Python and the checkout may lie below a folder that is closed to others, such as root's home. In a mount namespace of
this process alone such folders are covered by open ones that hold only what is needed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from aiskills.catalog import find_root
from aiskills.warm import kernel

NUMBER = 12345


def _closed(path: str) -> str | None:
    """The first folder above `path` that others may not enter."""
    for folder in reversed(Path(path).parents):
        if not folder.stat().st_mode & 0o001:
            return str(folder)
    return None


def become() -> None:
    """Change this process, which must have one thread, for good. Nothing happens when it is no root's."""
    if os.geteuid() != 0:
        return
    kernel.unshare(kernel.NEW_MOUNT)
    kernel.mount("none", "/", None, kernel.REC | kernel.SLAVE)
    needed = {os.path.realpath(path) for path in (sys.prefix, sys.base_prefix, find_root())}
    for closed in {folder for folder in map(_closed, needed) if folder}:
        kept = {path: os.open(path, os.O_PATH) for path in needed if path.startswith(closed + "/")}
        kernel.mount("open", closed, "tmpfs", 0, "mode=0755")
        for path, fd in kept.items():
            os.makedirs(path)
            kernel.mount(f"/proc/self/fd/{fd}", path, None, kernel.BIND | kernel.REC)
            os.close(fd)
    os.setgroups([])
    os.setresgid(NUMBER, NUMBER, NUMBER)
    os.setresuid(NUMBER, NUMBER, NUMBER)
    os.environ["HOME"] = "/nonexistent"


if __name__ == "__main__":
    become()
    os.execv(sys.argv[1], sys.argv[1:])
