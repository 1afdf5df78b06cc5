"""The tables of a figure: its numbers as rows, or a summary where there are too many of them."""

from __future__ import annotations

import numpy as np

from ..messages import number
from . import picture, points, rows
from .axis import Axis
from .series import plain, read
from .words import WORDS, Frame, Table


def tables(figure):
    """Return the tables of a Matplotlib figure; an empty list for a figure without data."""
    found, title = [], plain(figure.get_suptitle())
    for axes in figure.axes:
        if axes.get_visible() and axes.get_label() != "<colorbar>":
            own = next((plain(axes.get_title(loc)) for loc in ("left", "center", "right") if axes.get_title(loc)), "")
            found += _of_axes(axes, own or title or plain(axes.get_ylabel()))
    return [table for table in found if table.rows]


def _of_axes(axes, title):
    fields = [*axes.images, *(one for one in axes.collections if type(one).__name__ == "QuadMesh")]
    legend = axes.get_legend()
    series = plain(legend.get_title().get_text()) if legend is not None else ""
    frame = Frame(Axis(axes.xaxis, WORDS["x"]), Axis(axes.yaxis, WORDS["y"]), title, series or WORDS["series"])
    if fields:
        return [picture.table(one, frame) for one in fields]
    found = read(axes)
    if not axes.axison:
        return [_marks(found, title)]
    levels = [one for one in found if one.kind == "level"]
    drawn = [one for one in found if one.kind not in ("level", "marks")]
    if not drawn:
        return []
    _written(drawn, levels, axes)
    for level in levels:
        level.name = WORDS["named line"].format(name=level.name) if level.name else WORDS["line"]
    if frame.y.kind == "names":
        return [_with_levels(rows.table(drawn, frame.y, frame.x, "x", frame), levels, frame)]
    if frame.x.kind == "names":
        return [_with_levels(rows.table(drawn, frame.x, frame.y, "y", frame), levels, frame)]
    return points.tables(drawn, levels, frame)


def _written(drawn, levels, axes):
    """Put what is written at a point beside it; a line without a name is named by what is written at it."""
    notes = [(note.xy, plain(note.get_text()), note.xycoords) for note in axes.texts if hasattr(note, "xy")]
    inside = [(np.array(text.get_position()), plain(text.get_text())) for text in axes.texts if not hasattr(text, "xy")]
    for series in drawn:
        places = list(zip(series.x, series.y, strict=True))
        series.extra = [
            next((text for at, text, how in notes if how == "data" and np.allclose(at, place, rtol=1e-9)), "")
            for place in places
        ]
        if series.kind == "bars" and inside:
            series.inside = [
                next((text for at, text in inside if all(box[0] <= at) and all(at <= box[1])), "")
                for box in series.boxes
            ]
    for level in levels:
        column = "xy".index(level.along)
        value = (level.x, level.y)[column][0]
        if not level.name:
            at = (text for at, text, _ in notes if isinstance(at[column], (int, float)) and at[column] == value)
            level.name = next(at, "")


def _marks(found, title):
    """Marks whose places mean nothing, as people drawn as dots: how many there are of each kind."""
    named = [one for one in found if one.name and one.kind in ("marks", "points")]
    return Table(title, [WORDS["marks"], WORDS["count"]], [[one.name, number(len(one))] for one in named])


def _with_levels(table, levels, frame):
    """A line right across the rows stands as a last row."""
    for level in levels if table.rows else ():
        value = frame.x.texts(level.x) if level.along == "x" else frame.y.texts(level.y)
        table.rows.append([level.name, value[0], *["–"] * (len(table.head) - 2)])
    return table
