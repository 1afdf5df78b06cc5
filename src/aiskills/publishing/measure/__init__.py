"""Measure lessons for their labels: one run in a fresh kernel, without network, keys or graphics card."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from aiskills.catalog import Catalog, Module, load_catalog

from ..writing import write_changed
from .facts import RESULTS, disagreements, exceeded, results, row, stopped, too_long
from .run import Run, calibrate, run

RUNS = 2  # the one that was disturbed less counts

__all__ = ["Run", "calibrate", "check", "disagreements", "exceeded", "refresh", "results", "run", "stopped"]


def refresh(root: Path, slugs: list[str], say: Callable[[str], None] = print) -> list[str]:
    """Measure these lessons (none: all) and keep what was found, from which `derive` writes the labels.

    Returns the paths that changed. Raises SystemExit with a sentence for a lesson that did not run; what others showed
    is kept.
    """
    catalog = load_catalog(root)
    rows = results(root)
    modules = [_written(catalog, slug) for slug in slugs] or list(catalog.written)
    failed = []
    for module in modules:
        say(f"Measuring {module.slug} ...")
        try:
            rows[module.slug] = _measured(module, root, rows.get(module.slug, {}), say)
        except SystemExit as fault:
            failed.append(f"{module.slug}: {fault}")
    rows = {module.slug: rows[module.slug] for module in catalog.written if module.slug in rows}
    changed = _keep(root, rows)
    if failed:
        raise SystemExit("\n".join(failed))
    return changed


def check(module: Module, root: Path, calibration: float, command: list[str] | None = None) -> tuple[Run, list[str]]:
    """One run of a lesson against its label: what it cost, and a sentence for each disagreement.

    What takes too long is measured a second time, the computer before and after it: it may have been busy with
    something else.
    """
    label = results(root).get(module.slug, {})
    done = run(module.path, command)
    if why := stopped(done):
        return done, [f"{module.slug}: {why}"]
    if label and too_long(module, done, calibration, label):
        before = calibrate()
        done = run(module.path, command)
        calibration = max(before, calibrate())
    return done, exceeded(module, root, done, calibration, label) + disagreements(module, done)


def _written(catalog: Catalog, slug: str) -> Module:
    module = catalog.module(slug)
    if module.path is None:
        raise SystemExit(f"{slug} is planned and has no notebook yet: there is nothing to measure.")
    return module


def _measured(module: Module, root: Path, former: dict, say: Callable[[str], None]) -> dict:
    rows = []
    for _ in range(RUNS):
        calibration = calibrate()
        done = run(module.path)
        if why := stopped(done):
            raise SystemExit(why)
        if wrong := disagreements(module, done):
            raise SystemExit(" ".join(wrong))
        rows.append(row(module, root, done, calibration, former))
    best = min(rows, key=lambda one: one["cpu_ratio"]) | {"peak_mb": max(one["peak_mb"] for one in rows)}
    if done.network:
        say("  The network could not be cut on this computer: what the label says about it stays as it was.")
    say(
        f"  {module.lesson_minutes} minutes by its author, {best['minutes_by_formula']} by the formula; "
        f"{best['seconds']} seconds of waiting; {best['peak_mb']} MB; {best['download_mb']} MB to download; "
        f"ran without {', '.join(best['ran_without']) or 'nothing less'}."
    )
    return best


def _keep(root: Path, rows: dict[str, dict]) -> list[str]:
    machine = {"cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version()}
    text = json.dumps(rows | {"machine": machine, "measured": datetime.now(UTC).date().isoformat()}, indent=2) + "\n"
    return [RESULTS] if write_changed(root / RESULTS, text) else []
