"""Reports how well the threshold does where it was chosen.

loses: report-values
misconception: the rows that chose may also report
"""

# %% report-answer
def choose_and_report(y_choose, s_choose, y_report, s_report, c_fp, c_fn):
    threshold = best_threshold(y_choose, s_choose, c_fp, c_fn)
    ill, flagged = np.asarray(y_choose) == 1, np.asarray(s_choose) >= threshold
    cost = (c_fp * (flagged & ~ill).sum() + c_fn * (~flagged & ill).sum()) / len(ill)
    return {"threshold": threshold, "cost": float(cost), "ppv": float(ill[flagged].mean()) if flagged.any() else None}
