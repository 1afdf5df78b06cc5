"""A row without counts is divided by zero.

loses: bigram-rows
misconception: every character has a successor
"""
# %% heldout-answer
def choose_k(training, choose, report, alphabet, ks):
    def own_table(k):
        counts = np.full((len(alphabet), len(alphabet)), float(k))
        for first, second in zip(training, training[1:]):
            counts[alphabet.index(first), alphabet.index(second)] += 1
        return counts / counts.sum(axis=1, keepdims=True)

    tables = {k: own_table(k) for k in ks}
    best = min(ks, key=lambda k: perplexity(tables[k], choose, alphabet))
    return {"k": best, "perplexity": perplexity(tables[best], report, alphabet)}
# %% bigram-answer
def bigram_probs(text, alphabet, k=0):
    pairs = list(zip(text, text[1:]))
    table = []
    for first in alphabet:
        row = [k] * len(alphabet)
        for a, b in pairs:
            if a == first:
                row[alphabet.index(b)] += 1
        total = sum(row)
        table.append([value / total for value in row])
    return table
