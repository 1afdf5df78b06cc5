"""Tables of series over numbers or dates: a row for each point, or a summary of a series that has many."""

from __future__ import annotations

import numpy as np

from . import summary
from .words import WORDS, Table

MOST_ROWS = 60  # a longer table is not read: a summary is
FEW = 12  # beside a long series, one of so few points keeps all of them


def tables(drawn, levels, frame):
    """Return the tables of the series `drawn` and of the lines right across, `levels`."""
    drawn = _joined(drawn)
    for place, one in enumerate(drawn, start=1):
        if not one.name and len(one) == 1 and one.extra and one.extra[0]:
            one.name, one.extra = one.extra[0], []
        elif not one.name and one.kind == "line" and not one.look[1] and len(one) == 2:
            one.name = WORDS["line"]
        elif not one.name and len(drawn) > 1 and not any(one.extra):
            one.name = WORDS["unnamed"].format(number=place)
    long = sum(len(one) for one in drawn) > MOST_ROWS
    many = [one for one in drawn if long and len(one) > FEW]
    few = [one for one in drawn if one not in many]
    found = [
        summary.curves([one for one in many if one.kind in ("line", "band")], frame),
        summary.clouds([one for one in many if one.kind not in ("line", "band")], frame),
    ]
    shared = _sharing(few)
    if len(shared) > 1:
        found.append(_wide(shared, frame))
        few = [one for one in few if one not in shared]
    return [*found, _long(few, levels, frame)]


def _joined(drawn):
    """Give a band to the line of its colour that it surrounds, as the interval of that line."""
    kept = []
    for one in drawn:
        if one.kind == "band" and one.along == "y":
            same = [s for s in drawn if s.kind == "line" and s.look[:1] == one.look[:1] and np.array_equal(s.x, one.x)]
            same = [s for s in same if one.name in ("", s.name)]
            if same and same[0].low is None:
                same[0].low, same[0].high, same[0].along = one.low, one.high, "y"
                continue
            if np.allclose(one.low, 0):  # an area that stands on the axis is its upper edge
                one.low = one.high = None
        kept.append(one)
    return kept


def _sharing(few):
    """The series that stand over the same x values, so that one row can hold them all."""
    lines = [one for one in few if len(one) > 1 and one.kind in ("line", "points", "band") and not any(one.extra)]
    return [one for one in lines if np.array_equal(one.x, lines[0].x)] if lines else []


def _wide(shared, frame):
    """A row for each x, with the value of each series in a column."""
    head, columns, like = [frame.x.heading], [frame.x.texts(shared[0].x)], _like(shared, "y")
    for one in shared:
        head.append(one.name)
        columns.append(frame.y.texts(one.y, like))
        if one.low is not None:
            head += [WORDS[words].format(name=one.name) for words in ("interval from", "interval to")]
            columns += [frame.y.texts(one.low, like), frame.y.texts(one.high, like)]
    return Table(frame.values(frame.y), head, [list(row) for row in zip(*columns, strict=True)])


def _long(few, levels, frame):
    """A row for each point: its series or what is written beside it, x, y, and the interval where there is one."""
    everything = [*few, *levels]
    if not everything:
        return Table(frame.title, [], [])
    if not levels and all(one.kind == "histogram" for one in few):
        return _bins(few, frame)
    written = any(any(one.extra) for one in few)
    several = len(everything) > 1 or bool(levels)
    intervals = any(one.low is not None for one in few)
    head = [frame.series] if several else [WORDS["point"]] if written else []
    head += [frame.x.heading, frame.y.heading] + [WORDS["from"], WORDS["to"]] * intervals
    columns = [
        axis.texts(_all(everything, name), _like(everything, name))
        for axis, name in zip((frame.x, frame.y), "xy", strict=True)
    ]
    if several or written:
        columns.insert(0, [_name(one, at, several) for one in everything for at in range(len(one))])
    if intervals:
        columns += [
            [text for one in everything for text in _ends(one, side, frame, everything)] for side in ("low", "high")
        ]
    return Table(frame.title, head, [list(row) for row in zip(*columns, strict=True)])


def _name(one, at, several):
    parts = [one.name if several else "", one.extra[at] if one.extra else ""]
    return ": ".join(part for part in parts if part) or "–"


def _ends(one, side, frame, everything):
    if one.low is None:
        return ["–"] * len(one)
    return (frame.x if one.along == "x" else frame.y).texts(getattr(one, side), _like(everything, one.along))


def _all(everything, name):
    return np.concatenate([getattr(one, name) for one in everything])


def _like(everything, name):
    """All values along one axis, the ends of intervals among them: they are rounded alike."""
    ends = [end for one in everything if one.low is not None and one.along == name for end in (one.low, one.high)]
    return np.concatenate([_all(everything, name), *ends])


def _bins(few, frame):
    """A row for each bar of a histogram: where it begins and ends, and its height."""
    lying = few[0].along == "x"
    axis, height = (frame.y, frame.x) if lying else (frame.x, frame.y)
    head = [f"{axis.heading}: {WORDS['from']}", f"{axis.heading}: {WORDS['to']}", height.heading]
    columns = [axis.texts(np.concatenate([one.edges[side] for one in few])) for side in (0, 1)]
    columns.append(height.texts(np.concatenate([one.x if lying else one.y for one in few])))
    if len(few) > 1:
        head.insert(0, frame.series)
        columns.insert(0, [one.name for one in few for _ in range(len(one))])
    return Table(frame.title, head, [list(row) for row in zip(*columns, strict=True)])
