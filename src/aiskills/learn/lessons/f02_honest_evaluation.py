"""Figures and checks of the lesson `f02-honest-evaluation`, which explains each of them where it is first used.

The idea of the lesson, which rows a model may see before it is tested, stands in the notebook's own cells.
"""

SPLITS = ("random rows", "whole countries", "whole continents", "past and future")


def fold_dots(rows, title, xlabel, marks=None, limits=None):
    """Draw one line of dots for each entry of `rows`; a line with several dots gets a black bar at their mean.

    rows: dict, label -> scores. marks: dict, name -> value on the x axis, drawn as named lines, the first one dashed.
    limits: ends of the x axis. Returns the Matplotlib figure.
    """
    import matplotlib.pyplot as plt

    from ..figures import mean_dots, rows_frame

    figure, axes = plt.subplots(figsize=(7, 1.9 + 0.42 * len(rows)))
    for place, scores in enumerate(rows.values()):
        mean_dots(axes, place, scores, markersize=8)
    for number, (name, value) in enumerate((marks or {}).items()):
        axes.axvline(value, color="black", linestyle="-" if number else "--", linewidth=1 + number, zorder=0)
        # The second name stands higher, so that two close lines do not share one place.
        axes.annotate(
            name,
            (value, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 3 + 15 * number),
            ha="center",
            va="bottom",
            textcoords="offset points",
            fontsize=11,
        )
    if limits:
        axes.set_xlim(*limits)
    rows_frame(axes, rows, xlabel, title, pad=8 + 18 * len(marks or {}))
    return figure


def check_order(order):
    """Is the split before everything that learns, and the score last? `order`: list of five words."""
    words = [str(word).strip().lower() for word in order]
    if sorted(words) != ["fit", "scale", "score", "select", "split"]:
        return "not-all-steps"
    place = {word: number for number, word in enumerate(words)}
    if place["select"] < place["split"]:
        return "selected-before-split"
    if place["scale"] < place["split"]:
        return "scaling-first"
    if place["score"] < 4:
        return "score-too-early"
    if place["fit"] < 3:
        return "fit-too-early"
    return None


def check_country_folds(folds):
    """Are countries whole in every pair (train, test) of the Gapminder table, and is each row tested once?"""
    import numpy as np

    from .. import datasets

    data = datasets.load("gapminder")
    country, continent = data["country"].to_numpy(), data["continent"].to_numpy()
    try:
        pairs = [(np.asarray(train, dtype=int), np.asarray(test, dtype=int)) for train, test in folds]
    except (TypeError, ValueError):
        return "no-pairs"
    if any(set(country[train]) & set(country[test]) for train, test in pairs):
        return "country-on-both-sides"
    if sorted(np.concatenate([test for _, test in pairs])) != list(range(len(data))):
        return "rows-left-out"
    if all(not set(continent[train]) & set(continent[test]) for train, test in pairs):
        return "whole-continents"
    return None


RIGHT_SPLITS = {
    "lost cells": "random rows",
    "Bhutan": "whole countries",
    "Tonga": "whole continents",
    "Kenya": "past and future",
}


def check_which_split(choices):
    """Does each user get the split that asks their question? `choices`: dict, user -> name of a split."""
    said = {str(user): str(split).strip().lower() for user, split in dict(choices).items()}
    if set(said) != set(RIGHT_SPLITS) or not set(said.values()) <= set(SPLITS):
        return "not-a-split"
    if "random rows" in (said["Bhutan"], said["Tonga"]):
        return "eighty-twenty-always"
    if said["Kenya"] != "past and future":
        return "time-can-be-shuffled"
    if said["Tonga"] != "whole continents":
        return "high-score-travels"
    if said != RIGHT_SPLITS:
        return "hardest-is-best"
    return None


def check_honest_scores(function, rng):
    """Does the learner's function find nothing in noise, and something in a signal? It gives a score for each fold."""
    import numpy as np

    def mean(X, y):
        scores = np.asarray(function(X.copy(), y.copy()), dtype=float)
        return scores.mean() if scores.ndim == 1 and len(scores) > 1 else None

    coin = np.repeat([0, 1], 30)
    noise = [mean(rng.normal(size=(60, 2000)), rng.permutation(coin)) for _ in range(3)]
    if None in noise:
        return "one-number"
    # Honest means of three draws lie around one half, with a spread of about 0.05; leaked ones around 0.9.
    if np.mean(noise) > 0.72:
        return "selected-before-split"
    y = rng.permutation(np.repeat([0, 1], 60))
    signal = rng.normal(size=(120, 300))
    signal[:, 7:10] += 2.5 * y[:, None]
    if mean(signal, y) < 0.75:
        return "finds-nothing"
    return None


CHECKS = {
    "order": check_order,
    "country-folds": check_country_folds,
    "which-split": check_which_split,
    "honest-scores": check_honest_scores,
}
