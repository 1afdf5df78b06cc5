"""The table has no smoothing: k is ignored, and a pair that was not seen makes the perplexity infinite.

loses: bigram-smooth, heldout-k, heldout-report
misconception: infinite perplexity on unseen pair
"""
# %% bigram-answer
def bigram_probs(text, alphabet, k=0):
    place = {character: number for number, character in enumerate(alphabet)}
    counts = np.zeros((len(alphabet), len(alphabet)))
    for first, second in zip(text, text[1:]):
        counts[place[first], place[second]] += 1
    totals = counts.sum(axis=1, keepdims=True)
    return np.where(totals > 0, counts / np.where(totals > 0, totals, 1), 1 / len(alphabet))
