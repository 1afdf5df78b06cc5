"""The warm parent: `python -m aiskills.warm`, with its orders as one line of JSON on stdin. See client.Warm."""

from __future__ import annotations

import importlib
import json
import os
import sys


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        import threading

        return threading.active_count()


def prepare(spec: dict) -> dict:
    """Import and warm up; {"missing": ...} or {"error": sentence}."""
    missing = {}
    for name in spec["modules"]:
        try:
            importlib.import_module(name)
        except Exception as error:  # a broken library must not stop those that work
            missing[name] = f"{type(error).__name__}: {error}"
    for name in spec["first"]:
        module, _, function = name.partition(":")
        try:
            getattr(importlib.import_module(module), function)()
        except Exception as error:
            return {"error": f"The warm process could not run {name}: {type(error).__name__}: {error}."}
    threads = _threads()
    if threads != 1:
        return {
            "error": f"The warm process has {threads} threads, and children forked from it could hang: take out the "
            f"module or function that starts a thread, among {', '.join([*spec['modules'], *spec['first']])}."
        }
    return {"missing": missing}


def main() -> None:
    spec = json.loads(sys.stdin.buffer.readline())
    os.environ.pop("PYTHONPATH", None)
    sys.path.extend(folder for folder in spec["path"] if folder not in sys.path)
    from aiskills.warm import cgroups, own_rights, rooms, server  # after the path is complete

    starter = os.pidfd_open(os.getppid()) if hasattr(os, "pidfd_open") else -1
    name = str(os.getpid())  # as the starter knows it
    cgroups.sweep()
    own_user, refused = own_rights.get()
    answer = prepare(spec)
    if "error" not in answer:
        own_rooms = rooms.Rooms(
            spec["folder"], own_user=own_user, refused=refused, name=name, without=frozenset(spec["without"])
        )
        answer["box"] = own_rooms.refused or own_rooms.rests_on()
        serving = server.Server(spec["folder"], own_rooms, starter)
        del own_rooms
        own_rights.settle()
    os.write(1, json.dumps(answer).encode() + b"\n")
    if "error" in answer:
        return
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.close(null)
    child = serving.serve()
    if child is not None:  # this is a forked child, its stack holds nothing of the server
        del serving
        child()


if __name__ == "__main__":
    main()
