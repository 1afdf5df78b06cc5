"""What was measured of each lesson: one file, its rows, and where a run disagrees with them."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from aiskills.catalog import Module, read_notebook

from .minutes import LABEL_EXCEEDED, estimate
from .run import Run

RESULTS = "benchmarks/results/lessons.json"
ALONE = ["network", "key", "GPU"]  # what a run in measured conditions shows that a lesson does not need
EXCEEDED = 1.5  # a label is wrong when a lesson needs more than this times what it says
# Below these, a lesson is quick whatever the label says: a label tells no less than five seconds.
LEAST_RATIO, LEAST_SECONDS = 0.5, 5
# What an error says when a lesson needed something that was not there.
NEEDS = {
    "a key or an account": r"KeyError.*(KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL)|api[_ ]?key|credential|unauthori[sz]ed",
    "a GPU": r"\bcuda|\bgpu\b|nvidia|\brocm|\bhip\b",
    "the network": r"unreachable|name resolution|Name or service|nodename|gaierror|URLError|Connection|Max retries",
}


def results(root: Path) -> dict[str, dict]:
    """The rows by slug, with ``machine`` and ``measured``; empty before anything was measured.

    Raises SystemExit with a sentence when the file cannot be read.
    """
    path = root / RESULTS
    try:
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except ValueError as error:
        raise SystemExit(
            f"{RESULTS} is not valid JSON ({error}): correct it, or delete it and measure again."
        ) from None


def row(module: Module, root: Path, run: Run, calibration: float, former: dict) -> dict:
    """What is kept of one run. ``calibration``: seconds of the fixed work on this computer at the same time."""
    alone = former.get("ran_without", []) if run.network else ALONE
    return {
        "seconds": round(run.seconds, 1),
        "processor_seconds": round(run.processor, 2),
        "calibration_seconds": round(calibration, 3),
        "cpu_ratio": round(run.processor / calibration, 1),
        "peak_mb": round(run.peak_mb),
        "download_mb": download_mb(root, run.models),
        "minutes_by_formula": round(estimate(root, read_notebook(module.path), run.seconds)),
        "ran_without": alone,
    }


def download_mb(root: Path, names: tuple[str, ...]) -> float:
    """Megabytes that a learner fetches for these models, as the registry of models says."""
    registry = tomllib.loads((root / "datasets/models.toml").read_text(encoding="utf-8")) if names else {}
    return round(sum(registry[name]["download"] for name in names) / 1e6, 1)


def stopped(run: Run) -> str:
    """Why a run has failed, in a sentence; empty when it has not."""
    if not run.error:
        return f"It did not run to its end: {run.output[-1500:]}" if run.status else ""
    for what, words in NEEDS.items():
        if re.search(words, run.error, re.I if what != "a key or an account" else 0):
            return f"It needs {what}, which its label denies: a cell stopped with {run.error}"
    return f"A cell stopped with {run.error}"


def disagreements(module: Module, run: Run) -> list[str]:
    """Models that the notebook's metadata name and the run did not take, and the other way round."""
    name = f"{module.slug}: aiskills.models in the metadata"
    unused = [f"{name} names {one}, which the run did not use: take it out." for one in module.models]
    unnamed = [f"{name} lacks {one}, which the run used: name it, for the label." for one in run.models]
    pairs = [(run.models, module.models, unused), (module.models, run.models, unnamed)]
    return [line for known, names, lines in pairs for one, line in zip(names, lines, strict=True) if one not in known]


def exceeded(module: Module, root: Path, run: Run, calibration: float, label: dict) -> list[str]:
    """Where a run needs more, by half, than what its label was made from; one sentence each."""
    if not label:
        return [f"{module.slug} has no measured label: run `aiskills labels {module.slug}`."]
    over = too_long(module, run, calibration, label)
    over += _over(module, "memory (MB)", run.peak_mb, label["peak_mb"])
    over += _over(module, "download (MB)", download_mb(root, run.models), label["download_mb"])
    formula = estimate(root, read_notebook(module.path), run.seconds)
    if formula > LABEL_EXCEEDED * module.lesson_minutes:
        over.append(
            f"{module.slug} takes {formula:.0f} minutes by the formula, and its metadata say "
            f"{module.lesson_minutes}: shorten the lesson, or give it more minutes."
        )
    return over


def too_long(module: Module, run: Run, calibration: float, label: dict) -> list[str]:
    """The same for what takes time, told as it would be on the computer on which the label was measured."""
    seconds = run.processor * label["calibration_seconds"] / calibration + run.idle
    work = max(label["cpu_ratio"], LEAST_RATIO)
    return _over(module, "work for the processor (times the calibration)", run.processor / calibration, work) + _over(
        module, "waiting (seconds)", seconds, max(label["seconds"], LEAST_SECONDS)
    )


def _over(module: Module, what: str, value: float, allowed: float) -> list[str]:
    if value <= EXCEEDED * allowed:
        return []
    return [
        f"{module.slug} needs more {what} than its label allows: {value:.1f}, and {allowed:.1f} stands behind the "
        f"label. Make it lighter, or run `aiskills labels {module.slug}`."
    ]
