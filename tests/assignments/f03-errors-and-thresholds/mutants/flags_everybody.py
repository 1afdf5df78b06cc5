"""Flags everybody, to be on the safe side.

loses: choose-costs, choose-prevalence, choose-capacity, best-cost, best-ties, best-extremes, capacity-plain, capacity-ties, capacity-ends
misconception: safe means to flag everybody
"""

# %% choose-answer
thresholds = {"district": 0, "contagious": 0, "hospital": 0, "laboratory": 0}

# %% best-answer
def best_threshold(y, s, c_fp, c_fn):
    return float(min(s))

# %% capacity-answer
def threshold_for_capacity(s, k):
    return float(min(s))
