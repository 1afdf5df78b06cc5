"""Differs: arrays and masks, other splitters of scikit-learn, the spread divided by n - 1, warnings on the way.

loses:
"""

# %% choose-answer
choices = {
    "clinic": "groups",
    "villages": "groups",
    "machines": "future",
    "seed_lots": "future",
    "mini_grid": "future",
    "prices": "future",
}
# %% folds-answer
from sklearn.model_selection import LeaveOneGroupOut, PredefinedSplit, TimeSeriesSplit


def choose_folds(n_rows, groups=None, time=None):
    generator = np.random.default_rng(42)
    if time is not None:
        moments, place = np.unique(np.asarray(time), return_inverse=True)
        pairs = []
        for early, late in TimeSeriesSplit(n_splits=5).split(moments):
            pairs.append((np.flatnonzero(np.isin(place, early)), np.flatnonzero(np.isin(place, late))))
        return pairs
    if groups is not None:
        names, place = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
        part = (generator.permutation(len(names)) % 5)[place]
        return [tuple(pair) for pair in LeaveOneGroupOut().split(place, groups=part)]
    part = generator.permutation(np.arange(n_rows) % 5)
    return [(train, test) for train, test in PredefinedSplit(part).split()]


# %% score-answer
import warnings


class Steps:
    def __init__(self, k):
        self.k = k

    def fit(self, X, y):
        self.mean, self.scale = np.mean(X, axis=0), np.std(X, axis=0, ddof=1)
        Z = (X - self.mean) / self.scale
        covariance = (Z * (y - y.mean())[:, None]).mean(axis=0)
        self.kept = np.argsort(-np.abs(covariance))[: self.k]
        self.model = new_model().fit(Z[:, self.kept], y)
        return self

    def predict(self, X):
        return self.model.predict(((X - self.mean) / self.scale)[:, self.kept])


def score_folds(X, y, folds, k=5):
    warnings.warn("scoring", UserWarning)
    X, y = np.asarray(X), np.asarray(y)
    guesses = [
        Steps(k).fit(X[np.asarray(train)], y[np.asarray(train)]).predict(X[np.asarray(test)])
        for train, test in folds
    ]
    truths = [y[np.asarray(test)] for _, test in folds]
    scores = np.array([r2_score(truth, guess) for truth, guess in zip(truths, guesses)])
    return {
        "scores": scores,
        "predictions": guesses,
        "mean": float(scores.mean()),
        "spread": float(scores.std()),
    }


# %% honest-cv-answer
def honest_cv(X, y, groups=None, time=None):
    given = {"time": time} if time is not None else {"groups": groups} if groups is not None else {}
    names = {"time": "future", "groups": "groups"}
    result = score_folds(X, y, choose_folds(len(X), **given))
    return result | {
        "folds": choose_folds(len(X), **given),
        "split": names.get(next(iter(given), ""), "rows"),
    }


# %% leak-answer
def leak_report(df, target, known):
    features = df.drop(columns=target)
    ranks = features.corrwith(df[target], method="spearman").abs()
    gaps = features.isna()
    limits = {
        name: df[target].groupby(gaps[name]).agg(["min", "max"])
        for name in features
        if gaps[name].nunique() == 2
    }
    blank = [
        name
        for name, limit in limits.items()
        if limit.loc[True, "max"] < limit.loc[False, "min"]
        or limit.loc[True, "min"] > limit.loc[False, "max"]
    ]
    return {
        "late": [name for name in features if known.get(name, 0) > 0],
        "copy": ranks[ranks >= 0.98].index.tolist(),
        "blank": blank,
        "repeat": np.arange(len(df))[df.duplicated(keep="first").to_numpy()].tolist(),
    }
