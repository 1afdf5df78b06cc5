"""Chooses the threshold with the fewest mistakes, whatever they cost.

loses: choose-costs, best-cost, best-ties, best-extremes
misconception: maximises accuracy
"""

# %% choose-answer
thresholds = {"district": 8, "contagious": 8, "hospital": 3, "laboratory": 7}

# %% best-answer
def best_threshold(y, s, c_fp, c_fn):
    ill, s = np.asarray(y) == 1, np.asarray(s)

    def cost(threshold):
        flagged = s >= threshold
        return (flagged != ill).sum()

    return float(min([*np.unique(s), np.inf], key=cost))
