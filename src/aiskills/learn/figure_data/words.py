"""What the tables of figures say in words, in one place for translations, and the form of a table."""

from __future__ import annotations

from dataclasses import dataclass

from .axis import Axis

WORDS = {
    "row": "row",
    "x": "horizontal axis",
    "y": "vertical axis",
    "series": "series",
    "unnamed": "series {number}",
    "from": "from",
    "to": "to",
    "interval from": "{name}: interval from",
    "interval to": "{name}: interval to",
    "marks": "marks",
    "count": "count",
    "points": "number of points",
    "smallest": "smallest",
    "median": "median",
    "largest": "largest",
    "mean": "mean (bar)",
    "each": "each value",
    "written": "written beside it",
    "length": "length",
    "point": "point",
    "line": "line",
    "named line": "line: {name}",
    "values": "values: {label}",
    "place": "place on the curve",
    "start": "start",
    "quarter": "first quarter",
    "middle": "middle",
    "three quarters": "third quarter",
    "end": "end",
    "lowest": "lowest",
    "highest": "highest",
    "chosen": "places chosen from {count} points",
    "measure": "measure",
    "correlation": "correlation",
    "many": "a summary of {count} points",
    "all": "all points",
    "fields": "coloured fields",
    "rows": "rows",
    "columns": "columns",
}


@dataclass
class Table:
    """A table of texts: the first cell of each row names the row."""

    caption: str
    head: list[str]
    rows: list[list[str]]


@dataclass
class Frame:
    """What the tables of one drawing share: its axes, its title, and what its series are."""

    x: Axis
    y: Axis
    title: str
    series: str

    def values(self, axis):
        """The caption of a table whose columns all hold values of one axis."""
        return together(self.title, axis.label and WORDS["values"].format(label=axis.label))


def together(*parts):
    """Join the parts of a caption that are there."""
    return "; ".join(part for part in parts if part)
