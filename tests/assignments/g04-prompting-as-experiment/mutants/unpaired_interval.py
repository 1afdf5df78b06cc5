"""The messages of the two prompts are drawn apart.

loses: paired-interval
misconception: unpaired CI
"""
# %% paired-answer
def paired_bootstrap(truth, answers_a, answers_b):
    right_a = np.array([one == true for one, true in zip(answers_a, truth)], dtype=float)
    right_b = np.array([one == true for one, true in zip(answers_b, truth)], dtype=float)
    rng = np.random.default_rng(0)
    step = right_a - right_b
    n = len(step)
    draws_a = right_a[rng.integers(0, n, (2000, n))].mean(axis=1)
    draws_b = right_b[rng.integers(0, n, (2000, n))].mean(axis=1)
    low, high = np.percentile(draws_a - draws_b, [2.5, 97.5])
    return float(step.mean()), float(low), float(high)
