"""How far a run is, and what it says at its end."""

from __future__ import annotations

import io
import re

from rich.console import Console

from aiskills.grading import command, progress
from aiskills.grading.finishing import Summary
from aiskills.grading.verdicts import CANNOT_GRADE, GRADED, Verdict


def _clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


def test_plain_lines_stay_few_and_tell_rate_and_time_left(monkeypatch, capsys):
    now = _clock(monkeypatch)
    shown = progress.Plain(Console(file=io.StringIO()))
    shown.begin(1000, 11_000)
    for number in range(6000):  # a hundred a second, for a minute
        now[0] += 0.01
        shown.report(Verdict(f"s{number}", f"s{number}.ipynb", GRADED, 4, 8))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) <= 60 * 3 + 60 / 5 + 4 and "s0.ipynb: 4 of 8" in lines
    told = [line for line in lines if " of 11000, " in line]
    assert len(told) >= 10 and re.fullmatch(r"\d+ of 11000, 60\d\d a minute, \d+ min \d\d s left", told[-1]), told[-1]
    assert progress.left(10, 1000, 100.0) == "2 h 45 min left" and progress.left(0, 5, 1.0) == ""


def test_a_small_run_tells_every_submission(monkeypatch, capsys):
    now = _clock(monkeypatch)
    shown = progress.Plain(Console(file=io.StringIO()))
    shown.begin(0, 4)
    for number in range(4):
        now[0] += 1
        shown.report(Verdict("s", f"s{number}.ipynb", CANNOT_GRADE, reason="No memory was left."))
    assert capsys.readouterr().err.splitlines() == [f"s{n}.ipynb: cannot-grade: No memory was left." for n in range(4)]


def test_the_bar_shows_count_rate_and_time_left(monkeypatch):
    _clock(monkeypatch)
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, width=110)
    with progress.Bar(console, "tiny-sums") as shown:
        shown.begin(2, 10)
        shown.started -= 60
        for number in range(4):
            shown.report(Verdict("s", f"s{number}.ipynb", GRADED, 1, 1))
        shown.progress.refresh()
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", file.getvalue())
    assert "2 of 10 were graded before and are kept." in text and "6/10" in text and "4 a minute" in text


def test_the_summary_names_the_queue(tmp_path, capsys):
    queue = [(f"s{number}.ipynb", "The process was stopped from outside.") for number in range(12)]
    command._summary(Summary({"graded": 3, "cannot-grade": 12}, waiting=2, queue=queue, flagged=1), tmp_path)
    said = capsys.readouterr().out
    assert "3 graded, 12 could not be graded, 0 refused." in said and "none of them a zero" in said
    assert "  s9.ipynb: The process was stopped from outside." in said and "s10" not in said
    assert "and 2 more, all in" in said and "2 have written parts that wait for you" in said
