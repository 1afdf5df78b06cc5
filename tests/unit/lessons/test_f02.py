"""Figures and checks of the lesson on honest evaluation."""

import runpy
import warnings
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyRegressor
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import GroupKFold, KFold, LeaveOneGroupOut, cross_val_score
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from aiskills import learn
from aiskills.learn.lessons import f02_honest_evaluation as f02

ANSWERS = runpy.run_path(str(Path(__file__).parents[2] / "notebooks/f02-honest-evaluation/wrong.py"))


def test_texts_and_checks_fit_together():
    assert learn.lesson("f02-honest-evaluation").problems() == []


def test_fold_dots_shows_every_score_and_its_mean():
    scores = {"a": [0.1, 0.5, 0.3], "b": [-0.2, 0.9], "c": [0.4]}
    figure = f02.fold_dots(scores, "A finding", "R²", {"nothing": 0.0, "mean": 0.3}, (-1, 1))
    axes = figure.axes[0]
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [list(line.get_xdata()) for line in dots] == list(scores.values())
    bars = [line.get_xdata()[0] for line in axes.lines if line.get_linewidth() == 3]
    assert bars == pytest.approx([0.3, 0.35])
    assert [text.get_text() for text in axes.texts] == ["nothing", "mean"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["a", "b", "c"]
    assert axes.get_xlim() == (-1, 1)
    assert axes.get_title(loc="left") == "A finding"
    plt.close(figure)


@pytest.mark.parametrize("seed", range(12))
def test_honest_scores_is_judged_alike_on_any_noise(seed):
    """The check draws fresh noise at every try: a right function must never be blamed, a leaking one never praised."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert f02.check_honest_scores(ANSWERS["chosen_inside"], np.random.default_rng(seed)) is None
        leaks = f02.check_honest_scores(ANSWERS["chosen_before"], np.random.default_rng(seed))
    assert leaks == "selected-before-split"


def test_the_lesson_checks_use_the_splits_that_the_notebook_names():
    assert set(f02.RIGHT_SPLITS.values()) == set(f02.SPLITS)


@pytest.fixture(scope="module")
def story():
    """The lesson's scores of the forest, worked out as its cells do: split -> R² of the folds."""
    data = learn.load("gapminder")
    table = pd.DataFrame({"year": data["year"], "income": np.log10(data["gdp_per_person"])})
    table["people"] = np.log10(data["population"])
    splits = {
        "rows": KFold(5, shuffle=True, random_state=0).split(table),
        "countries": GroupKFold(5).split(table, groups=data["country"]),
        "continents": LeaveOneGroupOut().split(table, groups=data["continent"]),
    }
    splits = {name: list(folds) for name, folds in splits.items()}

    def scores(split, model, **options):
        return cross_val_score(model, table, data["life_expectancy"], cv=splits[split], **options)

    return scores


def forest():
    return RandomForestRegressor(30, random_state=0)


def test_the_question_changes_the_score(story):
    by_rows, by_countries = story("rows", forest()), story("countries", forest())
    assert 0.70 < by_rows.mean() < 0.82 and by_rows.min() > 0.68  # "about three quarters, in every fold"
    assert by_countries.mean() < by_rows.mean()
    by_continents = story("continents", forest())
    assert by_continents.min() < 0 < by_continents.max()  # "useful on one continent and far off on another"


def test_on_every_continent_the_forest_errs_less_than_the_mean_of_the_training_rows(story):
    error = {"scoring": "neg_mean_absolute_error"}
    assert (story("continents", forest(), **error) > story("continents", DummyRegressor(), **error)).all()


def test_scaling_too_early_is_a_tiny_leak_with_random_rows_and_a_larger_one_with_new_units(story):
    data = learn.load("gapminder")
    table = np.column_stack([data["year"], np.log10(data["gdp_per_person"]), np.log10(data["population"])])
    scaled, nearest = StandardScaler().fit_transform(table), KNeighborsRegressor(5)
    change = {}
    for name, cv in {
        "rows": KFold(5, shuffle=True, random_state=0).split(table),
        "continents": LeaveOneGroupOut().split(table, groups=data["continent"]),
    }.items():
        folds, life = list(cv), data["life_expectancy"]
        inside = cross_val_score(make_pipeline(StandardScaler(), nearest), table, life, cv=folds)
        change[name] = cross_val_score(nearest, scaled, life, cv=folds) - inside
    assert abs(change["rows"]).max() < 0.02 < abs(change["continents"]).max()
