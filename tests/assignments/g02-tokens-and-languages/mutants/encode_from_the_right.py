"""Merges from the right end of the word.

loses: encode-runs
misconception: a run is merged from the wrong side
"""
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
