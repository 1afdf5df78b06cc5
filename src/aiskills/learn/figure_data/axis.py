"""How an axis writes its values: names of rows, per cent, dates, decimals."""

from __future__ import annotations

import re

import numpy as np

from ..messages import number
from .series import plain

NUMBER = re.compile(r"\s*([-−]?[\d,]*\.?\d+)\s*(%?)\s*")
FEW = 1000  # a column whose largest value is so many times its smallest one keeps three digits of each value
SHORT = 10_000  # years are written without a comma, as on the axis; so are the other numbers of a column below this
# Ways to write ticks that can be read back; of the others the plain numbers are the best.
TOLD = ("FixedFormatter", "StrCategoryFormatter", "FuncFormatter", "StrMethodFormatter", "PercentFormatter")


class Axis:
    """One axis of a figure: `kind` is "names", "dates" or "numbers"."""

    def __init__(self, axis, default):
        """axis: a Matplotlib axis. default: its heading when it has no label."""
        self.heading = plain(axis.get_label_text()) or default
        self.label = plain(axis.get_label_text())
        self.factor, self.unit, self.kind, self.names = 1.0, "", "numbers", {}
        self.axis, self.logarithmic = axis, axis.get_scale() == "log"
        if "Date" in type(axis.get_converter() if hasattr(axis, "get_converter") else axis.converter).__name__:
            self.kind = "dates"
        else:
            self._ticks(axis)

    def _ticks(self, axis):
        formatter = axis.get_major_formatter()
        kind, places = type(formatter).__name__, type(axis.get_major_locator()).__name__
        if kind not in TOLD:
            return
        fixed = places in ("FixedLocator", "StrCategoryLocator")
        places = np.atleast_1d(np.asarray(axis.get_majorticklocs(), dtype=float))
        words = [plain(word) for word in formatter.format_ticks(places)]
        pairs = [(place, word) for place, word in zip(places, words, strict=False) if word]
        factor = _factor(pairs)
        if factor:
            self.factor, self.unit = factor
        elif fixed and pairs:
            self.kind, self.names = "names", dict(pairs)
            order = sorted(self.names)
            self.half = min(np.diff(order), default=1.0) / 2

    def name(self, place):
        """The place of the name to which a point belongs, or None. Only for an axis of names."""
        near = min(self.names, key=lambda one: abs(one - place))
        return near if abs(near - place) <= self.half * 1.001 else None

    def in_order(self):
        """The places of all names as the reader meets them: from the top, or from the left."""
        low, high = self.axis.get_view_interval()
        places = sorted(self.names)
        from_the_end = (self.axis.axis_name == "y") != (low > high)
        return places[::-1] if from_the_end else places

    def texts(self, values, like=None):
        """Write a column of values, rounded as all of `like` (by default, as each other); no value is a dash."""
        values = np.asarray(values, dtype=float)
        if self.kind == "names":
            return [self.names.get(self.name(one), "–") if np.isfinite(one) else "–" for one in values]
        if self.kind == "dates":
            return self._dates(values)
        values = values * self.factor
        like = values if like is None else np.asarray(like, dtype=float) * self.factor
        digits = decimals(like, self.logarithmic)
        if self.unit == "%" and digits:
            digits = 1
        texts = [number(float(f"{one:.12g}"), digits) + self.unit if np.isfinite(one) else "–" for one in values]
        if not np.isfinite(values).any():
            return texts
        return [text.replace(",", "") for text in texts] if np.nanmax(np.abs(like)) < SHORT else texts

    def _dates(self, values):
        from matplotlib.dates import num2date

        days = all(float(one).is_integer() for one in values if np.isfinite(one))
        form = "%Y-%m-%d" if days else "%Y-%m-%d %H:%M"
        return [num2date(one).strftime(form) if np.isfinite(one) else "–" for one in values]


def _factor(pairs):
    """The factor and the unit with which tick labels write their values, as (100, "%"); None for names."""
    found = []
    for place, word in pairs:
        match = NUMBER.fullmatch(word)
        if not match:
            return None
        found.append((place, float(match[1].replace(",", "").replace("−", "-")), match[2]))
    place, shown, unit = max(found, key=lambda one: abs(one[0]), default=(0, 0, ""))
    if not place or not shown or shown / place < 0:
        return None
    factor = 10.0 ** round(np.log10(shown / place))
    agree = all(abs(shown - place * factor) <= 0.51 or np.isclose(shown, place * factor) for place, shown, _ in found)
    return (factor, unit) if agree else None


def decimals(values, logarithmic):
    """Return digits after the point for a column, about three significant ones; None leaves it to each value."""
    sizes = np.abs(values[np.isfinite(values) & (values != 0)])
    if not len(sizes) or np.allclose(sizes, np.round(sizes), rtol=0, atol=1e-9):
        return 0
    if logarithmic or sizes.max() / sizes.min() > FEW:
        return None
    return int(np.clip(2 - np.floor(np.log10(np.median(sizes))), 0, 5))
