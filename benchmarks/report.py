"""Keep the results of the measurements, and write them as tables that a person can read."""

import json
import os
import platform
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results"
_TITLES = {
    "imports": "Importing the lesson package",
    "lessons": "Lessons, run as committed in a fresh kernel",
    "book": "Building the book",
    "grading": "Grading with nbgrader",
    "fuzz": "Notebooks damaged at random, read by the grader",
}


def machine() -> dict:
    return {"cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version()}


def save(name: str, result: dict) -> None:
    """Write one measurement to ``results/<name>.json`` with the machine and the day."""
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(result | {"machine": machine(), "measured": date.today().isoformat()}, indent=2)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _table(result: dict) -> list[str]:
    rows = {name: value for name, value in result.items() if isinstance(value, dict)}
    if rows:
        columns = list(next(iter(rows.values())))
        lines = [
            "| | " + " | ".join(column.replace("_", " ") for column in columns) + " |",
            "| --- |" + " ---: |" * len(columns),
        ]
        return lines + [
            f"| {name} | " + " | ".join(str(row.get(column, "")) for column in columns) + " |"
            for name, row in rows.items()
        ]
    return ["| | |", "| --- | ---: |"] + [f"| {name.replace('_', ' ')} | {value} |" for name, value in result.items()]


def write_table() -> None:
    """Write benchmarks/README.md from the results."""
    lines = [
        "# Measurements",
        "",
        "Made by `python -m benchmarks` (all) or `python -m benchmarks NAME`; this page is written by it.",
        "Seconds depend on the machine and its load; the ratios, taken within one run, travel better.",
        "Nothing here is asserted by a test.",
    ]
    for name, title in _TITLES.items():
        path = RESULTS / f"{name}.json"
        if not path.exists():
            continue
        result = json.loads(path.read_text(encoding="utf-8"))
        where, day = result.pop("machine"), result.pop("measured")
        note = f"Measured {day}: {where['cores']} cores, {where['system']}, Python {where['python']}."
        lines += ["", f"## {title}", "", *_table(result), "", note]
    (HERE / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
