"""Which lessons run in the browser, as they were measured there (benchmarks/results/browser.json)."""

from __future__ import annotations

import json
from pathlib import Path

RESULTS = "benchmarks/results/browser.json"


def results(root: Path) -> dict:
    """The last measurement; empty before the first."""
    path = root / RESULTS
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def runs(root: Path, slug: str) -> bool:
    """Whether every cell of the lesson ran in the browser when it was last measured."""
    return results(root).get("lessons", {}).get(slug, {}).get("runs", False)
