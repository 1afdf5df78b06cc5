"""Sorts the people and cuts the list between any two of them, also between people with the same score.

loses: best-ties, capacity-ties, capacity-ends
misconception: the people of a list can be cut anywhere
"""

# %% best-answer
def best_threshold(y, s, c_fp, c_fn):
    order = np.argsort(-np.asarray(s), kind="stable")
    ill = (np.asarray(y) == 1)[order]
    costs = [c_fp * (~ill[:n]).sum() + c_fn * ill[n:].sum() for n in range(len(ill) + 1)]
    n = int(np.argmin(costs))
    return float("inf") if n == 0 else float(np.asarray(s)[order][n - 1])

# %% capacity-answer
def threshold_for_capacity(s, k):
    ordered = sorted(s, reverse=True)
    return float("inf") if k == 0 else float(ordered[min(k, len(s)) - 1])
