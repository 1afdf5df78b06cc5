"""What is told of a series with many points: of a curve some places, of a cloud of points its spread."""

from __future__ import annotations

import numpy as np

from ..messages import number
from .words import WORDS, Table, together

PLACES = {"start": 0.0, "quarter": 0.25, "middle": 0.5, "three quarters": 0.75, "end": 1.0}


def curves(many, frame):
    """A table with places of each curve from left to right: ends, quarters, the lowest and the highest point."""
    if not many:
        return Table(frame.title, [], [])
    names, words, xs, ys = [], [], [], []
    for one in many:
        for place, x, y in _places(one, frame.x.logarithmic):
            names.append(one.name)
            words.append(place)
            xs.append(x)
            ys.append(y)
    columns = [words, frame.x.texts(xs), frame.y.texts(ys)]
    head = [WORDS["place"], frame.x.heading, frame.y.heading]
    if len(many) > 1:
        columns.insert(0, names)
        head.insert(0, frame.series)
    said = WORDS["chosen"].format(count=number(sum(len(one) for one in many)))
    return Table(together(frame.title, said), head, [list(row) for row in zip(*columns, strict=True)])


def _places(one, logarithmic):
    """(words, x, y) of the chosen points of a curve, each once, in the order of x; quarters are those of the axis."""
    kept = np.flatnonzero(np.isfinite(one.x) & np.isfinite(one.y))
    if not len(kept):
        return []
    order = kept[np.argsort(one.x[kept], kind="stable")]
    x, y = one.x[order], one.y[order]
    drawn = np.log(x) if logarithmic and x[0] > 0 else x
    at = {name: int(np.argmin(np.abs(drawn - drawn[0] - share * np.ptp(drawn)))) for name, share in PLACES.items()}
    at["end"] = len(order) - 1
    at |= {"lowest": int(np.argmin(y)), "highest": int(np.argmax(y))}
    points = {}
    for name, place in at.items():
        points.setdefault(place, []).append(WORDS[name])
    return [(", ".join(points[place]), x[place], y[place]) for place in sorted(points)]


def clouds(many, frame):
    """A table of the spread of x and of y of each cloud of points, and of how they go together."""
    if not many:
        return Table(frame.title, [], [])
    rows = []
    for one in many:
        kept = np.isfinite(one.x) & np.isfinite(one.y)
        x, y = one.x[kept], one.y[kept]
        varied = len(x) > 2 and np.ptp(x) > 0 and np.ptp(y) > 0
        together_ = number(float(np.corrcoef(x, y)[0, 1]), 2) if varied else "–"
        for axis, values in ((frame.x, x), (frame.y, y)):
            spread = [np.min(values), np.median(values), np.max(values)] if len(values) else [np.nan] * 3
            rows.append([one.name or WORDS["all"], axis.heading, number(len(x)), *axis.texts(spread), together_])
    head = [frame.series, WORDS["measure"], WORDS["points"]]
    head += [WORDS[name] for name in ("smallest", "median", "largest", "correlation")]
    said = WORDS["many"].format(count=number(sum(len(one) for one in many)))
    return Table(together(frame.title, said), head, rows)
