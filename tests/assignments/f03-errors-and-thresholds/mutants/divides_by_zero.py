"""Has no answer ready for empty groups.

loses: ppv-empty, confusion-empty, report-values
misconception: divides by zero when nothing is flagged
"""

# %% ppv-answer
def ppv(sensitivity, specificity, prevalence):
    true_alarms, false_alarms = sensitivity * prevalence, (1 - specificity) * (1 - prevalence)
    return true_alarms / (true_alarms + false_alarms)

# %% confusion-answer
def confusion(y, s, threshold):
    ill, flagged = np.asarray(y) == 1, np.asarray(s) >= threshold
    tp, fp = int((ill & flagged).sum()), int((~ill & flagged).sum())
    fn, tn = int((ill & ~flagged).sum()), int((~ill & ~flagged).sum())
    shares = {
        "sensitivity": tp / (tp + fn),
        "specificity": tn / (tn + fp),
        "ppv": tp / (tp + fp),
        "npv": tn / (tn + fn),
    }
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, **shares}

# %% report-answer
def choose_and_report(y_choose, s_choose, y_report, s_report, c_fp, c_fn):
    threshold = best_threshold(y_choose, s_choose, c_fp, c_fn)
    ill, flagged = np.asarray(y_report) == 1, np.asarray(s_report) >= threshold
    cost = (c_fp * (flagged & ~ill).sum() + c_fn * (~flagged & ill).sum()) / len(ill)
    return {"threshold": threshold, "cost": float(cost), "ppv": int((ill & flagged).sum()) / int(flagged.sum())}
