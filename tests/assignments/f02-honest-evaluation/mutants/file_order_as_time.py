"""Takes the order of the file for the order of time.

loses: folds-future, honest-cv
misconception: rows are stored in the order in which they happened
"""


# %% folds-answer
def choose_folds(n_rows, groups=None, time=None):
    rows = np.arange(n_rows)
    if time is not None:
        from sklearn.model_selection import TimeSeriesSplit

        return list(TimeSeriesSplit(5).split(rows))
    if groups is not None:
        return list(GroupKFold(min(5, len(set(groups)))).split(rows, groups=groups))
    return list(KFold(5, shuffle=True, random_state=0).split(rows))
