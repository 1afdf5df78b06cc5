"""Merges are made from the right end of the word, in training and in encoding.

loses: train-runs, encode-runs
misconception: a run is merged from the wrong side
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
        merged_words = []
        for word in words:
            merged, i = [], len(word)
            while i > 0:
                if tuple(word[max(0, i - 2) : i]) == best:
                    merged.insert(0, word[i - 2] + word[i - 1])
                    i -= 2
                else:
                    merged.insert(0, word[i - 1])
                    i -= 1
            merged_words.append(merged)
        words = merged_words
    return merges

# %% encode-answer
def bpe_encode(text, merges):
    """Cut text into tokens with the merges, in their order; return a flat list of strings."""
    tokens = []
    for word in text.split():
        pieces = list(word)
        for left, right in merges:
            merged, i = [], len(pieces)
            while i > 0:
                if pieces[max(0, i - 2) : i] == [left, right]:
                    merged.insert(0, left + right)
                    i -= 2
                else:
                    merged.insert(0, pieces[i - 1])
                    i -= 1
            pieces = merged
        tokens.extend(pieces)
    return tokens
