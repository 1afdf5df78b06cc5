"""Computes as if as many were ill as healthy, and keeps one threshold wherever the program goes.

loses: choose-prevalence, ppv-values, ppv-empty
misconception: ignores prevalence
"""

# %% choose-answer
thresholds = {"district": 6, "contagious": 4, "hospital": 6, "laboratory": 7}

# %% ppv-answer
def ppv(sensitivity, specificity, prevalence):
    if sensitivity + 1 - specificity == 0:
        return None
    return sensitivity / (sensitivity + 1 - specificity)
