"""Each attack gets what it must get, and nothing but the results has changed."""

from __future__ import annotations

import random
import re

import pytest

from aiskills.grading.seeds import student_seed
from aiskills.grading.verdicts import GRADED, NEEDS_PERSON, SCORED, ZERO

from .attack import FULL, MOST, ONLY_WRITTEN, SLUG
from .campaign import KEY, NEIGHBOURS
from .corpus import ATTACKS
from .rows import ROWS

pytestmark = pytest.mark.slow


def _cases():
    return [pytest.param(attack, id=attack.name, marks=[pytest.mark.row(*attack.rows)]) for attack in ATTACKS]


def test_every_row_has_attacks_and_no_name_stands_twice():
    elsewhere = {24, 25, 26, 45}  # archives and names, and the grader's own crash: in modules of their own
    assert {row for attack in ATTACKS for row in attack.rows} | elsewhere == set(ROWS)
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", _cases())
def test_attack(attack, campaign):
    verdict = campaign.first.verdicts.get(attack.name)
    assert verdict is not None, campaign.first.text[-3000:]
    assert verdict.status == attack.status, verdict
    if attack.points is None:
        assert attack.words in verdict.reason and verdict.reason.strip().endswith(".") and verdict.score is None, (
            verdict
        )
    else:
        assert set(verdict.parts) == {*FULL, ONLY_WRITTEN}
        for part, points in attack.points.items():
            allowed = points if isinstance(points, set) else {points}
            got = verdict.parts[part]
            assert got.score in allowed, f"{part}: {got}, not {allowed}; {verdict}"
            assert got.outcome == (SCORED if got.score else ZERO) and (got.score or got.reason.strip()), verdict
        assert verdict.score == sum(verdict.parts[part].score for part in FULL) and verdict.max_score == MOST + 2
        assert verdict.parts[ONLY_WRITTEN].outcome in (NEEDS_PERSON, ZERO)
    if attack.flagged:
        assert verdict.flags, "no flag informs a person"


@pytest.mark.parametrize("attack", _cases())
def test_page_of_the_learner(attack, campaign):
    """No hidden test, no hidden input that the submission was not given in its own words, nothing that runs."""
    page = campaign.first.page(attack.name)
    drawn = random.Random(student_seed(KEY.strip().encode(), attack.name, SLUG))
    hidden = [str(drawn.randint(100_000, 999_999)) for _ in range(20)]
    shown = [number for number in hidden if number in page]
    assert not shown, f"hidden inputs on the page: {shown}"
    for word in ("zebra", "hidden_", "BEGIN ", "random.Random", "Traceback", "DESIRED", "[right]"):
        assert word not in page, word
    assert not re.search(
        r"<(script|iframe|img|svg|object|embed)\b|\son\w+\s*=|javascript:", page.split("</head>")[1], re.I
    )
    assert "Content-Security-Policy" in page and len(page) < 20_000
    assert campaign.course.root.as_posix() not in page and "aiskills/" not in page


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_honest_neighbours_are_graded_fully(name, campaign):
    verdict = campaign.first.verdicts[name]
    assert verdict.status == GRADED and not verdict.flags, verdict
    assert {part: verdict.parts[part].score for part in FULL} == FULL
    assert campaign.second.verdicts[name].score == verdict.score


def test_the_command_ends_well(campaign):
    for run in (campaign.first, campaign.second):
        assert run.status == 0, run.text[-3000:]
        assert "Traceback" not in run.text
        assert len(run.text) < 400_000
    assert len(campaign.first.verdicts) == len(ATTACKS) + len(NEIGHBOURS)


def test_no_process_is_left(campaign):
    assert not campaign.first.left and not campaign.second.left


def test_no_socket_of_the_machine_was_reached(campaign):
    assert not campaign.reached


def test_nothing_else_on_the_disk_has_changed(campaign):
    assert not (campaign.course.canary / "breached").exists()
    changed = {name for name in campaign.before if campaign.after.get(name) != campaign.before[name]}
    made = {name for name in set(campaign.after) - set(campaign.before) if not name.startswith("home/.cache")}
    assert not changed and not made
    assert not campaign.litter


def test_the_gradebook_says_what_the_results_say(campaign):
    import sqlite3

    with sqlite3.connect(campaign.first.out / "gradebook.db") as book:
        rows = book.execute("select auto_score, manual_score from grade").fetchall()
    assert rows and all(manual is None for _, manual in rows)
    assert all(auto is None or 0 <= auto <= 3 for auto, _ in rows)
    graded = [verdict for verdict in campaign.first.verdicts.values() if verdict.status == GRADED]
    assert sum(auto or 0 for auto, _ in rows) == sum(verdict.score for verdict in graded)


def test_the_same_file_gives_the_same_verdict(campaign):
    first, second = campaign.first.verdicts, campaign.second.verdicts
    assert len(second) > len(first) / 2
    other = {}
    for name, verdict in second.items():
        before = first[name]
        before.seconds = verdict.seconds = 0
        if "thread" in name:  # what a thread left running disturbs first is a race; what it earns is not
            for part in (*before.parts.values(), *verdict.parts.values()):
                part.reason = ""
        if before != verdict:
            other[name] = (before, verdict)
    assert not other
