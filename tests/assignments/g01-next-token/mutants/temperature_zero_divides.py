"""At temperature zero the scores are divided by zero.

loses: sample-greedy
misconception: T=0 crash
"""
# %% sample-answer
def sample(logits, T, top_k=None, n=1, seed=0):
    logits = np.asarray(logits, dtype=float)
    allowed = np.argsort(-logits)[:top_k]
    scores = (logits[allowed] - logits.max()) / T
    chances = np.exp(scores) / np.exp(scores).sum()
    rng = np.random.default_rng(seed)
    return [int(token) for token in rng.choice(allowed, size=n, p=chances)]
