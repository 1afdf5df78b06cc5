"""A learner's progress: one small JSON file on this computer. Nothing is sent anywhere.

The file is the one that AISKILLS_PROGRESS names, else `progress.json` in the folder that AISKILLS_HOME names, else
in the user's data folder. Its form::

    {"format": "aiskills-progress", "version": 1,
     "lessons": {"<lesson>": {
        "checks":      {"<name>": {"tries": 3, "passed": "<time>", "at": "<time>", "last": "<misconception or yes>",
                                   "history": [["<time>", "<misconception or yes>"], ...]}},
        "polls":       {"<start or exit>": {"choice": "b", "cell": "<id>", "at": "<time>", "history": [...]}},
        "predictions": {"<name>": {"guess": 0.7, "result": 0.45, "at": "<time>", "history": [...]}}}}}

Times are UTC in ISO form. `tries` counts wrong tries. What a learner typed as an answer is never kept.

Two copies are merged item by item: the newer entry wins, `tries` takes the greater count, `passed` the earlier
time, and the histories are joined. Every change is read, merged and written under a lock, so two notebooks that
are open at once lose nothing. Where the folder cannot be written, progress stays in memory and says so once.
"""

import copy
import json
import os
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from .messages import CourseError, Message

FORMAT, VERSION = "aiskills-progress", 1
LOCK_SECONDS = 5

_memory = None  # the state of this kernel when the file cannot be used
_told = set()  # what was already told once


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


def empty():
    """Return the state of a learner who has done nothing yet."""
    return {"format": FORMAT, "version": VERSION, "lessons": {}}


def _tell_once(about, sentence):
    if about not in _told:
        _told.add(about)
        print(sentence)


def _problem(state):
    """Return None if `state` has the documented form, else what is wrong with it."""
    if not isinstance(state, dict) or state.get("format") != FORMAT:
        return "it is not a progress file of this course"
    if not isinstance(state.get("version"), int) or not isinstance(state.get("lessons"), dict):
        return "parts of it are missing"
    if state["version"] > VERSION:
        return "a newer version of this course wrote it; update the package `aiskills`"
    for lesson in state["lessons"].values():
        kinds = lesson.values() if isinstance(lesson, dict) else [None]
        for items in kinds:
            if not isinstance(items, dict) or not all(_is_entry(entry) for entry in items.values()):
                return "parts of it are damaged"
    return None


def _is_entry(entry):
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("at", ""), str)
        and isinstance(entry.get("tries", 0), int)
        and isinstance(entry.get("history", []), list)
    )


def _merge_entry(a, b):
    older, newer = (a, b) if a.get("at", "") <= b.get("at", "") else (b, a)
    entry = {**older, **newer}
    if "tries" in entry:
        entry["tries"] = max(a.get("tries", 0), b.get("tries", 0))
    passed = sorted(t for t in (a.get("passed"), b.get("passed")) if t)
    if passed:
        entry["passed"] = passed[0]
    history = {json.dumps(row): row for row in a.get("history", []) + b.get("history", [])}
    if history:
        entry["history"] = sorted(history.values(), key=lambda row: (str(row[0]), json.dumps(row)))
    return entry


def merge(a, b):
    """Return a new state with everything of the states `a` and `b`; merging twice changes nothing."""
    result = copy.deepcopy(a)
    for slug, lesson in b["lessons"].items():
        mine = result["lessons"].setdefault(slug, {})
        for kind, items in lesson.items():
            kept = mine.setdefault(kind, {})
            for name, entry in items.items():
                kept[name] = _merge_entry(kept[name], entry) if name in kept else copy.deepcopy(entry)
    return result


def _read(path):
    """Return the state in `path`. A broken file is put aside; a newer one raises CourseError."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return empty()
    try:
        state = json.loads(text)
        problem = _problem(state)
    except ValueError:
        state, problem = None, "it is not whole"
    if problem is None:
        return state
    if isinstance(state, dict) and state.get("format") == FORMAT and "newer" in problem:
        raise CourseError(f"The progress file {path} was left alone: {problem}.")
    aside = path.with_name(f"progress.broken-{datetime.now(UTC):%Y%m%d-%H%M%S}.json")
    os.replace(path, aside)
    _tell_once(
        aside,
        f"Your progress file could not be read ({problem}). It was kept as {aside.name}, and a new one was started.",
    )
    return empty()


def _write(path, state):
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
        lock = FileLock(f"{path}.lock", timeout=LOCK_SECONDS)
        lock.acquire()
    except (Timeout, NotImplementedError):
        # A lock that nobody gives back, or a file system without locks: the merge on every write still holds.
        yield
        return
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
            _write(path, kept)
            _memory = None
            return result
    except (OSError, CourseError) as error:
        _in_memory(path, error)
        return change(_memory)


def entry(slug, kind, name):
    """Return what is kept for one item as a dict (empty when there is nothing)."""
    return state()["lessons"].get(slug, {}).get(kind, {}).get(name, {})


def record(slug, kind, name, *, event=None, add_try=False, passed=False, **values):
    """Keep `values` for one item and return the new entry.

    `event` joins the item's history; `add_try` counts a wrong try; `passed` keeps the time of the first success.
    """
    at = now()

    def change(kept):
        item = kept["lessons"].setdefault(slug, {}).setdefault(kind, {}).setdefault(name, {})
        item.update(values, at=at)
        if add_try:
            item["tries"] = item.get("tries", 0) + 1
        if passed:
            item.setdefault("passed", at)
        if event is not None:
            item.setdefault("history", []).append([at, event])
        return copy.deepcopy(item)

    return update(change)


def save(path):
    """Write your progress to `path` (a file, or a folder) to take it to another computer.

    If the file already holds progress, both are joined. Nothing of another kind is overwritten.
    """
    path = Path(path).expanduser()
    if path.is_dir():
        path = path / "aiskills-progress.json"
    whole = state()
    try:
        if path.exists():
            whole = merge(_foreign(path, "Choose another name."), whole)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, whole)
    except OSError as error:
        raise CourseError(
            f"Your progress could not be saved to {path} ({error.strerror}). Choose another place."
        ) from None
    return Message(("Saved:", f"{_counts(whole)}, in {path}. Load it elsewhere with learn.progress.load."))


def load(path):
    """Join the progress in the file `path` with what is kept here; nothing kept here is lost."""
    path = Path(path).expanduser()
    if path.is_dir():
        path = path / "aiskills-progress.json"
    other = _foreign(path, "Choose the file that learn.progress.save made.")

    def change(kept):
        joined = merge(kept, other)
        kept.clear()
        kept.update(joined)
        return _counts(other), _counts(joined)

    there, here = update(change)
    return Message(("Loaded:", f"{there}. Together with what was here: {here}."))


def _foreign(path, advice):
    try:
        other = json.loads(path.read_text(encoding="utf-8"))
        problem = _problem(other)
    except OSError as error:
        raise CourseError(f"The file {path} cannot be read ({error.strerror}). {advice}") from None
    except ValueError:
        problem = "it is not a progress file of this course"
    if problem:
        raise CourseError(f"The file {path} was left alone: {problem}. {advice}")
    return other


def _counts(whole):
    lessons = whole["lessons"].values()
    passed = sum(bool(c.get("passed")) for one in lessons for c in one.get("checks", {}).values())
    guesses = sum(len(one.get("predictions", {})) for one in lessons)
    answers = sum(len(one.get("polls", {})) for one in lessons)

    def many(n, word):
        return f"{n} {word}{'' if n == 1 else 's'}"

    return (
        f"{many(len(whole['lessons']), 'lesson')} with {many(passed, 'check')} passed, "
        f"{many(guesses, 'prediction')} and {many(answers, 'poll answer')}"
    )


def summary():
    """Return a message with one line a lesson: checks passed, tries, predictions, polls."""
    whole = state()
    if not whole["lessons"]:
        return Message("Nothing is kept yet. Answer a poll, make a prediction or pass a check.")
    lines = [
        (f"{slug}:", _counts({"lessons": {slug: lesson}}).split(" with ", 1)[1] + ".")
        for slug, lesson in sorted(whole["lessons"].items())
    ]
    return Message(*lines, ("Kept in:", str(where())))
