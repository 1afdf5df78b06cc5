"""Uses the rule for probabilities on scores that are none.

loses: best-cost, best-ties, best-extremes, report-honest
misconception: a score between 0 and 1 is a probability
"""

# %% best-answer
def best_threshold(y, s, c_fp, c_fn):
    return c_fp / (c_fp + c_fn)
