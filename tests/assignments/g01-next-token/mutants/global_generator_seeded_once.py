"""The global generator is seeded when the cell runs, not in each call.

loses: sample-seed
misconception: ignores rng; a seed at the top of a notebook is enough
"""
# %% sample-answer
np.random.seed(0)


def sample(logits, T, top_k=None, n=1, seed=0):
    logits = np.asarray(logits, dtype=float)
    if T == 0:
        return [int(logits.argmax())] * n
    allowed = np.argsort(-logits)[:top_k]
    scores = (logits[allowed] - logits.max()) / T
    chances = np.exp(scores) / np.exp(scores).sum()
    return [int(token) for token in np.random.choice(allowed, size=n, p=chances)]
