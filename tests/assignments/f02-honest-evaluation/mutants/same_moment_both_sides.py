"""Sorts by time, but cuts inside a moment that has several rows.

loses: folds-future, honest-cv
misconception: each row has a moment of its own
"""


# %% folds-answer
def choose_folds(n_rows, groups=None, time=None):
    rows = np.arange(n_rows)
    if time is not None:
        from sklearn.model_selection import TimeSeriesSplit

        order = np.argsort(time, kind="stable")
        return [(order[train], order[test]) for train, test in TimeSeriesSplit(5).split(order)]
    if groups is not None:
        return list(GroupKFold(min(5, len(set(groups)))).split(rows, groups=groups))
    return list(KFold(5, shuffle=True, random_state=0).split(rows))
