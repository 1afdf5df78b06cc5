"""The box of one child: what it may see and use.

What each promise rests on, and what happens where that is missing:

| promise | rests on | where it is missing |
| --- | --- | --- |
| no network, own processes, own view of the disk | namespaces that bubblewrap makes; an ordinary user needs a user namespace | no box: BoxError says what to do |
| system, Python and `read` are read-only, the rest is not there | mounts of that namespace | no box |
| another user than the grader | root: a number of its own for each live child; else a user namespace | no box |
| no mounts, namespaces, tracing, kernel interfaces | empty capabilities, no_new_privs, a seccomp filter (x86-64, 64-bit ARM) | no box |
| memory of all processes together | cgroup v2: the kernel kills all; or the v1 memory hierarchy: it kills the largest, and within 0.2 s the rest ends | a look at all processes five times a second, which kills: a fast program may pass the limit for 0.2 s; no memory files |
| memory of one process | address space limit a little above the memory limit: MemoryError | always there |
| processes and threads together | pids cgroup, and the user's process limit | the user's process limit alone, which counts the same |
| CPU seconds | time limit of each process | always there; what many processes use together is bounded by the wall time that the caller gives |
| size of one file, open files | file size and descriptor limits | always there |
| scratch space: working folder, /tmp, /dev/shm together | one tmpfs of bounded size and number of files; it counts as memory in a cgroup | without a cgroup it comes on top of the memory limit |
| nothing is left behind | the end of the pid namespace kills every process, its tmpfs goes with it | no box |
"""  # noqa: E501

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field

from aiskills.warm.limits import Limits

PROBE_SECONDS = 60.0


class BoxError(RuntimeError):
    """The box cannot be built here: one sentence that says why and what to do."""


@dataclass(frozen=True)
class Box:
    """A closed room for one child: no network, a read-only system, private scratch space, limits.

    `read`: files and folders to show read-only at the same path, beside the system and the Python environment.
    """

    read: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)

    def check(self, *, without: tuple[str, ...] = ()) -> dict[str, str]:
        """Build one for real and try to break out of it: {"memory": "cgroup v1 + address space", ...}.

        Raises BoxError when it cannot be built or does not hold. `without`: see Warm.
        """
        from aiskills.warm.client import Warm
        from aiskills.warm.handle import WarmError

        try:
            warm = Warm(without=without).start()
        except WarmError as error:
            raise BoxError(str(error)) from None
        with warm:
            if isinstance(warm.box, str):
                raise BoxError(warm.box)
            read, write = os.pipe()
            try:
                argument = json.dumps({"hidden": warm.address}).encode()
                try:
                    child = warm.spawn("aiskills.warm.probe:inside", argument, [write], self)
                except WarmError as error:
                    raise BoxError(str(error)) from None
                finally:
                    os.close(write)
                with child:
                    ended = child.wait(PROBE_SECONDS)
                with open(read, "rb", closefd=False) as file:
                    failed = json.loads(file.read() or b"null")
            finally:
                os.close(read)
            if ended is None or failed is None:
                raise BoxError(
                    f"The box was built, but nothing runs in it ({ended}): see that its limits are not too small."
                )
            if failed:
                raise BoxError(f"The box does not hold here ({', '.join(failed)}): grade on another machine.")
            return warm.box
