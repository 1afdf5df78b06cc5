"""Every assignment against its mutants and alternatives, through nbgrader. One assignment: ``-k <slug>``.

The table of who lost what is printed (``-s`` shows it at once) and kept in build/assignments/<slug>.md.
"""

from __future__ import annotations

import re
from html import unescape

import pytest

from aiskills.grading.feedback import write_feedback

from . import runner

SLUGS = runner.slugs()
CASES = [(slug, case) for slug in SLUGS for case in runner.cases(slug)]


@pytest.fixture(scope="module", params=SLUGS)
def graded(request):
    found = runner.grade(request.param)
    print("\n" + runner.table(found))
    return found


@pytest.mark.parametrize(("slug", "case"), CASES, ids=[f"{slug}-{case.title}" for slug, case in CASES])
def test_a_submission_loses_exactly_the_parts_it_must(slug, case):
    graded = runner.grade(slug)
    verdict = graded.verdicts[case.title]
    assert verdict.status == "graded", verdict.reason
    expected = set(graded.auto_parts) if case.kind == "blank" else case.loses
    reasons = {name: part.reason for name, part in verdict.parts.items() if name in graded.auto_parts and part.reason}
    unknown = expected - set(graded.auto_parts)
    assert not unknown, f"loses: names no graded part: {unknown}; parts: {graded.auto_parts}"
    assert graded.lost(case) == expected, reasons
    if case.kind == "blank":
        assert verdict.score == 0, verdict.parts


def test_each_part_is_needed_by_a_mutant_and_mutants_lose_something(graded):
    mutants = [case for case in graded.cases if case.kind == "mutant"]
    needless = [case.title for case in mutants if not case.loses]
    assert not needless, f"mutants that lose nothing: {needless}"
    lost = set().union(*(graded.lost(case) for case in mutants)) if mutants else set()
    assert set(graded.auto_parts) <= lost, f"no mutant loses {set(graded.auto_parts) - lost}"


def test_no_feedback_shows_a_line_of_a_hidden_test_or_a_solution(graded, tmp_path):
    secrets = graded.assignment.secrets()
    assert secrets
    for case in graded.cases:
        page = write_feedback(tmp_path, graded.assignment, graded.verdicts[case.title], {}).read_text(encoding="utf-8")
        said = " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())
        own = "\n".join(case.cells.values())  # a learner may be shown a line of their own
        shown = [line for line in secrets if line not in own and (line in page or " ".join(line.split()) in said)]
        assert not shown or case.kind == "reference", f"{case.title}: {shown}"


def test_every_loss_is_explained_to_the_learner(graded):
    for case in graded.cases:
        for name, part in graded.verdicts[case.title].parts.items():
            assert part.outcome == "scored" or part.reason, f"{case.title}, {name}"
