"""A warm parent process that has imported heavy libraries and forks fresh children on request, each in a box if asked.

Nothing of the rest of the package is imported here: the warm parent only resolves the dotted names that it is given.
"""

from aiskills.warm.box import Box, BoxError
from aiskills.warm.client import Connection, Warm
from aiskills.warm.handle import Child, WarmError
from aiskills.warm.limits import Ended, Limits

__all__ = ["Box", "BoxError", "Child", "Connection", "Ended", "Limits", "Warm", "WarmError"]
