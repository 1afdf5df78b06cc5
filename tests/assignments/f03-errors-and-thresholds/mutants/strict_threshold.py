"""Flags only scores above the threshold.

loses: confusion-ties, best-cost, best-ties, best-extremes, capacity-plain, capacity-ties, capacity-ends
misconception: uses > where ties need >=
"""

# %% confusion-answer
def confusion(y, s, threshold):
    ill, flagged = np.asarray(y) == 1, np.asarray(s) > threshold
    tp, fp = int((ill & flagged).sum()), int((~ill & flagged).sum())
    fn, tn = int((ill & ~flagged).sum()), int((~ill & ~flagged).sum())
    shares = {
        "sensitivity": tp / (tp + fn) if tp + fn else None,
        "specificity": tn / (tn + fp) if tn + fp else None,
        "ppv": tp / (tp + fp) if tp + fp else None,
        "npv": tn / (tn + fn) if tn + fn else None,
    }
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, **shares}

# %% best-answer
def best_threshold(y, s, c_fp, c_fn):
    ill, s = np.asarray(y) == 1, np.asarray(s)

    def cost(threshold):
        flagged = s > threshold
        return c_fp * (flagged & ~ill).sum() + c_fn * (~flagged & ill).sum()

    return float(min([-np.inf, *np.unique(s)], key=cost))

# %% capacity-answer
def threshold_for_capacity(s, k):
    s = np.asarray(s)
    allowed = [threshold for threshold in [-np.inf, *np.unique(s)] if (s > threshold).sum() <= k]
    return float(min(allowed))

# %% report-answer
def choose_and_report(y_choose, s_choose, y_report, s_report, c_fp, c_fn):
    threshold = best_threshold(y_choose, s_choose, c_fp, c_fn)
    ill, flagged = np.asarray(y_report) == 1, np.asarray(s_report) > threshold
    cost = (c_fp * (flagged & ~ill).sum() + c_fn * (~flagged & ill).sum()) / len(ill)
    return {"threshold": threshold, "cost": float(cost), "ppv": float(ill[flagged].mean()) if flagged.any() else None}
