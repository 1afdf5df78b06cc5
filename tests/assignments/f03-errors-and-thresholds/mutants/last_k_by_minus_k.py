"""Takes the last k of the sorted scores by a negative index, which means all for k = 0.

loses: capacity-ends
misconception: the last none of a list is none of it
"""

# %% capacity-answer
def threshold_for_capacity(s, k):
    ordered, counts = sorted(s), list(s)
    threshold = ordered[-k] if k <= len(s) else ordered[0]
    if k and sum(score >= threshold for score in counts) > k:
        higher = [score for score in ordered if score > threshold]
        threshold = higher[0] if higher else float("inf")
    return float(threshold)
