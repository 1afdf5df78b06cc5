"""Vectorised counting, base-two logarithms on both sides, and the Gumbel trick in place of a softmax.

loses: 
"""
# %% bigram-answer
def bigram_probs(text, alphabet, k=0):
    size = len(alphabet)
    codes = np.array([alphabet.index(one) for one in text])
    counts = np.bincount(codes[:-1] * size + codes[1:], minlength=size * size).reshape(size, size).astype(float) + k
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(counts / counts.sum(1)[:, None], nan=1 / size)
# %% perplexity-answer
def perplexity(table, text, alphabet):
    log_table = np.log2(np.array(table))  # warns at zero and gives minus infinity, which is what is needed
    bits = -sum(log_table[alphabet.index(a), alphabet.index(b)] for a, b in zip(text, text[1:])) / (len(text) - 1)
    return 2.0**bits
# %% heldout-answer
def choose_k(training, choose, report, alphabet, ks):
    scores = np.array([perplexity(bigram_probs(training, alphabet, k), choose, alphabet) for k in ks])
    k = ks[int(scores.argmin())]
    return dict(k=k, perplexity=perplexity(bigram_probs(training, alphabet, k), report, alphabet))
# %% sample-answer
def sample(logits, T, top_k=None, n=1, seed=0):
    x = np.array(logits, dtype=float)
    if top_k is not None and top_k < len(x):
        x[x < np.sort(x)[-top_k]] = -np.inf
    noise = np.random.default_rng(seed + 1).gumbel(size=(n, len(x)))
    return (x + T * noise).argmax(axis=1)
# %% settings-answer
settings = {
    "label": {"temperature": 0, "top_k": 1},
    "practice": {"temperature": 1.5, "top_k": 8},
    "survey": {"temperature": 1.0, "top_k": 50},
}
