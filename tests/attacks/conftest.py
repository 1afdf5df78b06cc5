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
    tests, held = Counter(), Counter()
    attacks = good = 0
    for kind in ("passed", "failed", "error"):
        for report in terminalreporter.stats.get(kind, []):
            rows = getattr(report, "rows", None)
            if rows and (report.when == "call" or kind == "error"):
                attacks, good = attacks + 1, good + (kind == "passed")
                tests.update(rows)
                held.update(rows if kind == "passed" else ())
    if not tests:
        return
    lines = [f"| {number} | {text} | {tests[number]} | {held[number]} |" for number, text in ROWS.items()]
    head = [f"# Attacks and damage: {attacks} in all, {good} as they must be ({time.strftime('%Y-%m-%d %H:%M')})", ""]
    head += [
        "An attack counts in every row that it belongs to.",
        "",
        "| | what, and what comes of it | attacks | as must be |",
    ]
    text = "\n".join([*head, "| ---: | --- | ---: | ---: |", *lines]) + "\n"
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(text, encoding="utf-8")
    terminalreporter.write_line("\n" + text)
