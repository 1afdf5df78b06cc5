"""Figures and checks of the lesson on errors and thresholds, and the numbers that its sentences lean on."""

import runpy
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from aiskills import learn
from aiskills.learn.lessons import f03_errors_and_thresholds as f03

ROOT = Path(__file__).parents[3]
ANSWERS = runpy.run_path(str(ROOT / "tests/notebooks/f03-errors-and-thresholds/wrong.py"))
SELLER = dict(zip(f03.GROUPS, (9.5, 49.5, 0.5, 940.5), strict=True))


@pytest.fixture(scope="module")
def halves():
    rows = learn.load("tb-screening")
    return {half: rows[rows["half"] == half] for half in ("choose", "report")}


@pytest.fixture(scope="module")
def lumps():
    """Diagnosis, out-of-fold scores and flags, as the lesson makes them."""
    frame = learn.load("breast-cancer")
    y = frame["malignant"].to_numpy()
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    model = make_pipeline(StandardScaler(), LogisticRegression())
    measures = frame.drop(columns="malignant")
    s = cross_val_predict(model, measures, y, cv=folds, method="predict_proba")[:, 1]
    flagged = np.zeros(len(y), dtype=bool)
    for others, part in folds.split(measures, y):
        flagged[part] = s[part] >= np.quantile(s[others][y[others] == 1], 0.05)
    return y, s, flagged


def cost(rows, threshold, miss=f03.MISS):
    _, missed, alarms = f03.per_thousand(rows, threshold)
    return alarms + miss * missed


def drawn(rows, statistic, draws=150):
    """Interval of a statistic over people drawn again."""
    rng = np.random.default_rng(0)
    values = [statistic(rows.iloc[rng.integers(0, len(rows), len(rows))]) for _ in range(draws)]
    return np.percentile(values, [2.5, 97.5])


def test_texts_and_checks_fit_together():
    assert learn.lesson("f03-errors-and-thresholds").problems() == []


def test_whole_people_keep_their_number():
    rng = np.random.default_rng(0)
    for _ in range(50):
        shares = rng.dirichlet([1, 1, 1, 1])
        counts = dict(zip(f03.GROUPS, 1000 * shares, strict=True))
        whole = f03.whole_people(counts)
        assert sum(whole.values()) == 1000
        assert all(abs(whole[name] - counts[name]) < 1 for name in counts)


def test_icon_array_shows_each_person_once():
    figure = f03.icon_array(SELLER, "A finding")
    axes = figure.axes[0]
    places = np.concatenate([group.get_offsets() for group in axes.collections])
    assert len(places) == 1000 and len({tuple(place) for place in places}) == 1000
    assert [len(group.get_offsets()) for group in axes.collections] == list(f03.whole_people(SELLER).values())
    assert axes.get_title(loc="left") == "A finding"
    plt.close(figure)


def test_screening_figure_marks_the_lowest_cost_and_the_choice():
    figure = f03.screening_figure(SELLER, "A finding", [0, 1, 2], [5.0, 3.0, 4.0], 2)
    points = {line.get_label(): (line.get_xdata()[0], line.get_ydata()[0]) for line in figure.axes[1].lines[1:]}
    assert points == {"lowest cost": (1, 3.0), "your threshold": (2, 4.0)}
    plt.close(figure)


def test_curves_and_dots_draw_what_they_are_given():
    figure = f03.ppv_curve([0.01, 0.1], [0.2, 0.7], {"here": (0.01, 0.2)}, "A finding")
    assert list(figure.axes[0].lines[0].get_ydata()) == [20, 70]
    assert [text.get_text() for text in figure.axes[0].texts] == ["here"]
    plt.close(figure)
    figure = f03.share_dots({"a": (0.2, 0.1, 0.4), "b": (0.5, 0.4, 0.6)}, "A finding", "share")
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["a", "b"]
    plt.close(figure)
    curve = {"few": ([0, 1], [0, 1])}
    figure = f03.two_curves(curve, curve, ["one", "two"])
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["one", "two"]
    plt.close(figure)


def test_one_day_agrees_with_simulation_and_covers_what_it_promises():
    low, high = f03.one_day(1000, 0.0095, 0.0495)
    rng = np.random.default_rng(0)
    true, false = rng.multinomial(1000, [0.0095, 0.0495, 0.941], 50_000).T[:2]
    values = true / (true + false)
    assert np.allclose(np.percentile(values, [2.5, 97.5]), (low, high), atol=0.005)
    assert 0.945 < ((values >= low) & (values <= high)).mean() < 0.965
    # What the lesson says: the average is near one in six, and no usual day comes near 95 of 100.
    assert 0.16 < 0.0095 / (0.0095 + 0.0495) < 0.162
    assert low > 0.05 and high < 0.3  # also: Liza's chance rose more than tenfold, from 0.01


def test_one_day_of_a_small_screening_by_hand():
    # One person: an alarm is true with probability 1/4, so the middle 95 of 100 days run from 0 to 1.
    assert f03.one_day(1, 0.1, 0.3) == (0.0, 1.0)


def test_the_generated_screening_is_what_its_card_says(halves):
    make = runpy.run_path(str(ROOT / "datasets/tb-screening/make.py"))
    again = make["screening"](np.random.default_rng(make["SEED"]))
    stored = learn.load("tb-screening")
    assert (again["score"].to_numpy() == stored["score"].to_numpy()).all()
    assert (again["tb"].to_numpy() == stored["tb"].to_numpy()).all()
    assert 0.010 < stored["tb"].mean() < 0.0135
    assert 0.88 < roc_auc_score(stored["tb"], stored["score"]) < 0.94
    share_earlier = stored.groupby("site")["earlier_tb"].mean()
    assert share_earlier["mining town"] > 3 * share_earlier["city"]


def test_known_truth_of_the_mining_town():
    """Over very many people: re-weighting is too hopeful for everybody, and right for those without earlier TB."""
    make = runpy.run_path(str(ROOT / "datasets/tb-screening/make.py"))
    make["PEOPLE"].update({site: 25 * count for site, count in make["PEOPLE"].items()})
    people = make["screening"](np.random.default_rng(0))

    def difference(rows):
        city, town = (rows[rows["site"] == site] for site in ("city", "mining town"))
        flagged = city["score"] >= 65
        true = flagged[city["tb"] == 1].mean() * town["tb"].mean()
        false = flagged[city["tb"] == 0].mean() * (1 - town["tb"].mean())
        return town.loc[town["score"] >= 65, "tb"].mean() - true / (true + false)

    assert difference(people) < -0.015
    assert abs(difference(people[people["earlier_tb"] == 0])) < 0.01


def test_what_the_lesson_says_of_the_two_halves(halves):
    choose, report = halves["choose"], halves["report"]
    lowest = min(range(102), key=lambda threshold: cost(choose, threshold))
    assert lowest == 65
    assert cost(report, 65) > cost(choose, 65)
    for rule, sure in ((0, True), (101, True), (50, False), (80, False)):
        low, _ = drawn(report, lambda rows, rule=rule: cost(rows, rule) - cost(rows, 65))
        assert cost(report, rule) > cost(report, 65)
        assert (low > 0) == sure, (rule, low)
    at_costs, at_capacity = f03.per_thousand(report, 65), f03.per_thousand(report, 80)
    assert at_capacity[2] < 0.5 * at_costs[2] and at_capacity[1] > at_costs[1]
    assert f03.per_thousand(choose, 80)[0] <= f03.PLACES < f03.per_thousand(choose, 75)[0]


def test_a_dearer_miss_and_more_illness_move_the_best_threshold_down(halves):
    choose = halves["choose"]
    ill, healthy = (choose.loc[choose["tb"] == kind, "score"].to_numpy() for kind in (1, 0))

    def best(prevalence, miss):
        costs = [(1 - prevalence) * (healthy >= t).mean() + miss * prevalence * (ill < t).mean() for t in range(102)]
        return int(np.argmin(costs))

    assert best(0.01, 200) < best(0.01, 50) < best(0.01, 5)
    assert best(0.2, 50) < best(0.01, 50)
    assert 50 not in {best(0.01, 50), best(0.01, 5), best(0.2, 50)}


def test_who_gets_the_false_alarms(halves):
    rows = halves["report"]
    healthy = rows[rows["tb"] == 0].assign(flagged=lambda frame: frame["score"] >= 65)
    by_age = healthy.groupby("age_group")["flagged"].mean()
    assert by_age.idxmin() == "15 to 34" and by_age.idxmax() == "55 and more"
    by_scar = healthy.groupby("earlier_tb")["flagged"].mean()
    assert by_scar[1] > by_age.max() and by_scar[1] - by_scar[0] > 0.2


def test_reweighting_leaves_the_roc_area_and_breaks_the_precision(lumps):
    y, s, flagged = lumps
    assert 0.92 < flagged[y == 1].mean() < 0.98
    found = {}
    for prevalence in (y.mean(), 0.1, 0.01):
        w = np.where(y == 1, prevalence / (y == 1).sum(), (1 - prevalence) / (y == 0).sum())
        precision = w[flagged & (y == 1)].sum() / w[flagged].sum()
        found[prevalence] = (
            roc_auc_score(y, s, sample_weight=w),
            average_precision_score(y, s, sample_weight=w),
            precision,
        )
    area, average, precision = (np.array(column) for column in zip(*found.values(), strict=True))
    assert np.ptp(area) < 1e-9 and 0.97 < area[0] < 0.995
    assert precision[0] > 0.75 and precision[2] < 0.2
    # "Falls less": the average precision loses less than the precision where nearly all are found.
    assert average[0] - average[2] < 0.5 * (precision[0] - precision[2]) and average[2] < 0.92
    # "Among 357 benign lumps none has such a score": the left end of the curve rests on them.
    assert (y == 0).sum() == 357 and (s[y == 1] > s[y == 0].max()).mean() > 0.5


@pytest.mark.parametrize("seed", range(12))
def test_checks_with_fresh_numbers_judge_alike(seed):
    for name, wanted, answer in ANSWERS["WRONG"]:
        if name in ("ppv", "total-cost"):
            assert f03.CHECKS[name](answer, np.random.default_rng(seed)) == wanted
    for name, answer in ANSWERS["RIGHT"]:
        if name in ("ppv", "total-cost"):
            assert f03.CHECKS[name](answer, np.random.default_rng(seed)) is None
