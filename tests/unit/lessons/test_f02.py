"""Figures and checks of the lesson on honest evaluation."""

import runpy
import warnings
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

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
