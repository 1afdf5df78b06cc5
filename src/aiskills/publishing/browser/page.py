"""The page about lessons in the browser, written from the last measurement."""

from __future__ import annotations

import re

from aiskills.catalog import Catalog, Module

from ..tables import link, table
from .measured import results

PAGE = "book/in-the-browser"

INTRO = """\
# Lessons in the browser

Some lessons run in your browser, with nothing to install, no account and no computer of somebody else behind them.
The page brings its own Python. It runs on your device, and what you type stays there.

Under the title of such a lesson stands the link **In this browser**. It is there only where it works: on a site that
was made with it, in a browser that can run it. A page that you opened from a folder or a USB stick does not have it.
"""

ADVICE = """
## What you need

- **A new browser on a computer.** This was tested in Chromium. Other browsers were not tested. The link stands in
  every browser that says that it can run such a program.
- **{download} MB once.** The browser fetches them when the lesson opens and keeps them. After that, Python starts
  from what is kept. In a private window nothing is kept.
- **Memory.** The table says how much the browser took. A phone often has less.

## What is different

- **Your work** is kept in this browser, on this device, and so is your progress. *File*, then *Download*, takes the
  notebook with you. The lesson `f00-start-here` shows how to take your progress with you.
- **Stopping a cell** that takes too long: menu *Kernel*, then *Restart Kernel*. Then run the cells again.
- **Slower.** The table compares the time with the same lesson on the computer that measured both.
- **No language model runs here.** Lessons with recorded answers work with the recordings.

## Where a lesson does not run here

Read its page: text, figures and quizzes work without Python. Or open it on Binder, on Google Colab, or in JupyterLab on
your computer: the links stand under its title.

Python in the browser is one program, and its compiled packages are linked into it. NumPy, pandas, SciPy, scikit-learn
and Matplotlib are. A lesson that stops at another compiled package can run here when that package is linked in too.

## For who publishes the site

`pip install 'aiskills[browser]'`, then `aiskills book`, then `aiskills browser` makes the folder `_build/browser`: the
book with these links, for any web server. `python -m benchmarks browser` measures again. A lesson gets its link only
when every cell ran and every number that its test compares was the same. This was measured with {packages}, on
{measured}, in Chromium, without a network.
"""


def browser_page(catalog: Catalog) -> str:
    """The page's text; SystemExit before the first measurement."""
    measured = results(catalog.root)
    if not measured:
        raise SystemExit("There is no measurement of lessons in the browser: run `python -m benchmarks browser`.")
    rows = [_row(module, catalog, measured["lessons"].get(module.slug)) for module in catalog.ready]
    head = ("Lesson", "In the browser", "First output", "All cells", "Against a computer", "Memory")
    packages = " and ".join(f"{name} {version}" for name, version in measured["packages"].items())
    advice = ADVICE.format(download=round(measured["download_mb"]), packages=packages, measured=measured["measured"])
    return INTRO + "\n## Which lessons\n\n" + table(head, rows) + advice


def _row(module: Module, catalog: Catalog, facts: dict | None) -> tuple[str, ...]:
    name = link(module, catalog, "book")
    if facts is None:
        return name, "not measured yet", "", "", "", ""
    if not facts["runs"]:
        return name, _reason(facts), "", "", "", ""
    ratio = facts["ratio_to_usual_kernel"]
    return (
        name,
        "runs",
        f"{facts['seconds_to_first_output']:.0f} s",
        f"{facts['seconds_all_cells']:.0f} s",
        f"{ratio} times the time" if ratio else "",
        f"{facts['peak_mb'] / 1000:.1f} GB",
    )


def _reason(facts: dict) -> str:
    missing = re.search(r"No module named '([\w.]+)'", facts.get("stopped", ""))
    if missing:
        return f"no: the package `{missing[1].split('.')[0]}` is not there"
    if facts.get("same_outputs", 0) < facts.get("checked_outputs", 0):
        return "no: its numbers differ"
    return "no"
