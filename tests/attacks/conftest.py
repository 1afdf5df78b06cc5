"""One run of all attacks for all tests, and a table of counts at its end."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from .rows import ROWS

TABLE = Path(__file__).parents[2] / "build" / "attacks.md"


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "row(*numbers): the kinds of attack, by the numbers of rows.ROWS, that a test is"
    )


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    report.rows = [number for marker in item.iter_markers("row") for number in marker.args]


@pytest.fixture(scope="session")
def campaign(tmp_path_factory):
    from .campaign import fight
    from .corpus import ATTACKS

    return fight(tmp_path_factory.mktemp("attacks"), ATTACKS)


def pytest_terminal_summary(terminalreporter):
    found: dict[str, tuple[list[int], bool]] = {}  # an attack that several tests look at counts once
    for kind in ("passed", "failed", "error"):
        for report in terminalreporter.stats.get(kind, []):
            rows = getattr(report, "rows", None)
            if rows and (report.when == "call" or kind == "error"):
                name = report.nodeid.partition("[")[2] or report.nodeid
                found[name] = rows, kind == "passed" and found.get(name, (rows, True))[1]
    if not found:
        return
    tests = Counter(row for rows, _ in found.values() for row in rows)
    held = Counter(row for rows, good in found.values() if good for row in rows)
    good = sum(good for _, good in found.values())
    text = "\n".join(
        [
            f"# Attacks and damage: {len(found)} in all, {good} as they must be ({time.strftime('%Y-%m-%d %H:%M')})",
            "",
            "An attack counts in every row that it belongs to.",
            "",
            "| | what, and what must come of it | attacks | as must be |",
            "| ---: | --- | ---: | ---: |",
            *(f"| {row} | {ROWS[row]} | {tests[row]} | {held[row]} |" for row in sorted(tests)),
        ]
    )
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(text + "\n", encoding="utf-8")
    terminalreporter.write_line(f"\n{text}\n")
