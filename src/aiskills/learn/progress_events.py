"""The progress file as a list of events: for a spreadsheet, and for an estimate of the time that a lesson took."""

import csv
import io
from datetime import UTC, datetime, timedelta

IDLE = timedelta(minutes=15)  # a longer pause does not count; the longest planned one, "Try first", takes ten minutes
COLUMNS = ("time", "lesson", "kind", "name", "value", "right", "sure_percent")


def when(text):
    """Return the time that an ISO text names, in UTC, or None where it names none."""
    try:
        time = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def events(state):
    """Return the events of a state as dicts with the keys COLUMNS, in the order of time.

    `kind` is check, poll, guess, result or quiz. `right` is True or False for checks and quizzes, else None.
    """
    found = []
    for slug, lesson in state["lessons"].items():
        for kind, name, row, sort in _rows(lesson):
            right = row[1] == "yes" if kind == "checks" else row[2] is True if kind == "quizzes" and row[2:] else None
            sure = row[2] if sort == "guess" and len(row) > 2 else None
            found.append(dict(zip(COLUMNS, (row[0], slug, sort, name, row[1], right, sure), strict=True)))
    return sorted(found, key=lambda event: (event["time"], event["lesson"], event["kind"], event["name"]))


def _rows(lesson):
    sorts = {"checks": "check", "polls": "poll", "predictions": "guess", "quizzes": "quiz"}
    for kind, sort in sorts.items():
        for name, entry in lesson.get(kind, {}).items():
            yield from ((kind, name, row, sort) for row in entry.get("history", []))
            yield from ((kind, name, row, "result") for row in entry.get("results", []))


def minutes(state):
    """Return {lesson: minutes}, an estimate rounded to one decimal.

    The time between two events counts for a lesson if both belong to it, none of another lesson lies between them, and
    they are at most IDLE apart. No clock runs in the background: reading before the first event and after the last
    one, and longer pauses, are not in it, so the true time is rather longer.
    """
    total = {slug: timedelta() for slug in state["lessons"]}
    known = [(when(event["time"]), event["lesson"]) for event in events(state)]
    known = sorted(pair for pair in known if pair[0] is not None)
    for (earlier, before), (later, slug) in zip(known, known[1:], strict=False):
        if before == slug and later - earlier <= IDLE:
            total[slug] += later - earlier
    return {slug: round(time.total_seconds() / 60, 1) for slug, time in sorted(total.items())}


def as_csv(state):
    """Return all events as CSV text, one row each, with the header COLUMNS."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    words = {True: "yes", False: "no", None: ""}
    for event in events(state):
        rows.writerow([words[event[c]] if c == "right" else _cell(event[c]) for c in COLUMNS])
    return out.getvalue()


def _cell(value):
    """Return a value for a spreadsheet: a text that it would take for a formula gets a quote mark before it."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
