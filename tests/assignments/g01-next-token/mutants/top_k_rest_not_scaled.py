"""Tokens outside of top-k get probability zero and the rest is not scaled: NumPy refuses.

loses: sample-topk
misconception: rows not summing to 1
"""
# %% sample-answer
def sample(logits, T, top_k=None, n=1, seed=0):
    logits = np.asarray(logits, dtype=float)
    if T == 0:
        return [int(logits.argmax())] * n
    allowed = np.argsort(-logits)
    scores = (logits[allowed] - logits.max()) / T
    chances = np.exp(scores) / np.exp(scores).sum()
    if top_k is not None and top_k < len(chances):
        chances[top_k:] = 0
    rng = np.random.default_rng(seed)
    return [int(token) for token in rng.choice(allowed, size=n, p=chances)]
