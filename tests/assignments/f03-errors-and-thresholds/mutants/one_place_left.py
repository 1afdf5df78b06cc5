"""Leaves one place free, to be sure.

loses: capacity-plain, capacity-ties, capacity-ends
misconception: a limit must not be reached
"""

# %% capacity-answer
def threshold_for_capacity(s, k):
    s = np.asarray(s)
    allowed = [threshold for threshold in np.unique(s) if (s >= threshold).sum() < k]
    return float(min(allowed, default=np.inf))
