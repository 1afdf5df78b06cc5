"""Gives the places to the lowest scores.

loses: capacity-plain, capacity-ties, capacity-ends
misconception: a low score is a high rank
"""

# %% capacity-answer
def threshold_for_capacity(s, k):
    ordered = sorted(s)
    return float(ordered[min(k, len(s)) - 1]) if k else float("inf")
