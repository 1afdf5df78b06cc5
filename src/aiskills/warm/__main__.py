"""The warm parent: `python -m aiskills.warm`, with its orders as one line of JSON on stdin. See client.Warm."""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    spec = json.loads(sys.stdin.buffer.readline())
    os.environ.pop("PYTHONPATH", None)
    sys.path.extend(folder for folder in spec["path"] if folder not in sys.path)
    from aiskills.warm import cgroups, own_rights, prepare, rooms, server  # after the path is complete

    starter = os.pidfd_open(os.getppid()) if hasattr(os, "pidfd_open") else -1
    name = str(os.getpid())  # as the starter knows it
    cgroups.sweep()
    own_user, refused = own_rights.get()
    answer = prepare.load(spec["modules"], spec["first"])
    if "error" not in answer:
        own_rooms = rooms.Rooms(
            spec["folder"], own_user=own_user, refused=refused, name=name, without=frozenset(spec["without"])
        )
        answer["box"] = own_rooms.refused or own_rooms.rests_on()
        serving = server.Server(spec["folder"], own_rooms, starter)
        del own_rooms
        prepare.settle()
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
