"""A workshop of one day: when each lesson of an edition begins and ends."""

from __future__ import annotations

from ..tables import table
from .file import Day
from .selection import Selection


def timetable(day: Day, chosen: Selection) -> list[tuple[int, int, str, str]]:
    """The day: (start, end, what, slug or empty), in minutes after midnight. The lunch stands in the middle."""
    lengths = [module.lesson_minutes for module in chosen.modules]
    # The lunch takes the place of the pause before which the minutes come nearest to half of them.
    apart = [abs(2 * sum(lengths[:number]) - sum(lengths)) for number in range(1, len(lengths))]
    lunch = apart.index(min(apart)) if apart else -1
    steps = [(day.opening, "Welcome", "")]
    for number, module in enumerate(chosen.modules):
        steps.append((module.lesson_minutes, module.title, module.slug))
        if number < len(apart):
            steps.append((day.lunch, "Lunch", "") if number == lunch else (day.pause, "Pause", ""))
    steps.append((day.closing, "What we take home", ""))
    rows, now = [], day.start
    for minutes, what, slug in steps:
        if minutes:
            rows.append((now, now + minutes, what, slug))
            now += minutes
    return rows


def page(day: Day, chosen: Selection, cards: bool) -> str:
    """The day as a table in Markdown. ``cards``: whether the facilitator cards are in the book."""
    rows = []
    for start, end, what, slug in timetable(day, chosen):
        card = f" ([facilitator card](teach/{slug}.md))" if slug and cards else ""
        rows.append((clock(start), clock(end), what + card))
    return (
        table(("From", "To", "What happens"), rows)
        + "\nThe minutes are those of the lessons. Assignments are done after the day.\n"
    )


def clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
