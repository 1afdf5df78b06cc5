"""The box of one child: what it may see and use."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiskills.warm.limits import Limits


class BoxError(RuntimeError):
    """The box cannot be built here: one sentence that says why and what to do."""


@dataclass(frozen=True)
class Box:
    """A closed room for one child: no network, a read-only system, private scratch space, limits.

    `read`: files and folders to show read-only at the same path, beside the system and the Python environment.
    """

    read: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
