"""Intervals, figures and checks of the lesson on rules and examples, and the findings that its prose states."""

import runpy
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_predict, train_test_split
from sklearn.tree import DecisionTreeClassifier

from aiskills import learn
from aiskills.learn.lessons import f01_learning_from_data as f01

ANSWERS = runpy.run_path(str(Path(__file__).parents[2] / "notebooks/f01-learning-from-data/wrong.py"))
SIZES = list(f01.SIZES)


@pytest.fixture(scope="module")
def birds():
    return learn.load("penguins").dropna(subset=SIZES)


@pytest.fixture(scope="module")
def islands(birds):
    known, dream = birds[birds["island"] != "Dream"], birds[birds["island"] == "Dream"]
    return known, dream


def forest(start=0, trees=30):
    return RandomForestClassifier(trees, random_state=start)


def test_texts_and_checks_fit_together():
    assert learn.lesson("f01-learning-from-data").problems() == []


def test_share_interval_is_that_of_wilson():
    assert f01.share_interval(56, 124) == pytest.approx((0.3668, 0.5393), abs=5e-4)
    assert f01.share_interval(0, 10) == pytest.approx((0, 0.2775), abs=5e-4)
    assert f01.share_interval(10, 10) == pytest.approx((0.7225, 1), abs=5e-4)
    for right, tested in ((5, 4), (0, 0), (-1, 3)):
        with pytest.raises(ValueError, match="not a share"):
            f01.share_interval(right, tested)


@pytest.mark.parametrize("paired", [True, False])
def test_the_interval_of_a_difference_holds_the_truth_about_19_times_in_20(paired):
    rng, held = np.random.default_rng(5), 0
    for _ in range(600):
        hard = rng.random(120)  # the same rows are hard for both
        first, second = hard < 0.9, (hard if paired else rng.random(120)) < 0.8
        gap, low, high = f01.difference(first, second, paired)
        assert low < gap < high
        assert gap == pytest.approx(first.mean() - second.mean())
        held += low <= 0.1 <= high
    assert 0.92 <= held / 600 <= 1


def test_the_difference_of_two_nearly_equal_answers_holds_zero_and_unequal_lengths_are_refused():
    gap, low, high = f01.difference([True] * 100, [True] * 99 + [False])
    assert low < 0 < gap < high
    with pytest.raises(ValueError, match="length"):
        f01.difference([True], [True, False])


def test_figures_show_what_they_are_given(birds):
    figure = f01.bird_map(birds, "A finding", 206, 44)
    axes = figure.axes[0]
    assert sum(len(line.get_xdata()) for line in axes.lines[:3]) == len(birds)
    assert [list(line.get_xdata()) for line in axes.lines[3:]] == [[206, 206], [168, 206]]
    axes = f01.score_lines({"one": (5, 10), "two": (9, 10)}, "A finding").axes[0]
    assert [text.get_text() for text in axes.texts] == ["5 of 10", "9 of 10"]
    axes = f01.confidence_dots({"a": [0.5, 1.0], "b": [0.8]}, "A finding").axes[0]
    assert [line.get_xdata()[0] for line in axes.lines if line.get_linewidth() == 3] == pytest.approx([0.75, 0.8])
    results = {"a": {0: [0.4, 0.6], 5: [0.9]}, "b": {0: [0.4], 5: [0.4]}}
    axes = f01.added_lines(results, "A finding", ("top", 0.5)).axes[0]
    assert list(axes.lines[0].get_ydata()) == pytest.approx([0.5, 0.9])
    assert axes.get_title(loc="left") == "A finding"
    plt.close("all")


@pytest.mark.parametrize("seed", range(20))
def test_best_possible_is_judged_alike_on_any_labels(seed):
    wrong = {"count_of_rows": "a-sum", "share_of_classes": "classes-not-rows", "share_that_fails": "the-unknown-share"}
    assert f01.check_best_possible(ANSWERS["best_possible"], np.random.default_rng(seed)) is None
    for name, misconception in wrong.items():
        assert f01.check_best_possible(ANSWERS[name], np.random.default_rng(seed)) == misconception


def test_what_the_file_holds(birds):
    table = learn.load("penguins")
    assert (len(table), len(birds), birds["sex"].isna().sum(), table["sex"].isna().sum()) == (344, 342, 9, 11)
    assert set(birds.loc[birds["species"] == "Chinstrap", "island"]) == {"Dream"}
    assert set(birds.loc[birds["species"] == "Gentoo", "island"]) == {"Biscoe"}
    assert set(birds.loc[birds["species"] == "Adelie", "island"]) == {"Biscoe", "Dream", "Torgersen"}


def test_rule_and_tree_score_alike_and_far_above_the_baseline(birds):
    train, test = train_test_split(birds, test_size=0.4, random_state=0, stratify=birds["species"])
    lengths = ["flipper_length_mm", "bill_length_mm"]
    tree = DecisionTreeClassifier(max_depth=2, random_state=0).fit(train[lengths], train["species"])
    said = [ANSWERS["rule"](*bird) for bird in test[["bill_length_mm", "flipper_length_mm"]].to_numpy()]
    by_rule, by_tree = said == test["species"], tree.predict(test[lengths]) == test["species"]
    always = test["species"] == train["species"].mode()[0]
    _, low, high = f01.difference(by_rule, by_tree)
    assert low < 0 < high  # "it does hold zero"
    assert f01.difference(by_rule, always)[1] > 0.3
    cuts = {}
    for year in (2007, 2009):
        part = train[train["year"] == year]
        other = DecisionTreeClassifier(max_depth=2, random_state=0).fit(part[lengths], part["species"])
        cuts[year] = list(other.tree_.threshold.round())
    assert cuts[2007] != cuts[2009]


def test_the_forest_is_nearly_always_right_at_home_and_never_for_a_chinstrap(islands):
    known, dream = islands
    at_home = cross_val_predict(forest(), known[SIZES], known["species"], cv=5) == known["species"]
    assert f01.share_interval(at_home.sum(), len(known))[0] > 0.95
    model = forest().fit(known[SIZES], known["species"])
    said, sure = model.predict(dream[SIZES]), model.predict_proba(dream[SIZES]).max(axis=1)
    adelie = (dream["species"] == "Adelie").to_numpy()
    assert (said[adelie] == "Adelie").all()
    assert (said[~adelie] == "Adelie").mean() > 0.9
    assert (said == dream["species"]).mean() == pytest.approx(adelie.mean())
    assert f01.difference(at_home, said == dream["species"], paired=False)[1] > 0.4
    assert 0.7 < sure[~adelie].mean() < 0.95 < sure[adelie].mean()
    assert (sure[~adelie] > 0.6).mean() > 0.75  # "most of them still lie well above one half"


def test_with_two_lengths_the_score_on_dream_is_about_the_same(islands):
    known, dream = islands
    lengths = ["flipper_length_mm", "bill_length_mm"]
    score = forest().fit(known[lengths], known["species"]).score(dream[lengths], dream["species"])
    assert abs(score - (dream["species"] == "Adelie").mean()) < 0.03


def test_a_bill_cut_above_the_adelies_costs_nothing_at_home_and_all_chinstraps_on_dream(islands):
    known, dream = islands

    def score(table, cut):
        said = np.where(
            table["flipper_length_mm"] > 206, "Gentoo", np.where(table["bill_length_mm"] > cut, "Chinstrap", "Adelie")
        )
        return (said == table["species"]).sum()

    at_home = {score(known, cut) for cut in range(46, 61, 2)}
    assert len(at_home) == 1
    assert at_home.pop() > score(known, 44)
    assert score(dream, 60) < 0.5 * len(dream) < 0.8 * len(dream) < score(dream, 44)


def test_only_torgersen_is_a_new_place_without_a_new_kind(birds):
    score = {}
    for island in ("Biscoe", "Dream", "Torgersen"):
        others, here = birds[birds["island"] != island], birds[birds["island"] == island]
        best = here["species"].isin(others["species"]).mean()
        score[island] = forest().fit(others[SIZES], others["species"]).score(here[SIZES], here["species"])
        assert score[island] <= best + 1e-9
        if island != "Torgersen":
            assert score[island] == pytest.approx(best)  # "exactly what is possible at best"
    assert score["Torgersen"] > 0.85


def test_more_of_the_same_changes_little_and_a_few_chinstraps_much(islands):
    known, dream = islands

    def on_dream(training, tested):
        return forest(trees=20).fit(training[SIZES], training["species"]).score(tested[SIZES], tested["species"])

    few = np.mean([on_dream(known.sample(20, random_state=draw), dream) for draw in range(10)])
    assert abs(on_dream(known, dream) - few) < 0.05
    gains = {("Chinstrap", 1): [], ("Chinstrap", 20): [], ("Adelie", 20): []}
    for draw in range(6):
        pool, tested = train_test_split(dream, test_size=0.5, random_state=draw, stratify=dream["species"])
        start = on_dream(known, tested)
        for (name, number), found in gains.items():
            extra = pool[pool["species"] == name].head(number)
            found.append(on_dream(pd.concat([known, extra]), tested) - start)
    assert np.mean(gains["Chinstrap", 1]) < 0.15 < 0.3 < min(gains["Chinstrap", 20])
    assert max(abs(gain) for gain in gains["Adelie", 20]) < 0.05


def test_silence_helps_and_depends_on_chance_in_the_forest(islands):
    known, dream = islands
    chinstrap = (dream["species"] == "Chinstrap").to_numpy()
    limits = {3: [], 5: []}
    answered = {(parts, name): [] for parts in (3, 5) for name in ("Adelie", "Chinstrap")}
    for start in range(6):
        surest = forest(start).fit(known[SIZES], known["species"]).predict_proba(dream[SIZES]).max(axis=1)
        for parts in (3, 5):
            votes = cross_val_predict(forest(start), known[SIZES], known["species"], cv=parts, method="predict_proba")
            limits[parts].append(np.quantile(votes.max(axis=1), 0.05))
            over = surest >= limits[parts][-1]
            answered[parts, "Adelie"].append(over[~chinstrap].mean())
            answered[parts, "Chinstrap"].append(over[chinstrap].mean())
    assert min(answered[5, "Adelie"]) > 0.85
    assert max(answered[5, "Chinstrap"]) < 0.85
    assert np.ptp(answered[5, "Chinstrap"]) > 0.15
    assert np.mean(answered[3, "Chinstrap"]) > np.mean(answered[5, "Chinstrap"])
    assert np.mean(limits[3]) < np.mean(limits[5])
