"""A learner's exception as the tests see it: of a class that is known here, with its text and the line it came from."""

from __future__ import annotations

import sys


class OutOfTime(BaseException):
    """The learner's code used up the time of this part, and was stopped in good order."""


def rebuild(error: dict) -> BaseException:
    """The learner's exception as one of a known class, with its text; ``learner`` holds what came with it."""
    try:
        kinds = [str(kind) for kind in error["kinds"][:20]]
        text, place = str(error["text"])[:2000], error.get("place")
        if error.get("time"):
            return OutOfTime()
    except (KeyError, TypeError):
        kinds, text, place = [], "", None
    found = next((known for known in map(_known, kinds) if known), Exception)
    name = kinds[0].rpartition(".")[2] if kinds else "Exception"
    if not issubclass(found, Exception) or issubclass(found, (StopIteration, StopAsyncIteration)):
        # SystemExit must not end the tests, nor StopIteration a loop of theirs.
        found = RuntimeError
    if found.__name__ != name:
        found = type(name[:60] if name.isidentifier() else "Exception", (found,), {})
    try:
        built = found(text)
    except Exception:
        built = type(found.__name__, (Exception,), {})(text)
    if isinstance(built, NameError):
        built.name = text.split("'")[1] if text.count("'") >= 2 else None
    built.learner = {"place": place if _is_place(place) else None, "name": name[:60]}
    return built


def _known(kind: str) -> type | None:
    """A class of exceptions by its full name, if its module is loaded. Nothing is imported."""
    module, _, name = kind.rpartition(".")
    found = vars(sys.modules[module]).get(name) if module in sys.modules else None
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def _is_place(place: object) -> bool:
    return type(place) is list and len(place) == 2 and all(type(number) is int for number in place)
