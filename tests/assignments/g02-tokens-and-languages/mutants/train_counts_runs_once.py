"""A run is counted without overlap: aaa holds (a, a) once only.

loses: train-runs
misconception: counting skips neighbours in a run
"""
# %% train-answer
def bpe_train(text, n_merges):
    """Learn up to n_merges merges from text; return a list of (left, right) tuples in the order learned."""
    words = [list(word) for word in text.split()]
    merges = []
    while len(merges) < n_merges:
        counts = {}
        for word in words:
            i = 0
            while i + 1 < len(word):
                pair = (word[i], word[i + 1])
                counts[pair] = counts.get(pair, 0) + 1
                run = word[i] == word[i + 1] and i + 2 < len(word) and word[i + 2] == word[i]
                i += 2 if run else 1
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
