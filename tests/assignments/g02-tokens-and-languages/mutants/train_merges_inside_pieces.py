"""Merging by text replacement also cuts into longer pieces.

loses: train-merges
misconception: a letter inside a piece is still free
"""
# %% train-answer
def bpe_train(text, n_merges):
    """Learn up to n_merges merges from text; return a list of (left, right) tuples in the order learned."""
    words = [list(word) for word in text.split()]
    merges = []
    while len(merges) < n_merges:
        counts = {}
        for word in words:
            for pair in zip(word[:-1], word[1:], strict=True):
                counts[pair] = counts.get(pair, 0) + 1
        if not counts or max(counts.values()) < 2:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        words = [(" ".join(w)).replace(" ".join(best), "".join(best)).split(" ") if w else w for w in words]
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
