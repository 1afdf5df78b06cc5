"""Tries only the scores that occur, so that the highest score is always flagged.

loses: best-extremes
misconception: a screening must flag somebody
"""

# %% best-answer
def best_threshold(y, s, c_fp, c_fn):
    ill, s = np.asarray(y) == 1, np.asarray(s)

    def cost(threshold):
        flagged = s >= threshold
        return c_fp * (flagged & ~ill).sum() + c_fn * (~flagged & ill).sum()

    return float(min(np.unique(s), key=cost))
