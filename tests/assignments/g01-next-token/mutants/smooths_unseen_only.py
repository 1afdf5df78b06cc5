"""k is added to the pairs with count zero only.

loses: bigram-smooth
misconception: smoothing repairs zeros only
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
    place = {character: number for number, character in enumerate(alphabet)}
    counts = np.zeros((len(alphabet), len(alphabet)))
    for first, second in zip(text, text[1:]):
        counts[place[first], place[second]] += 1
    counts[counts == 0] = k
    totals = counts.sum(axis=1, keepdims=True)
    return np.where(totals > 0, counts / np.where(totals > 0, totals, 1), 1 / len(alphabet))
