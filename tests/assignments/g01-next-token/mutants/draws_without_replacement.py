"""No token comes twice as long as others are left.

loses: sample-greedy, sample-temperature, sample-topk
misconception: draws are dealt like cards
"""
# %% sample-answer
def sample(logits, T, top_k=None, n=1, seed=0):
    logits = np.asarray(logits, dtype=float)
    if T == 0:
        return [int(logits.argmax())] * n
    allowed = np.argsort(-logits)[:top_k]
    scores = (logits[allowed] - logits.max()) / T
    chances = np.exp(scores) / np.exp(scores).sum()
    rng = np.random.default_rng(seed)
    tokens = []
    while len(tokens) < n:
        tokens += [int(token) for token in rng.choice(allowed, size=len(allowed), p=chances, replace=False)]
    return tokens[:n]
