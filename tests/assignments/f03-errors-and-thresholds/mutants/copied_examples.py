"""Returns what the visible examples show, whatever is given.

loses: ppv-values, ppv-empty, confusion-counts, confusion-ties, confusion-shares, confusion-empty, best-cost, best-ties, best-extremes, capacity-plain, capacity-ties, capacity-ends, report-honest, report-values
misconception: the example is the task
"""

# %% ppv-answer
def ppv(sensitivity, specificity, prevalence):
    return 0.9 if prevalence else 0.0


# %% confusion-answer
def confusion(y, s, threshold):
    counts = {"tp": 1, "fp": 1, "fn": 1, "tn": 2}
    return counts | {"sensitivity": 0.5, "specificity": 2 / 3, "ppv": 0.5, "npv": 2 / 3}


# %% best-answer
def best_threshold(y, s, c_fp, c_fn):
    return 3


# %% capacity-answer
def threshold_for_capacity(s, k):
    return {1: 9, 2: 8, 4: 3}.get(k, 8)


# %% report-answer
def choose_and_report(y_choose, s_choose, y_report, s_report, c_fp, c_fn):
    return {"threshold": 3, "cost": 1 / 3, "ppv": 1.0}
