"""The generator is made anew for each draw, so all draws are alike.

loses: sample-temperature, sample-topk, sample-seed
misconception: a seed is set before every draw
"""
# %% sample-answer
def sample(logits, T, top_k=None, n=1, seed=0):
    logits = np.asarray(logits, dtype=float)
    if T == 0:
        return [int(logits.argmax())] * n
    allowed = np.argsort(-logits)[:top_k]
    scores = (logits[allowed] - logits.max()) / T
    chances = np.exp(scores) / np.exp(scores).sum()
    return [int(np.random.default_rng(seed).choice(allowed, p=chances)) for _ in range(n)]
