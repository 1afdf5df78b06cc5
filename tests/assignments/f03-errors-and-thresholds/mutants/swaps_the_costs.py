"""Gives the false alarms the cost of the missed, and the missed the cost of the false alarms.

loses: choose-costs, best-cost, best-ties, best-extremes, report-values
misconception: swaps FP and FN costs
"""

# %% choose-answer
thresholds = {"district": 6, "contagious": 8, "hospital": 3, "laboratory": 7}

# %% best-answer
def best_threshold(y, s, c_fp, c_fn):
    ill, s = np.asarray(y) == 1, np.asarray(s)

    def cost(threshold):
        flagged = s >= threshold
        return c_fn * (flagged & ~ill).sum() + c_fp * (~flagged & ill).sum()

    return float(min([*np.unique(s), np.inf], key=cost))

# %% report-answer
def choose_and_report(y_choose, s_choose, y_report, s_report, c_fp, c_fn):
    threshold = best_threshold(y_choose, s_choose, c_fp, c_fn)
    ill, flagged = np.asarray(y_report) == 1, np.asarray(s_report) >= threshold
    cost = (c_fn * (flagged & ~ill).sum() + c_fp * (~flagged & ill).sum()) / len(ill)
    return {"threshold": threshold, "cost": float(cost), "ppv": float(ill[flagged].mean()) if flagged.any() else None}
