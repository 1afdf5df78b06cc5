"""In a run of one letter a piece is used twice.

loses: encode-runs
misconception: overlapping merges ("aaa")
"""
# %% encode-answer
def bpe_encode(text, merges):
    """Cut text into tokens with the merges, in their order; return a flat list of strings."""
    tokens = []
    for word in text.split():
        pieces = list(word)
        for left, right in merges:
            merged, i = [], 0
            while i < len(pieces):
                if pieces[i : i + 2] == [left, right]:
                    merged.append(left + right)
                    i += 1 if pieces[i + 1 : i + 3] == [left, right] else 2
                else:
                    merged.append(pieces[i])
                    i += 1
            pieces = merged
        tokens.extend(pieces)
    return tokens
