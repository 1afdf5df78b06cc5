"""Always asks for five folds and stops when there are fewer groups.

loses: folds-groups
misconception: five folds fit every file
"""


# %% folds-answer
def choose_folds(n_rows, groups=None, time=None):
    rows = np.arange(n_rows)
    if time is not None:
        time = np.asarray(time)
        blocks = np.array_split(np.unique(time), 6)
        return [(rows[time < block[0]], rows[np.isin(time, block)]) for block in blocks[1:]]
    if groups is not None:
        return list(GroupKFold(5).split(rows, groups=groups))
    return list(KFold(5, shuffle=True, random_state=0).split(rows))
