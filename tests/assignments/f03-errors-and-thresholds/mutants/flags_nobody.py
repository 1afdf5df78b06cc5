"""Flags nobody: where few are ill, that is right for nearly everybody.

loses: choose-costs, choose-prevalence, choose-capacity, best-cost, best-ties, best-extremes, capacity-plain, capacity-ties, capacity-ends, report-honest
misconception: a high accuracy means a good screening
"""

# %% choose-answer
thresholds = {"district": 11, "contagious": 11, "hospital": 11, "laboratory": 11}

# %% best-answer
def best_threshold(y, s, c_fp, c_fn):
    return float("inf")

# %% capacity-answer
def threshold_for_capacity(s, k):
    return float("inf")
