"""The rights that a warm parent needs to put children into rooms: those of root, or a user namespace of its own."""

from __future__ import annotations

import os
import sys

from aiskills.warm import kernel

ADVICE = (
    "ask the administrator to allow user namespaces to ordinary users (on Ubuntu: sudo sysctl "
    "kernel.apparmor_restrict_unprivileged_userns=0; in a container: to start it with that right), or grade on "
    "another machine"
)


def get() -> tuple[bool, str | None]:
    """(in a user namespace of its own, why rooms cannot be made). Call it in the only thread, before imports.

    Without root this process becomes the keeper of another that goes on: the first process of a pid namespace.
    """
    if sys.platform != "linux":
        return False, "The box needs Linux: grade on Linux, or in WSL on Windows."
    if kernel.is_administrator():
        return False, None
    reason = _attempt()
    if reason is not None:
        return False, f"This system refuses the namespaces that the box needs ({reason}): {ADVICE}."
    kernel.own_user_namespace()
    pid = os.fork()
    if pid == 0:
        kernel.die_with_parent()
        kernel.own_proc()
        return True, None
    for fd in (0, 1):
        os.close(fd)
    _, status = os.waitpid(pid, 0)
    os._exit(abs(os.waitstatus_to_exitcode(status)) & 0xFF)


def _attempt() -> str | None:
    """Why a user namespace cannot be had; tried in a child, for there is no way back."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            kernel.own_user_namespace()
            first = os.fork()
            if first == 0:
                kernel.own_proc()
            else:
                os.waitpid(first, 0)
        except OSError as error:
            os.write(write, str(error).encode())
        finally:
            os._exit(0)
    os.close(write)
    with open(read, "rb") as file:
        reason = file.read().decode()
    os.waitpid(pid, 0)
    return reason or None
