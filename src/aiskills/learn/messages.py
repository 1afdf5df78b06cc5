"""Sentences for the learner, as plain text and as HTML that any page colour can carry.

The HTML takes its colours from the page (`currentColor`, transparent background), so that it is readable in the
light and the dark theme of JupyterLab, Colab and the book without asking which one is on.
"""

import html
import math
import re


class CourseError(Exception):
    """A mistake that one sentence explains. Notebooks show the sentence alone, without a traceback."""

    def _render_traceback_(self):
        return [f"{type(self).__name__}: {self}"]


def inline(text):
    """Return `text` escaped for HTML, with `code` between backticks set as code."""
    parts = re.split(r"`([^`]+)`", str(text))
    return "".join(
        f"<code>{html.escape(part, quote=False)}</code>" if i % 2 else html.escape(part, quote=False)
        for i, part in enumerate(parts)
    )


def number(value, decimals=None):
    """Write a number for reading: three significant digits, a true minus sign, thousands apart.

    `decimals` fixes the digits after the point instead. What is not a number comes back as its text.
    """
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        return str(value)
    try:
        x = float(value)
    except (TypeError, ValueError):
        return str(value)
    if math.isnan(x):
        return "not a number (NaN)"
    if math.isinf(x):
        return "infinity" if x > 0 else "minus infinity"
    if decimals is not None:
        text = f"{x:,.{decimals}f}"
    elif x == int(x) and abs(x) < 1e15:
        text = f"{int(x):,}"
    elif abs(x) >= 1000:
        text = f"{x:,.0f}"
    elif abs(x) >= 0.001:
        text = f"{x:.3g}"
    else:
        text = f"{x:.2g}"
    return text.replace("-", "\u2212", 1) if text.startswith("-") else text


def with_unit(value, unit="", decimals=None):
    """Return the number and its unit, as in `0.45 R²` or `12 %`."""
    return f"{number(value, decimals)} {unit}".strip()


# The bar's two colours reach 3:1 on white and on the usual dark pages; the words say the same without them.
BARS = {"yes": "#0072B2", "look": "#D55E00", "plain": "currentColor"}


def box(parts, bar="plain", lang="en"):
    """Return an HTML block announced by screen readers (role=status) from `(lead, text)` pairs."""
    rows = "".join(
        f'<p style="margin:.3em 0">{f"<strong>{inline(lead)}</strong> " if lead else ""}{inline(text)}</p>'
        for lead, text in parts
    )
    return (
        f'<div role="status" lang="{html.escape(lang)}" style="border-left:.35em solid {BARS[bar]};'
        f'padding:.1em .8em;margin:.4em 0;max-width:48em;line-height:1.5;font-size:1rem">{rows}</div>'
    )


class Message:
    """A short text for the learner. In a notebook it shows as HTML, elsewhere as the text itself."""

    def __init__(self, *parts, bar="plain", lang="en"):
        """`parts` are sentences or `(lead, sentence)` pairs; a lead such as "Yes:" is set in bold."""
        self.parts = [part if isinstance(part, tuple) else ("", part) for part in parts if part]
        self.bar, self.lang = bar, lang

    @property
    def text(self):
        return "\n".join(f"{lead} {text}".strip() for lead, text in self.parts)

    def __repr__(self):
        return self.text

    __str__ = __repr__

    def _repr_html_(self):
        return box(self.parts, self.bar, self.lang)
