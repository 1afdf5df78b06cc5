"""Shuffles the rows although time runs.

loses: folds-future, honest-cv
misconception: time can be shuffled
"""


# %% folds-answer
def choose_folds(n_rows, groups=None, time=None):
    rows = np.arange(n_rows)
    if time is not None:
        return list(KFold(5, shuffle=True, random_state=0).split(rows))
    if groups is not None:
        return list(GroupKFold(min(5, len(set(groups)))).split(rows, groups=groups))
    return list(KFold(5, shuffle=True, random_state=0).split(rows))
