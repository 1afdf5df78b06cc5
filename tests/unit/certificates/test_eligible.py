"""Who has earned what: every reason at its border, on a tiny library of made-up modules."""

from __future__ import annotations

import hashlib
import tracemalloc
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from aiskills.certificates import attempts, eligible, viva
from aiskills.certificates.rules import REASONS
from aiskills.grading import feedback, verdicts

from .library import PARTS, record, rules

FLAG = "integrity: the code tried to reach the network"
OTHER = "integrity: the code started another program"
PASSED = SimpleNamespace(theme="A", passed=True, lacks=())
FAILED = SimpleNamespace(theme="A", passed=False, lacks=("It took 7 minutes; at least 8 are needed.",))
OFF_THEME = SimpleNamespace(theme="E", passed=True, lacks=())


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return rules(tmp_path_factory.mktemp("library"))


@pytest.fixture
def make(tmp_path):
    """``make("f01-plain", p1=49.9)``: a result of one learner."""

    def one(slug, student="amina", flags=(), status="graded", reason="", run="run", **got):
        return record(tmp_path, student, slug, got, flags=flags, status=status, reason=reason, run=run)

    return one


def decided(library, records, certificate, **options):
    found = [one for one in eligible.decide(library, records, **options) if one.certificate == certificate]
    assert len(found) == 1, found
    assert found[0].earned is not bool(found[0].reasons)
    assert {reason.code for reason in found[0].reasons} <= set(REASONS)
    return found[0]


def codes(decision):
    return [(reason.code, reason.module, reason.part) for reason in decision.reasons]


def badge(library, *records, **options):
    """The badge asks for one module: 100 tested points and a written part of 12."""
    return decided(library, records, "essentials", **options)


# Points


@pytest.mark.parametrize(
    ("got", "earned", "percent"),
    [
        ({"p1": 50, "p2": 20, "p3": 0}, True, 70.0),
        ({"p1": 49.9, "p2": 20, "p3": 0}, False, 69.9),
        ({"p1": 49.96, "p2": 20, "p3": 0}, False, 69.9),
        ({"p1": 49.9999, "p2": 20, "p3": 0}, False, 69.9),
        ({"p1": 49.7, "p2": 20.1, "p3": 0.2}, True, 70.0),
        ({"p1": 60, "p2": 15, "p3": 0}, False, 65.0),
        ({"p1": 50, "p2": 20, "p3": -5}, True, 70.0),
        ({"p1": 0, "p2": 0, "p3": 0}, False, 0.0),
        ({}, True, 100.0),
    ],
    ids=str,
)
def test_the_threshold_is_reached_by_points_and_never_by_rounding(library, make, got, earned, percent):
    found = badge(library, make("f01-plain", **got))
    assert (found.earned, found.results[0].percent) == (earned, percent)
    if not earned:
        assert codes(found) == [("below-threshold", "f01-plain", "")]
        assert f"({percent:g} %); 70 % are needed" in found.reasons[0].text


def test_a_sum_of_many_small_parts_is_not_lost_by_adding(tmp_path, make):
    parts = {"f01-plain": {f"p{n}": 0.3 for n in range(10)}}
    found = rules(tmp_path, parts={**_all(), **parts})
    one = make("f01-plain")
    names = {f"p{n}": _part(0.3 if n < 7 else 0.0, 0.3) for n in range(10)}
    one = replace(one, verdict=one.verdict | {"parts": names})
    assert badge(found, one).earned


def test_a_share_that_no_computer_can_write_down_is_reached_all_the_same(tmp_path, make):
    assert 0.55 * 100 > 55  # the number nearest to 0.55 is a little larger
    found = rules(tmp_path, ("threshold = 0.70\nwritten_minimum = 0.0\none_lane = true", _LOWER))
    assert badge(found, make("f01-plain", p1=5)).earned
    assert not badge(found, make("f01-plain", p1=4.99)).earned


_LOWER = "threshold = 0.55\nwritten_minimum = 0.0\none_lane = true"


def test_a_written_part_without_marks_blocks_and_any_mark_is_enough(library, make):
    waiting = badge(library, make("f01-plain", TEXT=None))
    assert codes(waiting) == [("part-not-marked", "f01-plain", "TEXT")]
    assert waiting.reasons[0].text == "Module F01 (f01, part TEXT): a person has not marked it yet."
    for mark in (0, "zero", 0.5, 12):
        done = badge(library, make("f01-plain", TEXT=mark))
        assert done.earned and done.results[0].max_written == 12


def test_written_points_do_not_help_the_tested_ones(library, make):
    assert codes(badge(library, make("f01-plain", p1=49, p2=20, p3=0, TEXT=12)))[0][0] == "below-threshold"


def test_a_part_that_could_not_be_graded_blocks_and_says_why(library, make):
    found = badge(library, make("f01-plain", status="cannot-grade", p3="Two runs differ."))
    assert codes(found) == [("part-not-gradable", "f01-plain", "p3")]
    assert found.reasons[0].text.endswith("a person must look. Two runs differ.")
    # Below the threshold is said only where the open points could not change it.
    found = badge(library, make("f01-plain", status="cannot-grade", p1=20, p3="Two runs differ."))
    assert codes(found) == [("part-not-gradable", "f01-plain", "p3")]
    found = badge(library, make("f01-plain", status="cannot-grade", p1=19.9, p3="Two runs differ."))
    assert [code for code, _, _ in codes(found)] == ["part-not-gradable", "below-threshold"]


def test_a_file_that_could_not_be_graded_at_all(library, make):
    one = make("f01-plain")
    one = replace(one, verdict=one.verdict | {"status": "cannot-grade", "parts": {}, "reason": "The grader stopped."})
    found = badge(library, one)
    assert codes(found) == [("part-not-gradable", "f01-plain", "")] and "The grader stopped." in found.reasons[0].text


def test_a_mark_that_is_no_number_counts_as_not_graded(library, make):
    assert codes(badge(library, make("f01-plain", p1=float("nan"))))[0] == ("part-not-gradable", "f01-plain", "p1")


def test_a_refused_file_has_nothing_to_count(library, make):
    found = badge(library, make("f01-plain", status="refused", reason="The file is empty."))
    assert codes(found) == [("not-graded", "f01-plain", "")]
    assert found.reasons[0].text == "Module F01 (f01): the file was not accepted. The file is empty."


def test_parts_of_no_points_count_nothing_and_block_nothing(tmp_path, make):
    found = rules(tmp_path, parts=_all({"f01-plain": {"p1": 10, "p2": 0, "NOTE": 0}}))
    one = make("f01-plain")
    parts = {"p1": _part(7.0, 10.0), "p2": _part(0.0, 0.0, "zero"), "NOTE": _part(None, 0.0, "needs-person")}
    assert badge(found, replace(one, verdict=one.verdict | {"parts": parts})).earned


def test_a_module_without_tested_points_is_never_passed_by_them(tmp_path, make):
    found = rules(tmp_path, parts=_all({"f01-plain": {"p1": 0, "TEXT": 12}}))
    one = make("f01-plain")
    parts = {"p1": _part(0.0, 0.0), "TEXT": _part(12.0, 12.0)}
    assert codes(badge(found, replace(one, verdict=one.verdict | {"parts": parts})))[0][0] == "below-threshold"


def test_results_of_another_version_are_not_judged_by_these_rules(library, make):
    one = make("f01-plain")
    for change in ({"p4": _part(1.0, 1.0)}, {"p3": _part(21.0, 21.0)}):
        parts = one.verdict["parts"] | change
        found = badge(library, replace(one, verdict=one.verdict | {"parts": parts}))
        assert ("other-version", "f01-plain", "") in codes(found)


# Attempts


def test_the_attempt_that_is_enough_counts_whatever_became_of_the_others(library, make):
    enough = make("f01-plain", run="second", p1=20)
    others = [
        make("f01-plain", run="first", TEXT=None),
        make("f01-plain", run="third", flags=[FLAG]),
        make("f01-plain", run="fourth", status="refused"),
        make("f01-plain", run="fifth", status="cannot-grade", p3="Lost."),
    ]
    for order in ([enough, *others], [*others, enough]):
        found = badge(library, *order)
        assert found.earned and found.results[0].points == 70
        assert found.results[0].evidence == hashlib.sha256(enough.notebook.read_bytes()).hexdigest()


def test_of_two_that_are_enough_the_higher_counts(library, make):
    found = badge(
        library, make("f01-plain", run="a", p1=45), make("f01-plain", run="b"), make("f01-plain", run="c", p2=9)
    )
    assert found.results[0].points == 100


def test_where_none_is_enough_the_reasons_are_those_of_the_best(library, make):
    records = [
        make("f01-plain", run="a", p1=0),
        make("f01-plain", run="b", TEXT=None),
        make("f01-plain", status="refused"),
    ]
    found = badge(library, *records)
    assert codes(found) == [("part-not-marked", "f01-plain", "TEXT")] and found.results[0].points == 100


def test_two_modules_may_come_from_two_runs_and_each_reason_is_told(library, make):
    found = decided(library, [make("f01-plain", run="a", p1=0, TEXT=None)], "foundation-a")
    assert codes(found) == [
        ("part-not-marked", "f01-plain", "TEXT"),
        ("below-threshold", "f01-plain", ""),
        ("not-submitted", "f02-lanes", ""),
    ]
    found = decided(library, [make("f01-plain", run="a"), make("f02-lanes", run="b")], "foundation-a")
    assert found.earned and [one.module for one in found.results] == ["f01-plain", "f02-lanes"]


def test_learners_come_in_their_order_with_what_they_have_begun(library, make):
    records = [make("f02-lanes", student=name) for name in ("zoe", "amina")] + [make("f01-plain", student="zoe")]
    found = [(one.student, one.certificate) for one in eligible.decide(library, records)]
    assert found == [
        ("amina", "foundation-a"),
        ("amina", "foundation-e"),
        ("zoe", "essentials"),
        ("zoe", "foundation-a"),
        ("zoe", "foundation-e"),
    ]


def test_results_of_other_assignments_are_left_aside(library, make):
    unknown = replace(make("f01-plain"), assignment="f00-start-here")
    assert list(eligible.decide(library, [unknown])) == []


# Lanes


@pytest.mark.parametrize(
    ("got", "earned", "title", "percent"),
    [
        ({"b1": 0, "b2": 0, "d1": 6, "d2": 1}, True, "Module F02 (decide lane)", 70.0),
        ({"b1": 0, "b2": 0, "d1": 6, "d2": 0.9}, False, "Module F02 (decide lane)", 69.0),
        ({"b1": 20, "b2": 1, "d1": 0, "d2": 0}, True, "Module F02 (build lane)", 70.0),
        ({"b1": 14, "b2": 7, "d1": 6, "d2": 1}, True, "Module F02", 70.0),
        ({"b1": 18, "b2": 0, "d1": 6, "d2": 4}, True, "Module F02", 70.0),
    ],
    ids=str,
)
def test_one_lane_is_enough_where_the_rules_say_so(library, make, got, earned, title, percent):
    found = decided(library, [make("f02-lanes", **got)], "foundation-e")
    assert (found.earned, found.results[0].title, found.results[0].percent) == (earned, title, percent)
    if not earned:
        assert "6.9 of 10 points of the tested parts in the decide lane (69 %)" in found.reasons[0].text


def test_one_lane_is_not_enough_in_another_track(library, make):
    found = decided(library, [make("f01-plain"), make("f02-lanes", b1=0, b2=0)], "foundation-a")
    assert codes(found) == [("below-threshold", "f02-lanes", "")]
    assert "10 of 40 points of the tested parts (25 %)" in found.reasons[0].text


# Integrity flags


def test_the_words_are_those_of_the_grader():
    assert attempts.INTEGRITY == feedback.INTEGRITY
    known = (verdicts.REFUSED, verdicts.UNDECIDED, verdicts.NEEDS_PERSON)
    assert (attempts._REFUSED, attempts._UNDECIDED, attempts._NEEDS_PERSON) == known and verdicts.SCORED == "scored"


def test_a_flag_blocks_until_a_person_has_looked_into_it(library, make):
    one = make("f01-plain", flags=["cell 'p1' was edited", FLAG])
    found = badge(library, one)
    assert codes(found) == [("integrity-flag", "f01-plain", "")]
    assert found.reasons[0].text == (
        "Module F01 (f01): the code tried to reach the network. A person must look into this note, which stands in run."
    )
    assert [key for key, _ in eligible.flagged([one, make("f02-lanes")])] == [eligible.flag_key(one)]
    assert badge(library, one, resolved={eligible.flag_key(one)}).earned


def test_a_flag_that_is_no_sign_of_dishonesty_blocks_nothing(library, make):
    assert badge(library, make("f01-plain", flags=["cell 'p1' was edited; the instructor's text was used"])).earned


def test_a_decision_holds_for_what_was_seen_and_for_nothing_else(library, make):
    seen = make("f01-plain", flags=[FLAG])
    key = eligible.flag_key(seen)
    assert badge(library, make("f01-plain", flags=["a note", FLAG]), resolved={key}).earned
    again = {"flags": [FLAG, OTHER]}, {"student": "zoe", "flags": [FLAG]}
    for options in again:
        other = make("f01-plain", **options)
        other.notebook.write_text(seen.notebook.read_text())
        assert eligible.flag_key(other) != key
        assert codes(badge(library, other, resolved={key}))[0][0] == "integrity-flag"
    other = make("f01-plain", flags=[FLAG])
    other.notebook.write_text("another answer")
    assert codes(badge(library, other, resolved={key}))[0][0] == "integrity-flag"
    assert eligible.flag_key(replace(seen, assignment="f02-lanes")) != eligible.flag_key(seen)


# Evidence


def test_nothing_is_earned_without_the_notebook_that_was_marked(library, make):
    gone, none = make("f01-plain"), replace(make("f01-plain"), notebook=None)
    gone.notebook.unlink()
    for one in (gone, none):
        found = badge(library, one)
        assert codes(found) == [("evidence-missing", "f01-plain", "")] and "missing in run" in found.reasons[0].text


# Advanced


def advanced(make, **changes):
    """What the Advanced certificate of track a needs; ``changes``: module -> points that differ, or None: not there."""
    known = {"f01": "f01-plain", "f03": "f03-safe", "f04": "f04-other", "capstone": "capstone"}
    return [make(slug, **changes.get(short, {})) for short, slug in known.items() if changes.get(short, {}) is not None]


def judged(library, make, viva=PASSED, **changes):
    vivas = {"amina": viva} if viva else {}
    return decided(library, advanced(make, **changes), "advanced-a", vivas=vivas)


def test_an_advanced_certificate_with_everything(library, make):
    found = judged(library, make)
    assert found.earned and [one.module for one in found.results] == ["f03-safe", "f04-other", "capstone"]
    assert all(len(one.evidence) == 64 for one in found.results)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"f03": {"s3": 4}, "f04": {"q1": 6}}, ["below-threshold f03-safe "]),  # 14 of 20; 6 of 8
        ({"f03": {"s3": 5}, "f04": {"q1": 6}}, []),
        ({"f04": {"q1": 5.99}}, ["below-threshold f04-other "]),
        ({"f03": {"TEXT": 9}}, []),
        ({"f03": {"TEXT": 8.99}}, ["rubric-minimum f03-safe "]),
        ({"f03": {"TEXT": None}}, ["part-not-marked f03-safe TEXT"]),
        ({"f03": {"s1": 9.5}}, ["safety-item f03-safe s1"]),
        ({"f03": {"s2": "zero"}}, ["safety-item f03-safe s2"]),
        ({"f03": {"s1": "Lost.", "s2": "zero"}}, ["part-not-gradable f03-safe s1", "safety-item f03-safe s2"]),
        ({"f04": None}, ["not-submitted f04-other "]),
        ({"f01": None}, ["essentials-missing f01-plain "]),
        ({"f01": {"p1": 0}}, ["essentials-missing f01-plain "]),
        ({"f01": {"p1": 20}}, []),
        ({"f01": {"TEXT": None}}, ["essentials-missing f01-plain "]),
        ({"capstone": {"c1": 5}}, []),
        ({"capstone": {"c1": 4.9}}, ["below-threshold capstone "]),
        ({"capstone": {"c2": 9}}, ["safety-item capstone c2"]),
        ({"capstone": {"TEXT": 11}}, ["rubric-minimum capstone "]),
        ({"capstone": {"TEXT": None}}, ["part-not-marked capstone TEXT"]),
        ({"capstone": None}, ["no-capstone capstone "]),
        ({"viva": None}, ["viva-missing capstone "]),
        ({"viva": FAILED}, ["viva-not-passed capstone "]),
        ({"viva": OFF_THEME}, ["viva-missing capstone "]),
        ({"viva": None, "capstone": None}, ["no-capstone capstone "]),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, list) else "",
)
def test_what_an_advanced_certificate_may_lack(library, make, changes, missing):
    assert [" ".join(reason) for reason in codes(judged(library, make, **changes))] == missing


def test_a_filled_form_is_such_a_record(library, make):
    asked = tuple(viva.Question(f"Question {number}?", "Right.", 3) for number in range(5))
    facts = dict.fromkeys(("identity", "authorship_notes", "ai_use", "accommodations"), "seen")
    form = {"authorship": "own work", "recommendation": "pass", "mode": "live", "questions": asked} | facts
    for minutes, code in ((8, []), (7, ["viva-not-passed"])):
        one = viva.Viva("amina", "A", date(2026, 5, 31), minutes, examiners=("Ms One", "Mr Two"), **form)
        assert [code for code, _, _ in codes(judged(library, make, viva=one))] == code


def test_what_a_viva_lacks_is_told(library, make):
    words = judged(library, make, viva=FAILED).reasons[0].text
    assert words == "The capstone: the viva was not passed. It took 7 minutes; at least 8 are needed."
    words = judged(library, make, viva=OFF_THEME).reasons[0].text
    assert words == "The capstone: the viva on record is on theme E; this track needs theme A."


def test_a_safety_item_does_not_hold_back_a_lower_level(library, make):
    text = ('advanced = ["f03-safe", "f04-other"]', 'advanced = ["f04-other"]')
    lower = rules(library_root(make), ('foundation = ["f01-plain", "f02-lanes"]', 'foundation = ["f03-safe"]'), text)
    found = decided(lower, [make("f03-safe", s1=5)], "foundation-a")
    assert found.earned


def test_a_mark_of_a_person_stands_above_a_failed_safety_item(library, make):
    one = make("f03-safe", s1=10, s2=0)
    assert one.verdict["parts"]["s2"]["outcome"] == "scored"  # as ``with_marks`` leaves it
    found = decided(library, [*advanced(make, f03=None), one], "advanced-a", vivas={"amina": PASSED})
    assert found.earned


def test_what_cannot_be_taken_yet_is_said(library, make, tmp_path):
    planned = ('foundation = ["f02-lanes"]', 'foundation = ["f02-lanes", "f09-later"]')
    found = rules(tmp_path / "planned", planned)
    decision = decided(found, [make("f02-lanes")], "foundation-e")
    assert codes(decision) == [("module-not-ready", "f09-later", "")]
    assert decision.reasons[0].text == "Later (f09): it cannot be taken yet."
    found = rules(tmp_path / "drafts", draft=("f04-other", "capstone"))
    assert {("module-not-ready", "f04-other", ""), ("no-capstone", "capstone", "")} == set(codes(judged(found, make)))


def test_every_reason_has_a_test():
    text = open(__file__, encoding="utf-8").read()
    assert [code for code in REASONS if f'"{code}' not in text] == []


# A large class


def test_a_learner_takes_a_few_hundred_bytes(library, tmp_path):
    one = {
        slug: record(tmp_path, "x", slug) for slug in ("f01-plain", "f02-lanes", "f03-safe", "f04-other", "capstone")
    }
    path = tmp_path / "results of the whole class" / "autograded"

    def everybody():
        for slug, example in one.items():
            for number in range(4000):
                name = f"learner-{number:06d}"
                yield replace(example, student=name, notebook=path / name / slug / f"{slug}.ipynb")

    tracemalloc.start()
    try:
        count = sum(1 for _ in eligible.decide(library, everybody()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 4000 * 4 and peak / 4000 < 500, peak / 4000


def library_root(make):
    return make("f01-plain").notebook.parents[4] / "library"


def _all(change: dict | None = None) -> dict:
    return PARTS | (change or {})


def _part(score, most, outcome="scored"):
    return {"score": score, "max_score": most, "outcome": outcome, "reason": ""}
