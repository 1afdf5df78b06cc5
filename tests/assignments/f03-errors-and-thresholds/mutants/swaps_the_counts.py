"""Calls the missed false positives and the false alarms false negatives.

loses: confusion-counts, confusion-ties, confusion-shares, confusion-empty
misconception: a negative person gives a false negative
"""

# %% confusion-answer
def confusion(y, s, threshold):
    ill, flagged = np.asarray(y) == 1, np.asarray(s) >= threshold
    tp, fn = int((ill & flagged).sum()), int((~ill & flagged).sum())
    fp, tn = int((ill & ~flagged).sum()), int((~ill & ~flagged).sum())
    shares = {
        "sensitivity": tp / (tp + fn) if tp + fn else None,
        "specificity": tn / (tn + fp) if tn + fp else None,
        "ppv": tp / (tp + fp) if tp + fp else None,
        "npv": tn / (tn + fn) if tn + fn else None,
    }
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, **shares}
