"""Shuffles without a fixed seed, so that nobody can repeat the result.

loses: folds-rows
misconception: a fresh shuffle each time is fairer
"""


# %% folds-answer
def choose_folds(n_rows, groups=None, time=None):
    rows = np.arange(n_rows)
    if time is not None:
        time = np.asarray(time)
        blocks = np.array_split(np.unique(time), 6)
        return [(rows[time < block[0]], rows[np.isin(time, block)]) for block in blocks[1:]]
    if groups is not None:
        return list(GroupKFold(min(5, len(set(groups)))).split(rows, groups=groups))
    return list(KFold(5, shuffle=True).split(rows))
