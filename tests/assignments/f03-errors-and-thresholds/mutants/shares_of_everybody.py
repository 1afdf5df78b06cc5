"""Divides every count by the number of all people, and chooses by the highest sensitivity that fits.

loses: confusion-shares, confusion-empty
misconception: a share is always a share of all people
"""

# %% confusion-answer
def confusion(y, s, threshold):
    ill, flagged = np.asarray(y) == 1, np.asarray(s) >= threshold
    tp, fp = int((ill & flagged).sum()), int((~ill & flagged).sum())
    fn, tn = int((ill & ~flagged).sum()), int((~ill & ~flagged).sum())
    shares = {
        "sensitivity": tp / len(ill),
        "specificity": tn / len(ill),
        "ppv": tp / len(ill),
        "npv": tn / len(ill),
    }
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, **shares}
