"""Generator, figures and checks of the lesson on who pays for the errors, and what its prose says in words."""

import runpy
from math import log, sqrt
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from aiskills import learn
from aiskills.learn.lessons import p02_bias_audit as p02

ANSWERS = runpy.run_path(str(Path(__file__).parents[2] / "notebooks/p02-bias-audit/wrong.py"))
SEEN = ["trade", "months_recorded", "income", "dependants"]


def missed(rows, paid, gender):
    """The share of the eligible of one gender who are not paid."""
    here = ((rows["eligible"] == 1) & (rows["gender"] == gender)).to_numpy()
    return 1 - np.asarray(paid, dtype=float)[here].mean()


def gap_in_world(sees_gender, seed, n=20_000, **switches):
    fresh = p02.claims(n, **{**switches, "sampling": 0}, seed=seed + 1)
    tool = p02.Tool(p02.claims(n, **switches, seed=seed), SEEN + ["gender"] * sees_gender)
    paid = tool.score(fresh) >= 0.5
    return missed(fresh, paid, "woman"), missed(fresh, paid, "man")


@pytest.fixture(scope="module")
def agency():
    data = learn.load("benefit-claims")
    past = data[data["part"] == "past"].reset_index(drop=True)
    checked = data[data["part"] != "past"].astype({"eligible": int})
    choose, report = (checked[checked["part"] == part].reset_index(drop=True) for part in ("choose", "report"))
    return past, choose, report, p02.Tool(past, SEEN)


def test_texts_and_checks_fit_together():
    assert learn.lesson("p02-bias-audit").problems() == []


def test_the_generator_keeps_its_equations():
    rows = p02.claims(60_000, seed=3)
    need = (
        -0.3
        + 1.6 * (rows["months_recorded"] - 13) / 6
        - 1.6 * np.log(rows["income"] / 200) / 0.6
        + 0.4 * (rows["dependants"] - 2)
    )
    chance = 1 / (1 + np.exp(-need))
    for low, high in ((0.1, 0.3), (0.4, 0.6), (0.7, 0.9)):
        here = chance.between(low, high)
        assert rows.loc[here, "eligible"].mean() == pytest.approx(chance[here].mean(), abs=0.015)
    assert (rows["approved"] == rows["eligible"]).all(), "Without label bias the officers are right."
    assert np.log(rows["income"]).mean() == pytest.approx(log(200), abs=0.01)
    shares = rows.groupby("gender")["eligible"].mean()
    assert abs(shares["woman"] - shares["man"]) < 0.015
    assert rows["region"].value_counts(normalize=True)["mountains"] == pytest.approx(0.015, abs=0.003)


@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_each_switch_does_what_its_line_says(strength):
    n = 60_000
    women = p02.claims(n, label_bias=strength, seed=5).query("gender == 'woman' and eligible == 1")
    assert 1 - women["approved"].mean() == pytest.approx(0.3 * strength, abs=0.01)
    men = p02.claims(n, label_bias=strength, seed=5).query("gender == 'man'")
    assert (men["approved"] == men["eligible"]).all()

    plain, less = p02.claims(n, seed=6), p02.claims(n, proxy=strength, seed=6)
    ratio = {
        g: less[less["gender"] == g]["months_recorded"].sum() / plain[plain["gender"] == g]["months_recorded"].sum()
        for g in ("woman", "man")
    }
    assert ratio["woman"] == pytest.approx(1 - 0.4 * strength, abs=0.01)
    assert ratio["man"] == 1
    building = less[less["trade"] == "building"]["gender"].value_counts(normalize=True)["man"]
    assert building == pytest.approx(
        (0.3 * strength + (1 - strength) / 6) / (0.34 * strength + (1 - strength) / 3), abs=0.03
    )

    kept = p02.claims(n, sampling=strength, seed=7)
    all_of_them = p02.claims(n, seed=7).query("gender == 'woman'")["eligible"].sum()
    assert kept.query("gender == 'woman'")["eligible"].sum() / all_of_them == pytest.approx(
        1 - 0.6 * strength, abs=0.02
    )

    poorer = p02.claims(n, base_rates=strength, seed=8).groupby("gender")["income"].median()
    assert log(poorer["woman"] / poorer["man"]) == pytest.approx(-0.3 * strength, abs=0.03)


def test_hiding_gender_makes_closes_or_keeps_a_gap():
    """The table of mechanisms, in words: proxy alone makes it, label bias or sampling alone closes, all three keep."""
    for switches, shown, hidden in (
        ({}, (-0.03, 0.03), (-0.03, 0.03)),
        ({"label_bias": 1}, (0.2, 0.3), (-0.03, 0.03)),
        ({"sampling": 1}, (0.13, 0.24), (-0.03, 0.03)),
        ({"proxy": 1}, (-0.01, 0.06), (0.13, 0.25)),
        ({"label_bias": 1, "proxy": 1, "sampling": 1}, (0.36, 0.5), (0.36, 0.5)),
    ):
        for see, (low, high) in ((True, shown), (False, hidden)):
            women, men = gap_in_world(see, 50, **switches)
            assert low < women - men < high, (switches, see, women - men)


def test_hiding_gender_shares_the_harm_of_label_bias():
    seen, hidden = (gap_in_world(see, 60, label_bias=1) for see in (True, False))
    assert hidden[0] < seen[0] - 0.05, "fewer eligible women are missed"
    assert hidden[1] > seen[1] + 0.05, "and more eligible men"


def test_the_directors_sentence_and_the_gap(agency):
    past, choose, report, tool = agency
    paid = tool.score(report) >= 0.5
    shares = [paid[(report["gender"] == gender).to_numpy()].mean() for gender in ("woman", "man")]
    assert 0.9 < min(shares) / max(shares) <= 1, "nearly equal shares; four fifths are passed"
    women, men = missed(report, paid, "woman"), missed(report, paid, "man")
    n = report[report["eligible"] == 1]["gender"].value_counts()
    error = sqrt(women * (1 - women) / n["woman"] + men * (1 - men) / n["man"])
    assert women - men - 1.96 * error > 0, "the whole interval is above zero"
    # The figures that the letters of the assignment use.
    assert [round(100 * value) for value in (women, men)] == [33, 24]
    assert [round(100 * value) for value in shares] == [44, 42]
    assert (round(100 * (women - men - 1.96 * error)), round(100 * (women - men + 1.96 * error))) == (4, 13)
    base = report.groupby("gender")["eligible"].mean()
    assert base["woman"] > base["man"] + 0.1, "among the women who claim, more have a right"
    told = p02.Tool(past.assign(approved=past["gender"] == "woman"), SEEN).score(choose)
    ranks, woman = pd.Series(told).rank(), (choose["gender"] == "woman").to_numpy()
    auc = (ranks[woman].sum() - woman.sum() * (woman.sum() + 1) / 2) / (woman.sum() * (~woman).sum())
    assert 0.7 < auc < 0.8, "in about three pairs of four"


def test_the_small_cell_of_the_mountains(agency):
    _, _, report, tool = agency
    rows = report[(report["region"] == "mountains") & (report["gender"] == "woman") & (report["eligible"] == 1)]
    assert ((tool.score(rows) < 0.5).sum(), len(rows)) == (8, 14)


def test_what_each_repair_breaks(agency):
    past, choose, report, tool = agency
    found = past.groupby(["gender", "approved"])["claim"].transform("size")
    expected = past.groupby("gender")["claim"].transform("size") * past.groupby("approved")["claim"].transform("size")
    again = p02.Tool(past, SEEN, weights=expected / len(past) / found).score(report) >= 0.5
    before = tool.score(report) >= 0.5
    gaps = [missed(report, paid, "woman") - missed(report, paid, "man") for paid in (before, again)]
    assert abs(gaps[0] - gaps[1]) < 0.02, "reweighing hardly moves the gap"

    right = choose["eligible"] == 1
    thresholds = {
        g: np.sort(tool.score(choose[right & (choose["gender"] == g)]))[
            int(0.25 * (right & (choose["gender"] == g)).sum())
        ]
        for g in ("woman", "man")
    }
    after = (tool.score(report) >= report["gender"].map(thresholds)).to_numpy()
    women, men = missed(report, after, "woman"), missed(report, after, "man")
    assert [round(100 * value) for value in (women, men)] == [24, 25], "as the letters of the assignment say"
    without = ((report["eligible"] == 0) & (report["gender"] == "woman")).to_numpy()
    assert [round(100 * paid[without].mean()) for paid in (before, after)] == [11, 17], "more women without a right"
    shares = [after[(report["gender"] == gender).to_numpy()].mean() for gender in ("woman", "man")]
    assert 0.77 < shares[1] / shares[0] < 0.83, "the four-fifths ratio falls to the edge of the rule"


def test_an_audit_against_the_officers_turns_the_story_round(agency):
    _, _, report, tool = agency
    paid = tool.score(report) >= 0.5
    woman = (report["gender"] == "woman").to_numpy()
    for gender in ("woman", "man"):
        swapped = report.assign(eligible=report["approved"])
        assert abs(missed(swapped, paid, gender) - missed(report, paid, gender)) < 0.02

    def alarm(truth, group):
        return paid[group & (report[truth] == 0).to_numpy()].mean()

    assert alarm("eligible", woman) < alarm("eligible", ~woman)
    assert alarm("approved", woman) > alarm("approved", ~woman)


@pytest.mark.parametrize("false_alarm", [0.0, 0.1, 0.3])
def test_equal_misses_and_alarms_leave_right_among_yes_unequal(false_alarm):
    """The counting behind the second widget, on whole people: only without false alarms can all three be equal."""
    right = {}
    for base in (0.4, 0.6):
        eligible = round(1000 * base)
        paid_right, paid_wrong = 0.75 * eligible, false_alarm * (1000 - eligible)
        right[base] = paid_right / (paid_right + paid_wrong)
    assert (right[0.4] == right[0.6]) == (false_alarm == 0)


def test_chance_alone_often_accuses_the_mountains(agency):
    tool = agency[3]
    gaps = []
    for seed in range(5000, 5100):
        rows = p02.claims(3000, label_bias=0.5, proxy=0.5, base_rates=1, seed=seed)
        women = rows[(rows["gender"] == "woman") & (rows["eligible"] == 1)]
        here, refused = (women["region"] == "mountains").to_numpy(), tool.score(women) < 0.5
        gaps.append(refused[here].mean() - refused[~here].mean())
    assert 0.08 < np.mean(np.abs(gaps) > 0.2) < 0.35
    assert np.percentile(gaps, 2.5) < 0 < np.percentile(gaps, 97.5)


@pytest.fixture(scope="module")
def leans():
    tape = learn.tape("p02-occupations").frame()
    tape["lean"] = tape["logprobs"].map(lambda scores: scores[0][0] - scores[1][0])
    return tape, tape.pivot(index=["field", "noun"], columns="template", values="lean")


def test_the_tape_is_whole_and_its_controls_work(leans):
    tape, table = leans
    assert table.notna().all().all()
    assert table.shape == (52, 6), "44 occupations and eight controls, six sentences"
    assert tape["options"].map(tuple).unique().tolist() == [(" she", " he", " they")]
    assert all(len(scores) == 1 for row in tape["logprobs"] for scores in row), "each option is one token"
    named = table.loc["control: names a gender"].mean(axis=1)
    assert named[["woman", "mother"]].min() > 2
    assert named[["man", "father"]].max() < -1


def test_what_the_lesson_says_about_the_probe(leans):
    tape, table = leans
    mean, half = table.mean(axis=1).droplevel("field"), (2.571 * table.std(axis=1) / sqrt(6)).droplevel("field")
    assert mean["midwife"] - half["midwife"] > 0 > mean["carpenter"] + half["carpenter"]
    assert mean["person"] - half["person"] > 0, "the control person leans towards she"
    occupations = table[~table.index.get_level_values("field").str.startswith("control")]
    agreement = occupations.corr(method="spearman").to_numpy()[np.triu_indices(6, 1)]
    assert agreement.min() > 0.75, "nearly the same order in all six sentences"
    sizes = occupations.abs().mean()
    assert sizes.max() > 1.4 * sizes.min(), "the size of the lean changes with the sentence"
    fields = occupations.mean(axis=1).groupby("field").mean()
    assert (len(fields), fields.idxmax(), fields.idxmin()) == (9, "health", "building"), "the widest pair of nine"
    both = tape["logprobs"].map(lambda scores: np.exp(scores[0][0]) + np.exp(scores[1][0]))
    assert both.mean() < 0.4, "she and he hold only a part of the probability"
    # The title of the figure: midwife like mother, carpenter like father, each within the other's interval.
    assert abs(mean["midwife"] - mean["mother"]) < half["mother"]
    assert abs(mean["carpenter"] - mean["father"]) < half["father"]


def test_pair_dots_shows_both_groups_and_their_intervals():
    axes = p02.pair_dots({"a": ((0.3, 0.2, 0.4), (0.5, 0.4, 0.6)), "b": (0.1, 0.9)}, "A finding", "share")
    dots = [line.get_xdata()[0] for line in axes.lines if line.get_marker() in "os"]
    assert dots == pytest.approx([0.3, 0.5, 0.1, 0.9])
    assert [text.get_text() for text in axes.texts] == ["30%", "50%", "10%", "90%"]
    assert axes.figure.get_suptitle() == "A finding"
    assert [text.get_text() for text in axes.figure.legends[0].get_texts()] == ["women", "men"]
    plt.close("all")


def test_lean_dots_marks_the_controls():
    table = pd.DataFrame(
        {"mean": [1, -1], "low": [0, -2], "high": [2, 0], "control": [True, False]}, ["person", "mason"]
    )
    axes = p02.lean_dots(table, "A finding")
    assert [label.get_text() for label in axes.get_yticklabels()] == ["person (control)", "mason"]
    assert [line.get_marker() for line in axes.lines if line.get_marker() in "oD"] == ["D", "o"]
    plt.close("all")


@pytest.mark.parametrize("seed", range(8))
def test_the_threshold_check_judges_alike_on_any_scores(seed):
    right = dict(enumerate(answer for name, answer in ANSWERS["RIGHT"] if name == "threshold-at"))
    for function in right.values():
        assert p02.check_threshold_at(function, np.random.default_rng(seed)) is None
    for name, misconception, function in ANSWERS["WRONG"]:
        if name == "threshold-at":
            assert p02.check_threshold_at(function, np.random.default_rng(seed)) == misconception
