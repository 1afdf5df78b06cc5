"""The temperature divides the probabilities, which are then scaled again: it has no effect.

loses: sample-greedy, sample-temperature
misconception: temperature is a volume knob on the finished bars
"""
# %% sample-answer
def sample(logits, T, top_k=None, n=1, seed=0):
    logits = np.asarray(logits, dtype=float)
    if T == 0:
        return [int(logits.argmax())] * n
    allowed = np.argsort(-logits)[:top_k]
    scores = logits[allowed] - logits.max()
    chances = np.exp(scores) / np.exp(scores).sum()
    chances = chances / T
    chances = chances / chances.sum()
    rng = np.random.default_rng(seed)
    return [int(token) for token in rng.choice(allowed, size=n, p=chances)]
