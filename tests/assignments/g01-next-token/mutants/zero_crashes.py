"""The logarithm of zero stops the program.

loses: perplexity-zero
misconception: infinite perplexity on unseen pair
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
    total = 0.0
    for first, second in zip(text, text[1:]):
        total += math.log(table[alphabet.index(first)][alphabet.index(second)])
    return math.exp(-total / (len(text) - 1))
