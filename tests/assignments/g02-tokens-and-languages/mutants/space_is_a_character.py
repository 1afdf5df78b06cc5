"""The space takes part in merges and becomes a token.

loses: train-words, encode-words
misconception: merges across word boundary; white space is a token
"""
# %% train-answer
def bpe_train(text, n_merges):
    """Learn up to n_merges merges from text; return a list of (left, right) tuples in the order learned."""
    words = [list(text)]
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

# %% encode-answer
def bpe_encode(text, merges):
    """Cut text into tokens with the merges, in their order; return a flat list of strings."""
    tokens = []
    for word in [text]:
        pieces = list(word)
        for left, right in merges:
            merged, i = [], 0
            while i < len(pieces):
                if pieces[i : i + 2] == [left, right]:
                    merged.append(left + right)
                    i += 2
                else:
                    merged.append(pieces[i])
                    i += 1
            pieces = merged
        tokens.extend(pieces)
    return tokens
