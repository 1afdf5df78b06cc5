"""Keep the results of the measurements, and write them as tables that a person can read."""

import json
import os
import platform
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results"
LARGE = 100_000  # learners
# Of each lesson more is kept than a person reads here.
LESSON_COLUMNS = ("seconds", "cpu_ratio", "peak_mb", "download_mb", "minutes_by_formula")
_TITLES = {
    "imports": "Importing the lesson package",
    "lessons": "Lessons, run as committed in a fresh kernel",
    "book": "Building the book",
    "browser": "Lessons in the browser, without a kernel on a computer",
    "bundles": "Offline bundles: the archive, and the disk that it takes unpacked and set up",
    "grading": "Grading, against stock nbgrader",
    "cluster": "Grading on a cluster of processes on this machine",
    "fuzz": "Notebooks damaged at random, read by the grader",
    "certificates": "Certificates: signing and checking against openbadgeslib alone, and whole issuing",
}


def machine() -> dict:
    return {"cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version()}


def save(name: str, result: dict) -> None:
    """Write one measurement to ``results/<name>.json`` with the machine and the day."""
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(result | {"machine": machine(), "measured": date.today().isoformat()}, indent=2)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _table(result: dict) -> list[str]:
    """Plain facts in one table, then each table of rows, then each list of facts of its own."""
    facts = {name: value for name, value in result.items() if not isinstance(value, dict)}
    lists = {name: value for name, value in result.items() if isinstance(value, dict)}
    rows = {
        name: value for name, value in lists.items() if not facts or any(isinstance(v, dict) for v in value.values())
    }
    if rows == lists and not facts:
        return _rows(rows)
    lines = _facts(facts)
    for name, value in lists.items():
        table = _rows(value) if name in rows else _facts(value)
        lines += ["", f"**{_words(name)}**", "", *table]
    return lines


def _words(name: str) -> str:
    return name.replace("_", " ")


def _rows(rows: dict) -> list[str]:
    """One row a name; turned round where there are more columns than fit a page. Lists are left to the file."""
    columns = [name for name, value in next(iter(rows.values())).items() if not isinstance(value, list)]
    if len(columns) > 6 >= len(rows):
        turned = {_words(column): {name: row.get(column, "") for name, row in rows.items()} for column in columns}
        return _rows(turned)
    lines = [
        "| | " + " | ".join(_words(column) for column in columns) + " |",
        "| --- |" + " ---: |" * len(columns),
    ]
    return lines + [
        f"| {name} | " + " | ".join(str(row.get(column, "")) for column in columns) + " |" for name, row in rows.items()
    ]


def _facts(facts: dict) -> list[str]:
    return ["| | |", "| --- | ---: |"] + [f"| {_words(name)} | {value} |" for name, value in facts.items()]


def _cost(result: dict) -> list[str]:
    """What a class of 100,000 would take, by the CPU seconds that one submission took."""
    rows = {}
    for slug, row in result.get("assignments", {}).items():
        hours = LARGE * row["engine_cpu_each"] / 3600
        rows[slug] = {"cpu_hours": round(hours, 1)}
        rows[slug] |= {f"hours_on_{cores}_cores": round(hours / cores, 2) for cores in (16, 128)}
    if not rows:
        return []
    text = (
        f"A class of {LARGE:,} by these CPU seconds, if the cores were never idle (start-up of the machines left out):"
    )
    return ["", text, "", *_rows(rows)]


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
        if name == "lessons":
            result = {slug: {key: row[key] for key in LESSON_COLUMNS} for slug, row in result.items()}
        note = f"Measured {day}: {where['cores']} cores, {where['system']}, Python {where['python']}."
        lines += ["", f"## {title}", "", *_table(result), *(_cost(result) if name == "grading" else []), "", note]
    (HERE / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
