"""Answers to the checks of `f02-honest-evaluation`: wrong ones with the misconception they show, and right ones."""

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import (
    GroupKFold,
    GroupShuffleSplit,
    KFold,
    LeaveOneGroupOut,
    StratifiedKFold,
    cross_val_score,
)
from sklearn.pipeline import make_pipeline

from aiskills import learn

data = learn.load("gapminder")
countries, continents = data["country"], data["continent"]


def folds(splitter, groups=None, y=None):
    return list(splitter.split(data, y, groups))


def chosen_before(X, y):
    return cross_val_score(LogisticRegression(), SelectKBest(f_classif, k=20).fit_transform(X, y), y, cv=5)


def tested_on_training_rows(X, y):
    model = make_pipeline(SelectKBest(f_classif, k=20), LogisticRegression()).fit(X, y)
    return [model.score(X[part], y[part]) for part in np.array_split(np.arange(len(y)), 5)]


def only_the_mean(X, y):
    return chosen_inside(X, y).mean()


def always_the_same(X, y):
    return cross_val_score(DummyClassifier(), X, y, cv=5)


def chosen_inside(X, y):
    return cross_val_score(make_pipeline(SelectKBest(f_classif, k=20), LogisticRegression()), X, y, cv=5)


def chosen_inside_by_hand(X, y):
    scores = []
    for train, test in StratifiedKFold(4, shuffle=True, random_state=3).split(X, y):
        gap = np.abs(X[train][y[train] == 1].mean(axis=0) - X[train][y[train] == 0].mean(axis=0))
        kept = np.argsort(-gap)[:20]
        model = LogisticRegression().fit(X[train][:, kept], y[train])
        scores.append(model.score(X[test][:, kept], y[test]))
    return scores


def splits(*four):
    return dict(zip(("lost cells", "Bhutan", "Tonga", "Kenya"), four, strict=True))


ROWS, COUNTRIES, CONTINENTS, FUTURE = "random rows", "whole countries", "whole continents", "past and future"

WRONG = [
    ("order", "scaling-first", ["scale", "split", "select", "fit", "score"]),
    ("order", "selected-before-split", ["select", "split", "scale", "fit", "score"]),
    ("order", "selected-before-split", ["scale", "select", "split", "fit", "score"]),
    ("order", "fit-too-early", ["split", "scale", "fit", "select", "score"]),
    ("order", "score-too-early", ["split", "score", "scale", "select", "fit"]),
    ("order", "not-all-steps", ["split", "fit", "score"]),
    ("country-folds", "country-on-both-sides", folds(KFold(5, shuffle=True, random_state=0))),
    ("country-folds", "country-on-both-sides", folds(KFold(5))),
    ("country-folds", "country-on-both-sides", folds(StratifiedKFold(5), y=continents)),
    ("country-folds", "whole-continents", folds(LeaveOneGroupOut(), continents)),
    ("country-folds", "rows-left-out", folds(GroupShuffleSplit(5, random_state=0), countries)),
    ("country-folds", "no-pairs", GroupKFold(5)),
    ("which-split", "eighty-twenty-always", splits(ROWS, ROWS, ROWS, ROWS)),
    ("which-split", "eighty-twenty-always", splits(ROWS, ROWS, CONTINENTS, FUTURE)),
    ("which-split", "high-score-travels", splits(ROWS, COUNTRIES, COUNTRIES, FUTURE)),
    ("which-split", "time-can-be-shuffled", splits(ROWS, COUNTRIES, CONTINENTS, ROWS)),
    ("which-split", "hardest-is-best", splits(COUNTRIES, COUNTRIES, CONTINENTS, FUTURE)),
    ("which-split", "hardest-is-best", splits(ROWS, CONTINENTS, CONTINENTS, FUTURE)),
    ("which-split", "not-a-split", splits("80/20", COUNTRIES, CONTINENTS, FUTURE)),
    ("honest-scores", "selected-before-split", chosen_before),
    ("honest-scores", "selected-before-split", tested_on_training_rows),
    ("honest-scores", "one-number", only_the_mean),
    ("honest-scores", "finds-nothing", always_the_same),
]
RIGHT = [
    ("order", ["split", "scale", "select", "fit", "score"]),
    ("order", ("Split", "select", "scale", "fit", "score")),
    ("country-folds", folds(GroupKFold(5), countries)),
    ("country-folds", folds(GroupKFold(7), countries)),
    ("country-folds", [(list(train), list(test)) for train, test in folds(GroupKFold(5), countries)]),
    ("which-split", splits(ROWS, COUNTRIES, CONTINENTS, FUTURE)),
    ("which-split", splits("Random rows", COUNTRIES, CONTINENTS, FUTURE)),
    ("honest-scores", chosen_inside),
    ("honest-scores", chosen_inside_by_hand),
]
