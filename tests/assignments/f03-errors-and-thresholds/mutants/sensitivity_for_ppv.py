"""Takes the share of the ill that is flagged for the share of the flagged that is ill.

loses: ppv-values, ppv-empty, confusion-shares, confusion-empty
misconception: 95 % accurate means 95 % of alarms are true
"""

# %% ppv-answer
def ppv(sensitivity, specificity, prevalence):
    return sensitivity

# %% confusion-answer
def confusion(y, s, threshold):
    ill, flagged = np.asarray(y) == 1, np.asarray(s) >= threshold
    tp, fp = int((ill & flagged).sum()), int((~ill & flagged).sum())
    fn, tn = int((ill & ~flagged).sum()), int((~ill & ~flagged).sum())
    shares = {
        "sensitivity": tp / (tp + fp) if tp + fp else None,
        "specificity": tn / (tn + fp) if tn + fp else None,
        "ppv": tp / (tp + fn) if tp + fn else None,
        "npv": tn / (tn + fn) if tn + fn else None,
    }
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, **shares}
