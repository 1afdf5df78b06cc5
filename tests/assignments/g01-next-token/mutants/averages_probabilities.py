"""The probabilities are averaged, and not their logarithms. Infinity is kept.

loses: perplexity-logs, perplexity-long
misconception: averages probabilities instead of logs
"""
# %% heldout-answer
def choose_k(training, choose, report, alphabet, ks):
    def own_table(k):
        counts = np.full((len(alphabet), len(alphabet)), float(k))
        for first, second in zip(training, training[1:]):
            counts[alphabet.index(first), alphabet.index(second)] += 1
        return counts / counts.sum(axis=1, keepdims=True)

    def own_perplexity(table, text):
        rows = [alphabet.index(one) for one in text]
        return float(np.exp(-np.log(table[rows[:-1], rows[1:]]).mean()))

    tables = {k: own_table(k) for k in ks}
    best = min(ks, key=lambda k: own_perplexity(tables[k], choose))
    return {"k": best, "perplexity": own_perplexity(tables[best], report)}
# %% perplexity-answer
def perplexity(table, text, alphabet):
    table = np.asarray(table, dtype=float)
    place = {character: number for number, character in enumerate(alphabet)}
    rows = [place[character] for character in text]
    chances = table[rows[:-1], rows[1:]]
    if (chances == 0).any():
        return float("inf")
    return float(1 / chances.mean())
