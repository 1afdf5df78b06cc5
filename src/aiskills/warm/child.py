"""What a forked child does before and around the function that it was made for."""

from __future__ import annotations

import importlib
import os
import random
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from typing import Any

from aiskills.warm import kernel


def fresh_signals() -> None:
    """Signals as a new interpreter has them."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, [])


def fresh_random() -> None:
    """The same random numbers in every child."""
    random.seed(0)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(0)


def keep_only(fds: list[int], output: int | None) -> None:
    """Close every descriptor but `fds`; stdin from nowhere, stdout and stderr to `output` or nowhere."""
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null if output is None else output, 1)
    os.dup2(null if output is None else output, 2)
    last = 2
    for fd in sorted(fds):
        os.closerange(last + 1, fd)
        last = fd
    os.closerange(last + 1, os.sysconf("SC_OPEN_MAX") if sys.platform != "linux" else 1 << 30)


def find(entry: str) -> Callable[..., Any]:
    """The function that `entry` names."""
    module, _, name = entry.partition(":")
    return getattr(importlib.import_module(module), name)


def copy_files(source: int, into: str, owner: tuple[int, int] | None = None) -> None:
    """Copy plain files and folders below the folder descriptor `source`; links, pipes and devices are left out."""
    for name in os.listdir(source):
        target = os.path.join(into, name)
        try:
            fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=source)
        except OSError:
            continue  # a link, a socket, or gone
        try:
            mode = os.fstat(fd).st_mode
            if os.path.stat.S_ISDIR(mode):
                os.mkdir(target)
                copy_files(fd, target, owner)
            elif os.path.stat.S_ISREG(mode):
                with open(fd, "rb", closefd=False) as read, open(target, "xb") as write:
                    shutil.copyfileobj(read, write, 1 << 20)
            else:
                continue
            if owner is not None:
                os.chown(target, *owner)
        finally:
            os.close(fd)


def end_with_parent() -> None:
    """SIGKILL for this process when the warm parent dies."""
    if sys.platform == "linux":
        kernel.die_with_parent()


def run(function: Callable[..., Any], argument: bytes, fds: list[int]) -> None:
    """Call the function and end this process, flushing nothing of the parent's."""
    code = 1
    try:
        function(argument, *fds)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        try:
            traceback.print_exc()
        except BaseException:
            pass
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:
            pass
        os._exit(code & 0xFF)


def fresh_streams() -> None:
    """Text streams of this child's own on descriptors 0 to 2: what the parent's had buffered is not written twice."""
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.__stderr__ = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)


def at_home(folder: str) -> None:
    """Make `folder` the working folder, HOME and the place of temporary files when there is no /tmp of one's own."""
    os.chdir(folder)
    os.environ["HOME"] = folder
    os.environ["PWD"] = folder
    tempfile.tempdir = None
