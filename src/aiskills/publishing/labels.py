"""The label under a lesson's title: what it costs the learner, and where it can be opened.

Whatever a run can show is printed only when a run has shown it (benchmarks/results/lessons.json, by `measure`).
"""

from __future__ import annotations

from collections.abc import Collection

from aiskills.catalog import Assignment, Module

from .measure.minutes import on_the_label
from .settings import Repository

# The book turns this address into a link to its own page, and the local server into a link to the lesson in Lab.
OPEN_HERE = "book/your-computer.md#open-a-lesson-in-jupyterlab"
LANES = {"decide": "decide (no programming)", "build": "build (short Python)"}


def lesson_label(module: Module, repository: Repository, path: str, measured: dict) -> str:
    """Markdown of the label cell. ``path`` is the notebook's, relative to the repository; ``measured`` may be empty."""
    facts = [f"{on_the_label(module.lesson_minutes, measured.get('minutes_by_formula'))} minutes"]
    if module.assignment_minutes:
        facts[0] += f", and {module.assignment_minutes} for the assignment"
    facts.append("lanes: " + ", ".join(LANES[lane] for lane in module.lanes))
    if "peak_mb" in measured:
        facts.append(f"memory: up to {_megabytes(measured['peak_mb'])}")
    if "download_mb" in measured:
        size = measured["download_mb"]
        facts.append(f"model: {_megabytes(size)}, fetched once" if size >= 0.5 else "nothing to download")
    if "seconds" in measured:
        facts.append(f"the computer needs about {_seconds(measured['seconds'])} for all cells")
    if alone := _without(measured.get("ran_without", ())):
        facts.append(alone)
    links = [f"[JupyterLab on your computer]({repository.file(OPEN_HERE)})"]
    if repository.url:
        links += [f"[Binder]({repository.binder(path)})", f"[Google Colab]({repository.colab(path)})"]
    return f"**This lesson:** {' · '.join(facts)}.\n\n**Open it:** {' · '.join(links)}"


def assignment_label(assignment: Assignment) -> str:
    """Markdown of an assignment's label cell, where it has one."""
    return f"**This assignment:** about {assignment.minutes} minutes · no key, no account, no GPU."


def _without(what: Collection[str]) -> str:
    """What a lesson ran without. A key and an account belong together: without a network neither is of any use."""
    said = ["no key, no account"] * ("key" in what) + ["no GPU"] * ("GPU" in what)
    return ", ".join(said + ["works offline"] * ("network" in what))


def _megabytes(size: float) -> str:
    """Rounded up to a figure that is easy to read: tens of MB, or tenths of GB."""
    if size >= 1000:
        return f"{-(-size // 100) / 10:.1f} GB"
    return f"{int(-(-size // 10) * 10)} MB"


def _seconds(seconds: float) -> str:
    return f"{max(5, int(-(-seconds // 5) * 5))} seconds"
