"""Answers of learners: not yet, yes, or the misconception behind a wrong one with the next hint.

A check never raises. It runs the check function of the lesson with printing and warnings held back and with the
learner's random state untouched, and counts wrong tries in the progress file so that the hints go on step by step.
"""

import contextlib
import inspect
import io
import linecache
import random
import sys
import traceback
import warnings
import zlib
from pathlib import Path

from . import progress
from .blanks import why_blank
from .messages import Message

PACKAGE = str(Path(__file__).resolve().parent)


class CheckResult(Message):
    """What a check found. `status` is "not yet", "yes", "look again", "stopped" or "unknown"; true only for "yes"."""

    def __init__(self, name, status, *parts, misconception=None, hint=0, tries=0, lang="en"):
        bar = {"yes": "yes", "look again": "look", "stopped": "look"}.get(status, "plain")
        super().__init__(*parts, bar=bar, lang=lang)
        self.name, self.status, self.misconception, self.hint, self.tries = name, status, misconception, hint, tries

    def __bool__(self):
        return self.status == "yes"


def run(slug, name, answer, words, function, lang="en"):
    """Check `answer` with `function` of the lesson `slug`. Return a CheckResult.

    `words` is the part `[checks.<name>]` of the lesson's texts. The function returns None for a right answer, else
    the name of a misconception, or a pair (name, detail). If it takes `rng`, it gets a NumPy generator whose seed
    changes with every try, so that its inputs are fresh and yet the same when it is run again.
    """
    try:
        blank = why_blank(answer)
    except Exception:  # an odd object may refuse to be looked at; then it is not blank
        blank = None
    if blank:
        return CheckResult(name, "not yet", ("Not yet:", blank), lang=lang)
    tries = progress.entry(slug, "checks", name).get("tries", 0)
    found, stopped = _ask(function, answer, zlib.crc32(f"{slug}:{name}:{tries}".encode()))
    if found is None and stopped is None:
        progress.record(slug, "checks", name, last="yes")
        return CheckResult(name, "yes", ("Yes:", words.get("yes", "That is right.")), tries=tries, lang=lang)
    misconception, detail = found if found else ("stopped", stopped)
    tries = progress.record(slug, "checks", name, last=misconception)["tries"]
    said = words.get("misconceptions", {}).get(misconception, "" if detail else "This is not right yet.")
    hints = words.get("hints", [])
    step = min(tries, len(hints))
    parts = [("Look again:", f"{said} {detail or ''}".strip())]
    if hints:
        parts.append((f"Hint {step} of {len(hints)}:", hints[step - 1]))
    return CheckResult(
        name,
        "stopped" if stopped else "look again",
        *parts,
        misconception=misconception,
        hint=step,
        tries=tries,
        lang=lang,
    )


def _ask(function, answer, seed):
    """Return (misconception and detail, None), (None, sentence about an error) or (None, None) for right."""
    try:
        with _quiet(), _same_random_state(seed):
            verdict = function(answer, **_extra(function, seed))
    except KeyboardInterrupt:
        return None, "You stopped the check. Does a loop in your code never end?"
    except (Exception, SystemExit) as error:
        return None, _kindly(error, answer, function)
    if verdict is None or verdict is True:
        return None, None
    if isinstance(verdict, tuple) and len(verdict) == 2:
        return (str(verdict[0]), str(verdict[1] or "")), None
    return (str(verdict), ""), None


def _extra(function, seed):
    if "rng" not in inspect.signature(function).parameters:
        return {}
    import numpy as np

    return {"rng": np.random.default_rng(seed)}


@contextlib.contextmanager
def _quiet():
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield


@contextlib.contextmanager
def _same_random_state(seed):
    """Seed the global generators for the check and give the learner's state back afterwards."""
    numpy = sys.modules.get("numpy")
    before = random.getstate(), numpy.random.get_state() if numpy else None
    random.seed(seed)
    if numpy:
        numpy.random.seed(seed % 2**32)
    try:
        yield
    finally:
        random.setstate(before[0])
        if numpy and before[1] is not None:
            numpy.random.set_state(before[1])


def _kindly(error, answer, function):
    """Say in a sentence what stopped, and on which line of the learner's own code."""
    what = type(error).__name__
    message = str(error).strip().split("\n")[0]
    if len(message) > 200:
        message = message[:200].rstrip() + " \u2026"
    what = f"`{what}`: {message}" if message else f"`{what}`"
    if isinstance(error, RecursionError):
        what = "`RecursionError`: the function calls itself without end"
    if isinstance(error, SystemExit):
        what = "`SystemExit`: it asked Python to close"
    own = _own_frame(error, function)
    if own is None:
        return (
            f"The check could not use your answer, which is of the type `{type(answer).__name__}`. "
            f"It stopped with {what}."
        )
    line = linecache.getline(own.filename, own.lineno).strip().replace("`", "'")
    at = f"line {own.lineno}" + (f", `{line}`" if line else "")
    return f"Your code stopped with {what}. It happened in `{own.name}`, {at}."


def _own_frame(error, function):
    """Return the last frame of the learner's own code: not the check, this package, Python, or a library."""
    libraries = ("site-packages", "dist-packages", "importlib", f"{sys.base_prefix}/lib/python")
    code = getattr(function, "__code__", None)
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        file = frame.f_code.co_filename
        if (
            frame.f_code is not code
            and not file.startswith((PACKAGE, "<frozen"))
            and not any(part in file for part in libraries)
        ):
            return traceback.FrameSummary(file, line, frame.f_code.co_name, lookup_line=False)
    return None
