"""One random 80/20 split for every question.

loses: folds-rows, folds-groups, folds-future, honest-cv
misconception: 80/20 is always right
"""


# %% folds-answer
def choose_folds(n_rows, groups=None, time=None):
    order = np.random.default_rng(0).permutation(n_rows)
    cut = int(0.8 * n_rows)
    return [(order[:cut], order[cut:])]
