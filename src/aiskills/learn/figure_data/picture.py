"""The table of a heat map: its fields, or a summary of them where there are too many."""

from __future__ import annotations

import numpy as np

from ..messages import number
from .axis import decimals
from .series import plain
from .words import WORDS, Table, together

MOST_ROWS, MOST_COLUMNS = 60, 20


def table(fields, frame):
    """Return the table of an image or mesh of measured values; without rows for a photograph."""
    values = np.ma.filled(np.ma.asarray(fields.get_array(), dtype=float), np.nan)
    if values.ndim != 2 or not np.isfinite(values).any():
        return Table(frame.title, [], [])
    bar = getattr(fields, "colorbar", None)
    label = plain(bar.ax.get_ylabel() or bar.ax.get_xlabel()) if bar is not None else ""
    said = together(frame.title, label and WORDS["values"].format(label=label))
    if values.shape[0] > MOST_ROWS or values.shape[1] > MOST_COLUMNS:
        known = values[np.isfinite(values)]
        head = [WORDS[word] for word in ("marks", "rows", "columns", "smallest", "median", "largest")]
        row = [number(float(one)) for one in (*values.shape, known.min(), np.median(known), known.max())]
        return Table(said, head, [[WORDS["fields"], *row]])
    digits = decimals(values.ravel(), False)
    names = [_names(axis, size) for axis, size in ((frame.y, values.shape[0]), (frame.x, values.shape[1]))]
    rows = [
        [name, *(number(float(one), digits) if np.isfinite(one) else "–" for one in row)]
        for name, row in zip(names[0], values, strict=True)
    ]
    return Table(said, [frame.y.heading, *names[1]], rows)


def _names(axis, size):
    """The names of rows or columns; without names, their numbers from 1."""
    # A mesh is drawn between edges, an image around its places.
    found = [axis.names.get(float(place), axis.names.get(place + 0.5, "")) for place in range(size)]
    return found if all(found) else [f"{axis.heading} {place}" for place in range(1, size + 1)]
