"""What a drawn Matplotlib figure shows, read back from its artists: lines, dots, bars, bands, steps, levels, pictures.

`tables` makes the table of a figure out of what is read here. Values are floats in the units of the axes; a
date is a number of days, as Matplotlib keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass(eq=False)
class Series:
    """Points of one look. `low` and `high` are the ends of intervals along the axis named by `along`.

    kind: "line", "points", "bars", "histogram", "band", "level" (a line right across) or "marks" (of no position).
    base: where bars begin, when not at nought. edges: the left and the right ends of the bars of a histogram.
    """

    kind: str
    x: np.ndarray
    y: np.ndarray
    name: str = ""
    look: tuple = ()
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    along: str = ""
    base: np.ndarray | None = None
    edges: tuple | None = None
    extra: list = field(default_factory=list)  # what is written beside each point
    boxes: list = field(default_factory=list)  # of bars: the lower left and the upper right corner of each
    inside: list = field(default_factory=list)  # of bars: what is written in each

    def __len__(self):
        return len(self.x)


def read(axes):
    """Return the series of `axes` in the order of drawing."""
    names = _legend(axes)
    used, found = set(), []
    for container in axes.containers:
        series = _container(container, axes)
        if series is not None:
            found.append(series)
        used.update(id(one) for one in _children(container))
    for artist in [*axes.lines, *axes.patches, *axes.collections]:
        if id(artist) in used or not artist.get_visible():
            continue
        found += [series for series in _artist(artist, axes) if len(series)]
    named = {series.look: series.name for series in found if series.name}
    for series in found:
        series.name = plain(series.name or named.get(series.look) or names.get(series.look, ""))
    return found


def plain(text):
    """Return a label in one line, without the signs of Matplotlib's formulas."""
    return " ".join(str(text).replace("$", "").split())


def _children(container):
    for one in container:
        if isinstance(one, (tuple, list)):
            yield from one
        elif one is not None:
            yield one


def _label(artist):
    label = str(artist.get_label() or "")
    return "" if label.startswith("_") else label


def _hex(color):
    from matplotlib.colors import to_hex

    try:
        return to_hex(color)
    except (ValueError, TypeError):
        return str(color)


def _legend(axes):
    """Names by look, from the legends: a handle there may stand for artists that have no name of their own."""
    names = {}
    for legend in [axes.get_legend(), *axes.figure.legends]:
        if legend is None:
            continue
        for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=False):
            look = _look(handle)
            if look:
                names[look] = text.get_text()
    return names


def _look(artist):
    """Colour and marker, by which artists of one series are known; an empty tuple when they cannot be told."""
    if hasattr(artist, "get_marker"):
        marker = artist.get_marker()
        return _hex(artist.get_color()), "" if marker in (None, "None", "", " ") else str(marker)
    for name in ("get_facecolor", "get_edgecolor"):
        if hasattr(artist, name):
            colors = np.atleast_2d(getattr(artist, name)())
            if len(colors) and colors.shape[-1] == 4 and colors[0][3] > 0:
                return _hex(colors[0]), "fill"
    return ()


def _floats(values):
    values = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)
    return np.atleast_1d(values).ravel()


def _container(container, axes):
    """A bar, histogram or error bar container as one series; None for another kind."""
    from matplotlib.container import BarContainer, ErrorbarContainer

    if isinstance(container, BarContainer) and len(container.patches):
        return _bars(container)
    if isinstance(container, ErrorbarContainer):
        return _errors(container, axes)
    return None


def _bars(container):
    patches = container.patches
    lying = getattr(container, "orientation", "vertical") == "horizontal"
    boxes = np.array([(p.get_x(), p.get_y(), p.get_width(), p.get_height()) for p in patches], dtype=float)
    start, place, length, thick = boxes.T[[0, 1, 2, 3]] if lying else boxes.T[[1, 0, 3, 2]]
    values, places = start + length, place + thick / 2
    touching = len(patches) > 2 and np.allclose(place[1:], place[:-1] + thick[:-1], rtol=1e-3, atol=1e-9)
    series = Series(
        "histogram" if touching else "bars",
        values if lying else places,
        places if lying else values,
        _label(container),
        _look(patches[0]),
        along="x" if lying else "y",
    )
    if touching:
        series.edges = (place, place + thick)
    elif not np.allclose(start, 0):
        series.base = start
    series.boxes = [(np.minimum(b[:2], b[:2] + b[2:]), np.maximum(b[:2], b[:2] + b[2:])) for b in boxes]
    if getattr(container, "errorbar", None) is not None:
        _intervals(series, container.errorbar.lines[2])
    return series


def _intervals(series, bars):
    """Take the ends of the error bars into the series."""
    for lines in bars:
        segments = lines.get_segments()
        if len(segments) != len(series) or any(len(segment) != 2 for segment in segments):
            continue
        segments = np.asarray(segments, dtype=float)
        column = 1 if np.allclose(segments[:, 0, 0], segments[:, 1, 0]) else 0
        series.low, series.high = segments[:, :, column].min(axis=1), segments[:, :, column].max(axis=1)
        series.along = "xy"[column]


def _errors(container, axes):
    line, _, bars = container.lines
    if line is None:
        return None
    x, y = _floats(line.get_xdata(orig=False)), _floats(line.get_ydata(orig=False))
    series = Series("points", x, y, _label(container), _look(line))
    if line.get_linestyle() not in ("None", "", " "):
        series.kind = "line"
    _intervals(series, bars)
    return series


def _artist(artist, axes):
    """The series of one artist that belongs to no container: a list, empty for mere decoration."""
    from matplotlib import collections, lines, patches

    if isinstance(artist, lines.Line2D):
        return _line(artist, axes)
    if isinstance(artist, patches.StepPatch):
        values, edges, _ = artist.get_data()
        values, edges = _floats(values), _floats(edges)
        middle = (edges[1:] + edges[:-1]) / 2
        return [Series("histogram", middle, values, _label(artist), _look(artist), edges=(edges[:-1], edges[1:]))]
    if isinstance(artist, patches.Polygon):
        return _steps(artist, axes)
    if isinstance(artist, collections.PathCollection) and artist.get_offset_transform() == axes.transData:
        places = np.ma.filled(np.ma.asarray(artist.get_offsets(), dtype=float), np.nan)
        return [Series("points", places[:, 0], places[:, 1], _label(artist), _look(artist))]
    if isinstance(artist, collections.LineCollection):
        return _segments(artist, axes)
    if isinstance(artist, collections.PatchCollection):
        count = len(artist.get_paths())
        empty = np.full(count, np.nan)
        return [Series("marks", empty, empty, _label(artist), _look(artist))]
    if isinstance(artist, collections.PolyCollection):
        return [band for path in artist.get_paths() for band in _band(path.vertices, artist)]
    return []


def _line(line, axes):
    x, y = _floats(line.get_xdata(orig=False)), _floats(line.get_ydata(orig=False))
    if not len(x):
        return []
    name, look, transform = _label(line), _look(line), line.get_transform()
    if transform == axes.get_xaxis_transform(which="grid"):
        return [Series("level", x[:1], np.full(1, np.nan), name, look, along="x")]
    if transform == axes.get_yaxis_transform(which="grid"):
        return [Series("level", np.full(1, np.nan), y[:1], name, look, along="y")]
    if transform != axes.transData:
        return []
    drawn = line.get_linestyle() not in ("None", "", " ") and len(x) > 1
    if not drawn and not look[1]:
        return []
    return [Series("line" if drawn else "points", x, y, name, look)]


def _segments(lines, axes):
    """hlines and vlines: intervals at a place."""
    if lines.get_transform() != axes.transData:
        return []
    found = []
    for segment in lines.get_segments():
        if len(segment) == 2:
            found.append(Series("line", segment[:, 0], segment[:, 1], _label(lines), _look(lines)))
    return found


def _band(corners, artist):
    """A filled band: for each x its lowest and highest y (or the other way round, for a band that stands)."""
    if len(corners) < 5:
        return []
    across = getattr(artist, "t_direction", "x")
    places, values = corners.T if across == "x" else corners.T[::-1]
    at = np.unique(places)
    low = np.array([values[places == one].min() for one in at])
    high = np.array([values[places == one].max() for one in at])
    x, y = (at, high) if across == "x" else (high, at)
    return [Series("band", x, y, _label(artist), _look(artist), low, high, "y" if across == "x" else "x")]


def _steps(polygon, axes):
    """A histogram drawn as an outline: its corners come in pairs, up and down."""
    corners = np.asarray(polygon.get_xy(), dtype=float)
    if polygon.get_transform() != axes.transData or len(corners) < 6:
        return []
    x, y = corners.T
    edges = np.unique(x)
    values = []
    for left, right in zip(edges[:-1], edges[1:], strict=True):
        tops = [
            a[1]
            for a, b in zip(corners[:-1], corners[1:], strict=True)
            if a[1] == b[1] and {a[0], b[0]} == {left, right}
        ]
        if not tops:
            return []
        values.append(max(tops))
    middle = (edges[1:] + edges[:-1]) / 2
    return [
        Series("histogram", middle, np.array(values), _label(polygon), _look(polygon), edges=(edges[:-1], edges[1:]))
    ]
