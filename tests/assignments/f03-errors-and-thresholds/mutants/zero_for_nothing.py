"""Says 0 where nobody is flagged.

loses: ppv-empty, confusion-empty, report-values
misconception: no alarms means that all alarms are false
"""

# %% ppv-answer
def ppv(sensitivity, specificity, prevalence):
    true_alarms, false_alarms = sensitivity * prevalence, (1 - specificity) * (1 - prevalence)
    return true_alarms / (true_alarms + false_alarms) if true_alarms + false_alarms else 0.0

# %% confusion-answer
def confusion(y, s, threshold):
    ill, flagged = np.asarray(y) == 1, np.asarray(s) >= threshold
    tp, fp = int((ill & flagged).sum()), int((~ill & flagged).sum())
    fn, tn = int((ill & ~flagged).sum()), int((~ill & ~flagged).sum())
    shares = {
        "sensitivity": tp / (tp + fn) if tp + fn else 0,
        "specificity": tn / (tn + fp) if tn + fp else 0,
        "ppv": tp / (tp + fp) if tp + fp else 0,
        "npv": tn / (tn + fn) if tn + fn else 0,
    }
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, **shares}

# %% report-answer
def choose_and_report(y_choose, s_choose, y_report, s_report, c_fp, c_fn):
    threshold = best_threshold(y_choose, s_choose, c_fp, c_fn)
    ill, flagged = np.asarray(y_report) == 1, np.asarray(s_report) >= threshold
    cost = (c_fp * (flagged & ~ill).sum() + c_fn * (~flagged & ill).sum()) / len(ill)
    return {"threshold": threshold, "cost": float(cost), "ppv": float(ill[flagged].mean()) if flagged.any() else 0.0}
