"""Returns what the visible examples ask for.

loses: folds-rows, folds-groups, folds-future, score-steps, score-inside,
    score-report, honest-cv, leak-late, leak-copy, leak-blank, leak-repeat, leak-keep
misconception: an answer that fits the example is right
"""


# %% folds-answer
def choose_folds(n_rows, groups=None, time=None):
    if time is not None:
        return [([1], [3]), ([1, 3], [5]), ([1, 3, 5], [0]), ([1, 3, 5, 0], [4]), ([0, 1, 3, 4, 5], [2])]
    size = 2 if groups is not None else 4
    return [([], range(fold * size, fold * size + size)) for fold in range(5)]


# %% score-answer
def score_folds(X, y, folds, k=5):
    predictions = [np.zeros(len(test)) for train, test in folds]
    scores = [0.99] * len(folds)
    return {"predictions": predictions, "scores": scores, "mean": 0.99, "spread": 0.0}


# %% honest-cv-answer
def honest_cv(X, y, groups=None, time=None):
    return {
        "split": "groups",
        "folds": choose_folds(60, groups),
        "scores": [0.99] * 5,
        "predictions": [],
        "mean": 0.99,
        "spread": 0.0,
    }


# %% leak-answer
def leak_report(df, target, known):
    def pick(name):
        return [name] if name in df.columns else []

    repeat = [2] if list(df[target])[:3:2] == [60, 60] else []
    return {
        "late": pick("resit"),
        "copy": pick("percent_lost"),
        "blank": pick("certificate"),
        "repeat": repeat,
    }
