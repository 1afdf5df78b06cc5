"""T only tells zero from the rest.

loses: sample-greedy, sample-temperature
misconception: temperature is on or off
"""
# %% sample-answer
def sample(logits, T, top_k=None, n=1, seed=0):
    logits = np.asarray(logits, dtype=float)
    if T == 0:
        return [int(logits.argmax())] * n
    allowed = np.argsort(-logits)[:top_k]
    scores = (logits[allowed] - logits.max())
    chances = np.exp(scores) / np.exp(scores).sum()
    rng = np.random.default_rng(seed)
    return [int(token) for token in rng.choice(allowed, size=n, p=chances)]
