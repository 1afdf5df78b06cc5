"""Whether an answer may come out differently from run to run: the clock, randomness without a seed, threads.

The usual random generators start the same in every run. What is left is found in the code's own words; a submission
that speaks of it is run twice, and points that differ are for a person.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from .engine.plan import as_python

_MODULES = {"time", "datetime", "secrets", "uuid", "timeit", "socket", "threading", "concurrent", "multiprocessing"}
_ATTRIBUTES = {"now", "today", "utcnow", "urandom", "getrandom", "SystemRandom", "getpid", "perf_counter", "monotonic"}
_UNSEEDED = {"default_rng", "RandomState", "Random", "seed", "SeedSequence"}  # called without an argument
_NAMES = {"id", "__import__"}


def may_differ(sources: Iterable[str]) -> bool:
    """Whether any of the code cells uses the clock, the process, threads or unseeded randomness (or hides imports)."""
    return any(_speaks_of_chance(source) for source in sources)


def _speaks_of_chance(source: str) -> bool:
    try:
        tree = ast.parse(as_python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and any(alias.name.split(".")[0] in _MODULES for alias in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in _MODULES:
            return True
        if isinstance(node, ast.Attribute) and node.attr in _ATTRIBUTES:
            return True
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in _UNSEEDED and not node.args and not node.keywords:
                return True
            if isinstance(node.func, ast.Name) and node.func.id in _NAMES:
                return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "/dev/urandom" in node.value:
            return True
    return False
