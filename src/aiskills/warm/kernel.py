"""The few calls of the kernel that Python 3.11 does not have. Every failure is an OSError that names the call."""

from __future__ import annotations

import ctypes
import os
import struct
from functools import cache

NEW_USER, NEW_PID = 0x10000000, 0x20000000
NEW_MOUNT = 0x00020000
NEW_ROOMS = NEW_MOUNT | 0x02000000 | 0x04000000 | 0x08000000 | 0x40000000  # mount, cgroup, uts, ipc, net
NOSUID, NODEV, NOEXEC, BIND, REC, SLAVE = 2, 4, 8, 0x1000, 0x4000, 0x80000
_DETACH = 2
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_CAP_AMBIENT, _CLEAR_ALL = 1, 4, 24, 47, 4
_CAPABILITY_VERSION = 0x20080522
_SYS_ADMIN = 21
_COLLAPSE = 25
_HUGE = 2 << 20


@cache
def libc() -> ctypes.CDLL:
    """The C library of this process."""
    library = ctypes.CDLL(None, use_errno=True)
    library.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    return library


def _check(name: str, result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def setns(fd: int, kinds: int) -> None:
    """Join namespaces of the process behind a pidfd, or the one namespace behind `fd`."""
    _check("setns", libc().setns(fd, kinds))


def unshare(kinds: int) -> None:
    """Make new namespaces for this process."""
    _check("unshare", libc().unshare(kinds))


def mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """mount(2)."""
    parts = [None if part is None else os.fsencode(part) for part in (source, target, kind, data)]
    _check(f"mount {target}", libc().mount(*parts[:3], ctypes.c_ulong(flags), parts[3]))


def unmount(target: str) -> None:
    """Take a mount away as soon as nobody uses it."""
    _check(f"umount {target}", libc().umount2(os.fsencode(target), _DETACH))


def die_with_parent() -> None:
    """SIGKILL for this process when the thread that forked it ends."""
    _check("prctl", libc().prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0))


def readable_by_itself() -> None:
    """/proc/self belongs to this process again after a change of user."""
    _check("prctl", libc().prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0))


def is_administrator() -> bool:
    """Whether this process may make and join namespaces without a user namespace."""
    with open("/proc/self/status") as file:
        for text in file:
            if text.startswith("CapEff:"):
                return bool(int(text.split()[1], 16) >> _SYS_ADMIN & 1)
    return False


def drop_bounding_set() -> None:
    """No program started from here on can get a capability."""
    capability = 0
    while libc().prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    if capability < 38:  # every kernel since 3.16 has at least 37: the loop must end at an unknown one
        raise OSError(ctypes.get_errno(), "the bounding set of capabilities cannot be emptied")


def drop_capabilities() -> None:
    """This process has no capability any more."""
    libc().prctl(_PR_CAP_AMBIENT, _CLEAR_ALL, 0, 0, 0)
    header = struct.pack("Ii", _CAPABILITY_VERSION, 0)
    _check("capset", libc().capset(header, bytes(24)))


def drop_capabilities_of_own_namespace() -> None:
    """The same for a child without a room, unless this is the real root, who keeps what the starter had."""
    if os.geteuid() != 0 and is_administrator():
        drop_capabilities()


def own_user_namespace() -> None:
    """Move this process, which must have one thread, into user and mount namespaces of its own, and let its next
    child be the first process of a new pid namespace. Raises OSError where that is refused."""
    user, group = os.geteuid(), os.getegid()
    unshare(NEW_USER | NEW_PID | NEW_MOUNT)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    if not is_administrator():
        raise OSError(1, "the user namespace gives no rights")


def own_proc() -> None:
    """In the first process of that namespace: /proc speaks of it, as bubblewrap expects. Raises OSError."""
    mount("none", "/", None, REC | SLAVE)
    mount("proc", "/proc", "proc", NOSUID | NODEV | NOEXEC)


def join_pages() -> None:
    """Put this process' memory into large pages where it can be: a fork then copies half as many entries."""
    if os.sysconf("SC_PAGE_SIZE") != 4096:
        return
    with open("/proc/self/maps") as file:
        lines = file.readlines()
    for text in lines:
        parts = text.split()
        if parts[1] != "rw-p" or (len(parts) > 5 and parts[5] != "[heap]" and not parts[5].startswith("[anon")):
            continue
        first, last = (int(number, 16) for number in parts[0].split("-"))
        for start in range(-(-first // _HUGE) * _HUGE, last // _HUGE * _HUGE, _HUGE):
            libc().madvise(start, _HUGE, _COLLAPSE)  # refused for empty and special ranges: nothing is lost
