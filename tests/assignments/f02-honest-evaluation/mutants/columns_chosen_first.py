"""Drops weak columns with all rows before the honest part begins.

loses: honest-cv
misconception: choosing columns is not learning
"""


# %% honest-cv-answer
def honest_cv(X, y, groups=None, time=None):
    best = SelectKBest(f_regression, k=5).fit(X, y).get_support()
    folds = choose_folds(len(y), groups=groups, time=time)
    split = "future" if time is not None else "groups" if groups is not None else "rows"
    return {"split": split, "folds": folds, **score_folds(np.asarray(X)[:, best], y, folds)}
