"""What a box must refuse, tried from inside: `Box.check` runs it."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import socket
import sys

PTRACE_TRACEME, NEW_USER = 0, 0x10000000


def _call(name: str, *arguments: object) -> int:
    """The error number of a call of the C library; 0 when it worked."""
    libc = ctypes.CDLL(None, use_errno=True)
    return ctypes.get_errno() if getattr(libc, name)(*arguments) < 0 else 0


def _refused(action) -> bool:
    try:
        action()
    except OSError:
        return True
    return False


def failures(hidden: str) -> list[str]:
    """Names of the promises that do not hold in this process. `hidden`: a path that must not be there."""
    held = {
        "root": os.geteuid() != 0 and os.getuid() != 0,
        "privileges": all(int(v, 16) == 0 for v in _status("CapPrm", "CapEff", "CapBnd"))
        and _status("NoNewPrivs") == ["1"],
        "hidden files": not os.path.exists(hidden),
        "read-only system": _refused(lambda: open("/usr/probe", "w")),
        "read-only Python": _refused(lambda: open(os.path.join(sys.prefix, "probe"), "w")),
        "read-only root": _refused(lambda: os.mkdir("/probe")),
        "mounts": _call("mount", b"none", b"/tmp", b"tmpfs", 0, None) == errno.EPERM,
        "namespaces": _call("unshare", NEW_USER) == errno.EPERM,
        "tracing": _call("ptrace", PTRACE_TRACEME, 0, 0, 0) == errno.EPERM,
        "network": [name for _, name in socket.if_nameindex()] == ["lo"],
        "processes of others": len([name for name in os.listdir("/proc") if name.isdigit()]) <= 3,
        "working folder": os.getcwd() == os.environ["HOME"] and not _refused(lambda: open("probe", "w").close()),
        "limits": all(
            resource.getrlimit(which)[1] != resource.RLIM_INFINITY
            for which in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU, resource.RLIMIT_NPROC)
        ),
        "scratch space": os.statvfs(".").f_blocks < 1 << 40 and os.statvfs(".").f_files < 1 << 30,
    }
    return [name for name, good in held.items() if not good]


def _status(*names: str) -> list[str]:
    with open("/proc/self/status") as file:
        lines = dict(line.split(":", 1) for line in file)
    return [lines[name].strip() for name in names]


def inside(argument: bytes, fd: int) -> None:
    """Write the list of failures to `fd`."""
    os.write(fd, json.dumps(failures(json.loads(argument)["hidden"])).encode())
