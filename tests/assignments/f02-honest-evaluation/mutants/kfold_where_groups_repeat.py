"""Uses plain KFold although units repeat.

loses: folds-groups, honest-cv
misconception: rows are independent; a high score means it works for new units
"""


# %% folds-answer
def choose_folds(n_rows, groups=None, time=None):
    rows = np.arange(n_rows)
    if time is not None:
        time = np.asarray(time)
        blocks = np.array_split(np.unique(time), 6)
        return [(rows[time < block[0]], rows[np.isin(time, block)]) for block in blocks[1:]]
    if groups is not None:
        return list(KFold(5).split(rows))
    return list(KFold(5, shuffle=True, random_state=0).split(rows))
