"""Cuts the file into blocks without mixing it.

loses: folds-rows
misconception: rows of a file are in random order
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
    return list(KFold(5).split(rows))
