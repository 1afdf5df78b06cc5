"""Uses the groups, but never the time.

loses: honest-cv
misconception: repeated units are the only thing that can leak
"""


# %% honest-cv-answer
def honest_cv(X, y, groups=None, time=None):
    folds = choose_folds(len(y), groups=groups)
    return {"split": "rows" if groups is None else "groups", "folds": folds, **score_folds(X, y, folds)}
