"""Names the split as asked, but deals random rows.

loses: honest-cv
misconception: 80/20 is always right
"""


# %% honest-cv-answer
def honest_cv(X, y, groups=None, time=None):
    folds = choose_folds(len(y))
    split = "future" if time is not None else "groups" if groups is not None else "rows"
    return {"split": split, "folds": folds, **score_folds(X, y, folds)}
