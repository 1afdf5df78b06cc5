"""The system calls that no learner's program needs, refused for good by a filter in the kernel.

Written by hand, because the Python bindings that exist need a shared library that is not everywhere. Two machines are
known: x86-64 and 64-bit ARM. On any other there is no filter, and the box refuses to be built.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from aiskills.warm import kernel

# name: (number on x86-64, number on 64-bit ARM); None: not there. From the kernel's unistd headers.
REFUSED: dict[str, tuple[int | None, int | None]] = {
    # what is mounted, and other namespaces
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "setns": (308, 268),
    "unshare": (272, 97),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "fanotify_init": (300, 262),
    # other processes' memory and descriptors
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    # the kernel itself
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "syslog": (103, 116),
    "acct": (163, 89),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "iopl": (172, None),
    "ioperm": (173, None),
    "modify_ldt": (154, None),
    "vhangup": (153, 58),
    "nfsservctl": (180, 42),
    "uselib": (134, None),
    "lookup_dcookie": (212, 18),
    "memfd_secret": (447, 447),
    # memory that belongs to no process, which the watch without a cgroup could not count
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
}
# As if the kernel did not know them: libraries then take the older way, whose arguments a filter can read.
UNKNOWN = {"clone3": (435, 435), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426)}
# Without a cgroup, memory behind such a descriptor would escape the watch.
UNCOUNTED = {"memfd_create": (319, 279)}
CLONE, SOCKET, IOCTL = (56, 220), (41, 198), (16, 29)
NEW_NAMESPACES = 0x7E020000  # CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID, NET
FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6
NETLINK = 16  # with protocol 0 only: the list of network interfaces
TERMINAL_INPUT = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX
FIRST_UNKNOWN = 463  # calls newer than Linux 6.10, and the x32 ones
MACHINES = {"x86_64": (0, 0xC000003E), "amd64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7), "arm64": (1, 0xC00000B7)}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 22, 38


def _refuse(number: int = errno.EPERM) -> int:
    return 0x00050000 | number


def program(machine: str | None = None, *, counted: bool = True) -> bytes:
    """The filter for this machine. `counted`: a cgroup counts memory. Raises OSError on an unknown machine."""
    name = (machine or platform.machine()).lower()
    if name not in MACHINES or struct.calcsize("P") != 8:
        raise OSError(f"no filter of system calls is known for a machine of kind {name}")
    column, arch = MACHINES[name]
    code: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, arch),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 0, 1, FIRST_UNKNOWN),
        (_RETURN, 0, 0, _refuse(errno.ENOSYS)),
    ]
    refused = REFUSED if counted else REFUSED | UNCOUNTED
    for table, number in ((refused, errno.EPERM), (UNKNOWN, errno.ENOSYS)):
        for numbers in table.values():
            if numbers[column] is not None:
                code += [(_EQUAL, 0, 1, numbers[column]), (_RETURN, 0, 0, _refuse(number))]
    code += _when(CLONE[column], [(_LOAD, 0, 0, 16), (_ANY_BIT, 0, 1, NEW_NAMESPACES), (_RETURN, 0, 0, _refuse())])
    ioctl = [(_LOAD, 0, 0, 24)]
    for request in TERMINAL_INPUT:
        ioctl += [(_EQUAL, 0, 1, request), (_RETURN, 0, 0, _refuse())]
    code += _when(IOCTL[column], ioctl)
    families = [(_LOAD, 0, 0, 16)]
    for family in FAMILIES:
        families += [(_EQUAL, 0, 1, family), (_RETURN, 0, 0, _ALLOW)]
    families += [(_EQUAL, 1, 0, NETLINK), (_RETURN, 0, 0, _refuse(errno.EAFNOSUPPORT)), (_LOAD, 0, 0, 32)]
    families += [(_EQUAL, 1, 0, 0), (_RETURN, 0, 0, _refuse(errno.EAFNOSUPPORT))]
    code += _when(SOCKET[column], families)
    code.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *one) for one in code)


def _when(number: int, body: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """`body` for this call alone; it ends by allowing."""
    body = [*body, (_RETURN, 0, 0, _ALLOW)]
    return [(_EQUAL, 0, len(body), number), *body]


def lock(code: bytes) -> None:
    """Bind this process and all that it starts to the filter, and to the privileges that it has now."""
    libc = kernel.libc()
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(_PR_SET_SECCOMP, 2, header, 0, 0):
        error = ctypes.get_errno()
        raise OSError(error, f"the filter of system calls: {os.strerror(error)}")
