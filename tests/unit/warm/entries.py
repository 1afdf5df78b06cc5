"""Functions that the children of the tests run."""

import json
import os
import time

counter = 0


def run(argument: bytes, fd: int) -> None:
    """Run the program in `argument`; what it gives to `say` goes to `fd` as JSON."""
    with open(fd, "w") as file:
        names = {"say": lambda value: (file.write(json.dumps(value) + "\n"), file.flush()), "fd": fd}
        exec(compile(argument, "program", "exec"), names)


def count(argument: bytes, fd: int) -> None:
    """Say how often this was called in this process, and what random numbers come."""
    import random

    global counter
    counter += 1
    os.write(fd, json.dumps([counter, random.random()]).encode())


def echo(argument: bytes, fd: int) -> None:
    """Say the argument."""
    with open(fd, "wb") as file:
        file.write(argument)


def nothing(argument: bytes) -> None:
    """End."""


def leave(argument: bytes) -> None:
    """End with the code in `argument`."""
    raise SystemExit(int(argument))


def fail(argument: bytes) -> None:
    """End with an error."""
    raise ValueError("no")


def sleep(argument: bytes, *fds: int) -> None:
    """Wait to be ended."""
    for fd in fds:
        os.write(fd, b"x")
    time.sleep(600)


def start_a_thread() -> None:
    """What nothing in a warm parent may do."""
    import threading

    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
