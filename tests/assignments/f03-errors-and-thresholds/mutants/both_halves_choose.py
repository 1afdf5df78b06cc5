"""Puts both halves together to choose.

loses: report-honest
misconception: more people make a better choice, whoever they are
"""

# %% report-answer
def choose_and_report(y_choose, s_choose, y_report, s_report, c_fp, c_fn):
    threshold = best_threshold([*y_choose, *y_report], [*s_choose, *s_report], c_fp, c_fn)
    ill, flagged = np.asarray(y_report) == 1, np.asarray(s_report) >= threshold
    cost = (c_fp * (flagged & ~ill).sum() + c_fn * (~flagged & ill).sum()) / len(ill)
    return {"threshold": threshold, "cost": float(cost), "ppv": float(ill[flagged].mean()) if flagged.any() else None}
