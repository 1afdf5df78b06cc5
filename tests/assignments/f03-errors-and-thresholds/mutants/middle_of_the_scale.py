"""Takes the middle of every scale as the threshold.

loses: choose-costs, choose-prevalence, choose-capacity, best-cost, best-ties, best-extremes, report-honest
misconception: 0.5 is neutral
"""

# %% choose-answer
thresholds = {"district": 5, "contagious": 5, "hospital": 5, "laboratory": 5}

# %% best-answer
def best_threshold(y, s, c_fp, c_fn):
    return 0.5
