"""Takes the threshold that finds more, although the laboratory cannot test so many.

loses: choose-capacity, capacity-ties, capacity-ends
misconception: a limit is a wish
"""

# %% choose-answer
thresholds = {"district": 6, "contagious": 4, "hospital": 3, "laboratory": 6}

# %% capacity-answer
def threshold_for_capacity(s, k):
    s = np.asarray(s)
    enough = [threshold for threshold in np.unique(s) if (s >= threshold).sum() >= min(k, len(s))]
    return float(max(enough))
