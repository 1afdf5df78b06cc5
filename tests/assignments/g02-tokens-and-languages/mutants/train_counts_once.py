"""Pairs are counted at the start only, never again after a merge.

loses: train-merges, train-runs
misconception: merges do not build on merges
"""
# %% train-answer
def bpe_train(text, n_merges):
    """Learn up to n_merges merges from text; return a list of (left, right) tuples in the order learned."""
    words = [list(word) for word in text.split()]
    merges = []
    counts = {}
    for word in words:
        for pair in zip(word[:-1], word[1:], strict=True):
            counts[pair] = counts.get(pair, 0) + 1
    while len(merges) < n_merges:
        if not counts or max(counts.values()) < 2:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        counts.pop(best)
        merged_words = []
        for word in words:
            merged, i = [], 0
            while i < len(word):
                if tuple(word[i : i + 2]) == best:
                    merged.append(word[i] + word[i + 1])
                    i += 2
                else:
                    merged.append(word[i])
                    i += 1
            merged_words.append(merged)
        words = merged_words
    return merges
