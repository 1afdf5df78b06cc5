"""The numbers of a figure, one key away: a folded table right after each picture that Matplotlib shows in a notebook.

Who cannot see a picture, or wants its numbers, opens the table by Enter. It is made from the figure itself, so that no
lesson has to write it, and it can never keep a figure from being shown.
"""

from __future__ import annotations

import html

from ..figures import SHARP
from ..runtime import static

SUMMARY = "The numbers of this figure"
# Colours come from the page, so that the table is readable in the light and in the dark.
STYLE = """<style>details.figure-data{margin:.3em 0 1.2em}details.figure-data>summary{cursor:pointer;padding:.3em 0}
.figure-data-frame{overflow-x:auto;max-width:100%}.figure-data-frame table{border-collapse:collapse;margin:.3em 0 .8em;
color:inherit;font-size:.95rem}.figure-data-frame caption{caption-side:top;text-align:start;
padding:.2em 0;color:inherit}
.figure-data-frame :is(th,td){border:0;border-bottom:1px solid;padding:.25em .7em;vertical-align:top;text-align:end;
background:none;color:inherit}.figure-data-frame :is(th:first-child,.words){text-align:start}
@media print{details.figure-data:not([open]){display:none}}</style>"""
WIDE = 60  # characters of a cell from which it may break into lines


def numbers(figures):
    """Return the tables of Matplotlib figures as HTML in a frame that scrolls, empty without data. Never raises."""
    try:
        from .tables import tables

        found = "".join(_table(table) for figure in figures for table in tables(figure))
    except Exception:  # a figure without its table is still a figure
        return ""
    if not found:
        return ""
    return f'<div class="figure-data-frame" role="group" tabindex="0" aria-label="{SUMMARY}">{STYLE}{found}</div>'


def folded(figures):
    """Return the tables of Matplotlib figures as one block of HTML that opens by Enter, empty without data."""
    found = numbers(figures)
    return f'<details class="figure-data"><summary>{SUMMARY}</summary>{found}</details>' if found else ""


def _table(table):
    head = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in table.head)
    rows = "".join(
        f'<tr><th scope="row">{html.escape(row[0])}</th>{"".join(_cell(cell) for cell in row[1:])}</tr>'
        for row in table.rows
    )
    caption = f"<caption>{html.escape(table.caption)}</caption>" if table.caption else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(text):
    words = any(letter.isalpha() for letter in text) or len(text) > WIDE
    return f'<td class="words">{html.escape(text)}</td>' if words else f"<td>{html.escape(text)}</td>"


def follow_figures():
    """From now on, show the numbers of each figure right after its picture, in the notebook that runs here.

    Uses the place that IPython has for the display of a type. A figure is shown as it always was; if anything fails in
    reading it, nothing follows it. Does nothing outside of a notebook, and nothing more when it is called again.
    """
    import sys

    if "IPython" not in sys.modules:
        return
    from IPython import get_ipython
    from matplotlib.figure import Figure

    shell = get_ipython()
    if shell is not None and hasattr(shell, "kernel"):
        shell.display_formatter.ipython_display_formatter.for_type(Figure, _show)


def _show(figure):
    """Show a figure as IPython would without us, and its numbers under it."""
    from IPython import get_ipython
    from IPython.display import display

    formatter = get_ipython().display_formatter.ipython_display_formatter
    formatter.enabled = False  # otherwise the call below would come back here
    dots = figure.dpi
    try:
        if static():
            figure.set_dpi(dots * SHARP)
        display(figure, metadata=_metadata(figure))
    finally:
        formatter.enabled = True
        figure.set_dpi(dots)
    found = folded([figure])
    if found:
        display({"text/html": found, "text/plain": SUMMARY}, raw=True)


def _metadata(figure):
    """What the inline backend tells about a figure: whether it needs light paper."""
    try:
        from matplotlib_inline.backend_inline import _fetch_figure_metadata

        return _fetch_figure_metadata(figure)
    except Exception:  # a private function: without it the figure is shown all the same
        return None
