"""Spreads each group over all folds, as stratification does.

loses: folds-groups, honest-cv
misconception: each fold should look like the whole file
"""


# %% folds-answer
def choose_folds(n_rows, groups=None, time=None):
    rows = np.arange(n_rows)
    if time is not None:
        time = np.asarray(time)
        blocks = np.array_split(np.unique(time), 6)
        return [(rows[time < block[0]], rows[np.isin(time, block)]) for block in blocks[1:]]
    if groups is not None:
        part = pd.Series(rows).groupby(list(groups)).cumcount().to_numpy() % 5
        return [(rows[part != number], rows[part == number]) for number in range(5)]
    return list(KFold(5, shuffle=True, random_state=0).split(rows))
