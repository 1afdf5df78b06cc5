"""The kept tokens are drawn with equal shares.

loses: sample-topk
misconception: top-k makes the kept tokens equal
"""
# %% sample-answer
def sample(logits, T, top_k=None, n=1, seed=0):
    logits = np.asarray(logits, dtype=float)
    if T == 0:
        return [int(logits.argmax())] * n
    allowed = np.argsort(-logits)[:top_k]
    scores = (logits[allowed] - logits.max()) / T
    chances = np.exp(scores) / np.exp(scores).sum()
    if top_k is not None and top_k < len(logits):
        chances = np.full(len(allowed), 1 / len(allowed))
    rng = np.random.default_rng(seed)
    return [int(token) for token in rng.choice(allowed, size=n, p=chances)]
