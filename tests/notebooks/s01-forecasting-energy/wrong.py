"""Answers to the checks of `s01-forecasting-energy`: wrong ones with the misconception they show, and right ones."""

import numpy as np
import pandas as pd

from aiskills.learn.lessons.s01_forecasting_energy import KNOWN

CENTRED, MIDNIGHT = "load, mean of the 7 days around tomorrow noon", "load, 12 hours before tomorrow noon"


def centred(values, window, horizon):
    return pd.Series(values).rolling(window, center=True).mean()


def shifted_upwards(values, window, horizon):
    return pd.Series(values).rolling(window).mean().shift(-horizon)


def up_to_now(values, window, horizon):
    return pd.Series(values).rolling(window).mean()


def until_an_hour_ago(values, window, horizon):
    return pd.Series(values).rolling(window).mean().shift(1)


def one_too_early(values, window, horizon):
    return pd.Series(values).rolling(window).mean().shift(horizon + 1)


def only_the_full_windows(values, window, horizon):
    return np.convolve(values, np.ones(window) / window, "valid")


def known_mean(values, window, horizon):
    return pd.Series(values).shift(horizon).rolling(window).mean()


def known_mean_by_hand(values, window, horizon):
    result = [float("nan")] * len(values)
    for hour in range(window + horizon - 1, len(values)):
        newest = hour - horizon
        result[hour] = sum(values[newest - window + 1 : newest + 1]) / window
    return result


def swapped(actual, forecast, level):
    above = actual - forecast
    return np.mean(np.where(above > 0, (1 - level) * above, -level * above))


def mean_size(actual, forecast, level):
    return np.mean(np.abs(actual - forecast))


def root_mean_square(actual, forecast, level):
    return np.sqrt(np.mean((actual - forecast) ** 2))


def summed(actual, forecast, level):
    above = actual - forecast
    return np.sum(np.maximum(level * above, (level - 1) * above))


def hour_by_hour(actual, forecast, level):
    above = actual - forecast
    return np.maximum(level * above, (level - 1) * above)


def sign_forgotten(actual, forecast, level):
    above = actual - forecast
    return np.mean(np.where(above > 0, level * above, (1 - level) * above))


def pinball(actual, forecast, level):
    above = actual - forecast
    return np.mean(np.maximum(level * above, (level - 1) * above))


def pinball_by_hand(actual, forecast, level):
    losses = [level * (a - f) if a > f else (1 - level) * (f - a) for a, f in zip(actual, forecast, strict=True)]
    return sum(losses) / len(losses)


# A year as the cell before the exercise may show it: litres rise and dark hours fall with the level.
YEAR = pd.DataFrame(
    {"litres": [1700.0, 1900.0, 2200.0, 2600.0, 3600.0], "dark": [220, 180, 150, 75, 40]},
    index=pd.Index([0.5, 0.6, 0.7, 0.8, 0.9], name="level"),
)


def levels(clinic, budget, price):
    return {"clinic": clinic, "budget": budget, "price": price, "table": YEAR}


WRONG = [
    ("which-known", "centred-window", KNOWN | {CENTRED: "known"}),
    ("which-known", "centred-window", dict.fromkeys(KNOWN, "known")),
    ("which-known", "lag-inside-horizon", KNOWN | {MIDNIGHT: "known"}),
    ("which-known", "throws-away", KNOWN | {"clear sky, tomorrow at noon": "not known"}),
    ("which-known", "throws-away", dict.fromkeys(KNOWN, "not known")),
    ("which-known", "not-a-word", KNOWN | {CENTRED: "yes"}),
    ("known-mean", "centred-window", centred),
    ("known-mean", "centred-window", shifted_upwards),
    ("known-mean", "ignores-horizon", up_to_now),
    ("known-mean", "ignores-horizon", until_an_hour_ago),
    ("known-mean", "wrong-mean", one_too_early),
    ("known-mean", "wrong-shape", only_the_full_windows),
    ("pinball", "swapped-sides", swapped),
    ("pinball", "same-on-both-sides", mean_size),
    ("pinball", "same-on-both-sides", root_mean_square),
    ("pinball", "not-a-mean", summed),
    ("pinball", "not-a-mean", hour_by_hour),
    ("pinball", "wrong-loss", sign_forgotten),
    ("levels", "one-for-all", levels(0.8, 0.8, 0.8)),
    ("levels", "breaks-the-limit", levels(0.5, 0.6, 0.8)),
    ("levels", "breaks-the-limit", levels(0.9, 0.9, 0.8)),
    ("levels", "not-the-best", levels(0.9, 0.5, 0.8)),
    ("levels", "not-the-best", levels(0.9, 0.6, 0.9)),
    ("levels", "not-a-level", levels(0.9, 0.6, 0.55)),
]
RIGHT = [
    ("which-known", dict(KNOWN)),
    ("which-known", {name: word.upper() for name, word in KNOWN.items()}),
    ("known-mean", known_mean),
    ("known-mean", known_mean_by_hand),
    ("pinball", pinball),
    ("pinball", pinball_by_hand),
    ("levels", levels(0.9, 0.6, 0.8)),
]
