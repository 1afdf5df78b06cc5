"""A learner's progress: one small JSON file on this computer. Nothing is sent anywhere.

The file is the one that AISKILLS_PROGRESS names, else `progress.json` in the folder that AISKILLS_HOME names, else
in the user's data folder. Its form stands in `progress_form.py` and, in full, in `schema-of-progress.json`. What a
learner typed as an answer to a check is never kept.

Every change is read, merged and written under a lock, so two notebooks that are open at once lose nothing. Where the
folder cannot be written, progress stays in memory and says so once.
"""

import copy
import json
import os
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from .messages import CourseError, Message
from .progress_form import FORMAT, VERSION, NotProgress, empty, merge, merge_entry, one_event, parse

__all__ = ["FORMAT", "VERSION", "empty", "entry", "merge", "now", "parse", "record", "state", "summary", "where"]

LOCK_SECONDS = 60  # another notebook holds the lock for milliseconds, on a computer that stands still for seconds
LOCK_SECONDS_AGAIN = 1  # after such a wait in vain: a lock that nobody gives back must not hold up every cell
TRAVEL = ("join", "load", "panel", "save")


def __getattr__(name):
    if name in TRAVEL:  # imported when it is needed, because it needs this module
        from . import progress_travel

        return getattr(progress_travel, name)
    raise AttributeError(f"aiskills.learn.progress has no part named {name!r}.")


_memory = None  # the state of this kernel when the file cannot be used
_told = set()  # what was already told or tried once


def home():
    """Return the folder where this user keeps what the course needs: progress, models."""
    own = os.environ.get("AISKILLS_HOME")
    if own:
        return Path(own).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("aiskills", appauthor=False))


def where():
    """Return the path of the progress file (it may not exist yet)."""
    own = os.environ.get("AISKILLS_PROGRESS")
    return Path(own).expanduser() if own else home() / "progress.json"


def now():
    """Return the time as text, in UTC; microseconds keep the order of quick tries."""
    return datetime.now(UTC).isoformat()


def _tell_once(about, sentence):
    if about not in _told:
        _told.add(about)
        print(sentence)


def _read(path):
    """Return the state in `path`. A broken file is put aside; a newer one raises CourseError."""
    try:
        return parse(path.read_bytes())
    except FileNotFoundError:
        return empty()
    except NotProgress as error:
        problem = error
    if problem.newer:
        raise CourseError(f"The progress file {path} was left alone: {problem}.")
    aside = path.with_name(f"progress.broken-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.json")
    os.replace(path, aside)
    _tell_once(
        aside,
        f"Your progress file could not be read: {problem}. It was kept as {aside.name}, and a new one was started.",
    )
    return empty()


def write(path, state):
    """Write `state` so that a reader sees the old file or the new one, never half of one."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(state, out, ensure_ascii=False, indent=1)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def _locked(path):
    from filelock import FileLock, Timeout

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(f"{path}.lock")
        # Asked for often: a notebook that answers one check after another gives the lock back for moments only.
        lock.acquire(timeout=LOCK_SECONDS_AGAIN if "lock" in _told else LOCK_SECONDS, poll_interval=0.01)
    except (Timeout, NotImplementedError):
        # A lock that nobody gives back, or a file system without locks: the merge on every write still holds.
        _told.add("lock")
        yield
        return
    _told.discard("lock")
    try:
        yield
    finally:
        lock.release()


def state():
    """Return the whole state as a new dict, read from the file and from this kernel's memory."""
    path = where()
    try:
        kept = _read(path)
    except (OSError, CourseError) as error:
        _in_memory(path, error)
        kept = empty()
    return merge(kept, _memory) if _memory else kept


def _in_memory(path, error):
    global _memory
    _memory = _memory or empty()
    reason = str(error) if isinstance(error, CourseError) else f"The file {path} cannot be used ({error.strerror})."
    _tell_once(
        "memory",
        f"{reason} Your progress is kept until you close this notebook; "
        'keep it longer with learn.progress.save("my-progress.json").',
    )


def update(change):
    """Apply `change(state)`, which alters the state in place, to the file. Return what `change` returns."""
    global _memory
    path = where()
    try:
        with _locked(path):
            kept = _read(path)
            if _memory:
                kept = merge(kept, _memory)
            result = change(kept)
            write(path, kept)
            _memory = None
            return result
    except (OSError, CourseError) as error:
        _in_memory(path, error)
        return change(_memory)


def entry(slug, kind, name):
    """Return what is kept for one item as a dict (empty when there is nothing)."""
    return state()["lessons"].get(slug, {}).get(kind, {}).get(name, {})


def record(slug, kind, name, **values):
    """Keep one event of one thing, with the time of now, and return the new entry.

    `values` by kind: checks `last` ("yes" or a misconception); polls `choice` and `cell`; predictions `guess` and
    `sure` (percent), or `result`; quizzes `choice` and `right`. Wrong tries and the first success are counted from it.
    """
    new = one_event(kind, now(), values)

    def change(kept):
        items = kept["lessons"].setdefault(slug, {}).setdefault(kind, {})
        items[name] = merge_entry(kind, items.get(name, {}), new)
        return copy.deepcopy(items[name])

    return update(change)


def many(n, word):
    """Return a count in words, as in `1 check`, `2 checks`."""
    return f"{n} {word}{'' if n == 1 else 's'}"


def counts(whole):
    """Return in words what a state holds."""
    lessons = whole["lessons"].values()
    passed = sum(bool(c.get("passed")) for one in lessons for c in one.get("checks", {}).values())
    guesses, answers, questions = (
        sum(len(one.get(kind, {})) for one in lessons) for kind in ("predictions", "polls", "quizzes")
    )
    return (
        f"{many(len(whole['lessons']), 'lesson')} with {many(passed, 'check')} passed, "
        f"{many(guesses, 'prediction')}, {many(answers, 'poll answer')} and {many(questions, 'quiz question')} answered"
    )


def summary():
    """Return a message with one line a lesson: checks passed, predictions, polls, quiz questions."""
    whole = state()
    if not whole["lessons"]:
        return Message("Nothing is kept yet. Answer a poll, make a prediction or pass a check.")
    lines = [
        (f"{slug}:", counts({"lessons": {slug: lesson}}).split(" with ", 1)[1] + ".")
        for slug, lesson in sorted(whole["lessons"].items())
    ]
    return Message(*lines, ("Kept in:", str(where())))
