"""The first steps of a forked child, up to the function that it was made for."""

from __future__ import annotations

import os
import sys
from typing import Any

from aiskills.warm import child, inside, kernel
from aiskills.warm.protocol import line


def run(status: int, head: dict[str, Any], fds: list[int], folder: str | None, room: inside.Room | None) -> None:
    """Go into the room (or, without one, into `folder`), say so on `status`, and call the entry. Never returns."""
    try:
        os.setsid()
        child.fresh_signals()
        function = child.find(head["entry"])
        with open(fds.pop(0), "rb") as held:
            argument = held.read()
        files = None if head["files"] is None else os.open(head["files"], os.O_RDONLY | os.O_DIRECTORY)
        if room is None:
            child.end_with_parent()
            if files is not None:
                child.copy_files(files, folder)
            child.at_home(folder)
        else:
            inside.enter(room, files)
        output = fds.pop() if head["output"] else None
        child.fresh_random()
        child.keep_only([*fds, status], output)
        child.fresh_streams()
        sys.argv[:] = ["child"]
        if room is not None:
            inside.lock(room)
        elif sys.platform == "linux":
            kernel.drop_capabilities_of_own_namespace()
        os.write(status, line({"started": True}))
        os.close(status)
    except BaseException as error:
        kind = "warm" if room is None else "box"
        os.write(status, line({"error": kind, "text": f"A child could not be made: {type(error).__name__}: {error}."}))
        os._exit(1)
    child.run(function, argument, fds)
