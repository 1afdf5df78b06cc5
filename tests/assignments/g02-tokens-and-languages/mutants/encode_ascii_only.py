"""Keeps only characters of the Latin alphabet.

loses: encode-whole
misconception: text is written in Latin letters
"""
# %% encode-answer
def bpe_encode(text, merges):
    """Cut text into tokens with the merges, in their order; return a flat list of strings."""
    tokens = []
    for word in text.split():
        pieces = [letter for letter in word if letter.isascii()]
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
