"""The form of the progress file: what is valid, how two states are joined, what old files become. No input or output.

The file holds one list of events for each thing that a learner does; `schema-of-progress.json` describes it in full::

    {"format": "aiskills-progress", "version": 2,
     "lessons": {"<lesson>": {
        "checks":      {"<name>": {"history": [["<time>", "<misconception or yes>"], ...],
                                   "tries": 3, "passed": "<time>", "last": "<misconception or yes>", "at": "<time>"}},
        "polls":       {"<start or exit>": {"history": [["<time>", "b", "<cell id>"], ...], "choice": "b", ...}},
        "predictions": {"<name>": {"history": [["<time>", 0.7], ["<time>", 0.6, 80], ...], "guess": 0.6, "sure": 80,
                                   "results": [["<time>", 0.45], ...], "result": 0.45, "at": "<time>"}},
        "quizzes":     {"<part and key>": {"history": [["<time>", "b", true], ...], "choice": "b", "right": true,
                                           "at": "<time>"}}}}}

Times are UTC in ISO form. The lists decide; every other field follows from them and stands there for readers. So a
merge is the union of the lists: it loses nothing, and neither the order nor the number of merges matters.
Version 1 had no list of results and no quizzes; its files are brought up to date when they are read.
"""

import copy
import json

FORMAT, VERSION = "aiskills-progress", 2
LIMIT = 20_000_000  # bytes; years of daily work stay far below
LISTS = ("history", "results")


class NotProgress(ValueError):
    """What is wrong with a text that should hold progress, as the end of a sentence. `newer`: of a newer course."""

    def __init__(self, problem, newer=False):
        super().__init__(problem)
        self.newer = newer


def empty():
    """Return the state of a learner who has done nothing yet."""
    return {"format": FORMAT, "version": VERSION, "lessons": {}}


def parse(data):
    """Return the state that the bytes (or text) `data` hold, in today's form. Raises NotProgress."""
    if len(data) > LIMIT:
        raise NotProgress("it is too large for a progress file")
    try:
        text = data if isinstance(data, str) else bytes(data).decode("utf-8-sig")
        state = json.loads(text)
    except (ValueError, RecursionError):
        raise NotProgress("it is not whole, or it is not a progress file of this course") from None
    if not isinstance(state, dict) or state.get("format") != FORMAT:
        raise NotProgress("it is not a progress file of this course")
    version = state.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or not isinstance(state.get("lessons"), dict):
        raise NotProgress("parts of it are missing")
    if version > VERSION:
        raise NotProgress("a newer version of this course wrote it; update the package `aiskills`", newer=True)
    for lesson in state["lessons"].values():
        kinds = lesson.values() if isinstance(lesson, dict) else [None]
        for items in kinds:
            if not isinstance(items, dict) or not all(_is_entry(entry) for entry in items.values()):
                raise NotProgress("parts of it are damaged")
    return merge(state, empty())


def _is_entry(entry):
    return (
        isinstance(entry, dict)
        and all(isinstance(entry.get(field, ""), str) for field in ("at", "passed"))
        and isinstance(entry.get("tries", 0), int)
        and all(isinstance(entry.get(name, []), list) and all(map(_is_row, entry.get(name, []))) for name in LISTS)
    )


def _is_row(row):
    return isinstance(row, list) and len(row) > 1 and isinstance(row[0], str)


def _as_text(value):
    return json.dumps(value, sort_keys=True)


def _order(row):
    return row[0], _as_text(row[1:])


def _union(*lists):
    """Join lists of rows. Rows of the same time and value are one event; the fuller one is kept."""
    kept = {}
    for row in (row for rows in lists for row in rows):
        key = _as_text(row[:2])
        if key not in kept or (len(row), _order(row)) > (len(kept[key]), _order(kept[key])):
            kept[key] = row
    return sorted(kept.values(), key=_order)


# What the last row of the history says, by kind: the field and its place in the row.
LAST = {
    "checks": (("last", 1),),
    "polls": (("choice", 1),),
    "predictions": (("guess", 1), ("sure", 2)),
    "quizzes": (("choice", 1), ("right", 2)),
}


def settle(kind, entry):
    """Return a copy of an entry with every field in line with its lists; an old entry gets the lists it lacks."""
    entry = copy.deepcopy(entry)
    at, first = entry.get("at", ""), LAST.get(kind, (("event", 1),))[0][0]
    history, results = entry.get("history", []), entry.get("results", [])
    if not history and first in entry:
        values = [entry.get(field) for field, _ in LAST.get(kind, ((first, 1),))]
        history = [[at, *values[: max(1, sum(value is not None for value in values))]]]
    history = _union(history)
    if kind == "polls" and "cell" in entry and history and not any(len(row) > 2 for row in history):
        history[-1] = [*history[-1], entry["cell"]]  # version 1 kept the poll's cell beside the list
    if kind == "predictions" and not results and "result" in entry:
        results = [[at, entry["result"]]]
    results = _union(results)
    if history:
        entry["history"] = history
        for field, place in LAST.get(kind, ()):
            entry.pop(field, None)
            if place < len(history[-1]):
                entry[field] = history[-1][place]
    if results:
        entry["results"], entry["result"] = results, results[-1][1]
    if kind == "polls":
        cells = [row[2] for row in history if len(row) > 2]
        entry.update({"cell": cells[-1]} if cells else {})
    if kind == "checks":
        passed = [row[0] for row in history if row[1] == "yes"] + [t for t in [entry.get("passed")] if t]
        entry.update({"passed": min(passed)} if passed else {})
        wrong = sum(row[1] != "yes" for row in history)
        if wrong or "tries" in entry:
            entry["tries"] = max(entry.get("tries", 0), wrong)
    latest = max([row[0] for row in history + results] + [at])
    entry.update({"at": latest} if latest else {})
    return entry


def merge_entry(kind, a, b):
    """Return the union of two entries of one kind."""
    a, b = settle(kind, a), settle(kind, b)
    entry = {key: max((one[key] for one in (a, b) if key in one), key=_as_text) for key in {*a, *b}}
    for name in LISTS:
        rows = _union(a.get(name, []), b.get(name, []))
        entry.update({name: rows} if rows else {})
    entry.update({"at": max(a.get("at", ""), b.get("at", ""))} if "at" in entry else {})
    if "tries" in entry:
        entry["tries"] = max(a.get("tries", 0), b.get("tries", 0))
    passed = [one["passed"] for one in (a, b) if one.get("passed")]
    if passed:
        entry["passed"] = min(passed)
    if kind == "polls":
        entry.pop("cell", None)  # it follows from the rows
    return settle(kind, entry)


def merge(a, b):
    """Return a new state with everything of the states `a` and `b`; merging twice changes nothing."""
    result = empty()
    extra = {**a, **b}.keys() - result.keys() - {"minutes"}  # minutes follow from the events
    for key in sorted(extra):
        result[key] = max((copy.deepcopy(one[key]) for one in (a, b) if key in one), key=_as_text)
    for one in (a, b):
        for slug, lesson in one["lessons"].items():
            mine = result["lessons"].setdefault(slug, {})
            for kind, items in lesson.items():
                kept = mine.setdefault(kind, {})
                for name, entry in items.items():
                    kept[name] = merge_entry(kind, kept[name], entry) if name in kept else settle(kind, entry)
    return result


def one_event(kind, at, values):
    """Return the entry of a single event at the time `at`: what `progress.record` joins to what is kept."""
    entry = {"at": at}
    fields = [field for field, _ in LAST[kind]] + (["cell"] if kind == "polls" else [])
    row = [values[field] for field in fields if values.get(field) is not None]
    if row:
        entry["history"] = [[at, *row]]
    if "result" in values:
        entry["results"] = [[at, values["result"]]]
    return entry
