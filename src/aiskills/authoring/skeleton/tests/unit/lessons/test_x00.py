"""Figure and checks of the lesson x00-new-module."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")

import matplotlib.pyplot as plt

from aiskills import learn
from aiskills.learn.lessons import x00_new_module as helpers


def test_texts_and_checks_fit_together():
    assert learn.lesson("x00-new-module").problems() == []


def test_the_figure_has_a_bar_for_each_measured_day_and_words_for_the_others():
    figure = helpers.rain_figure([4.0, None, 0.0], "A finding")
    axes = figure.axes[0]
    assert [bar.get_height() for bar in axes.patches] == [4.0, 0.0]
    assert [text.get_text() for text in axes.texts] == ["not\nmeasured"]
    plt.close(figure)


@pytest.mark.parametrize("seed", range(20))
def test_the_check_judges_alike_on_any_draw(seed):
    def right(values):
        known = [value for value in values if value is not None]
        return sum(known) / len(known) if known else None

    def missing_is_zero(values):
        return sum(value or 0 for value in values) / len(values)

    assert helpers.check_mean_of_known(right, np.random.default_rng(seed)) is None
    assert helpers.check_mean_of_known(missing_is_zero, np.random.default_rng(seed)) == "missing-is-zero"
