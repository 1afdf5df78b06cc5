"""Characters that no merge knows are dropped.

loses: encode-order, encode-runs, encode-words, encode-whole
misconception: a tokenizer has only words that it saw
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
                    i += 2
                else:
                    merged.append(pieces[i])
                    i += 1
            pieces = merged
        known = {part for merge in merges for part in (*merge, "".join(merge))}
        tokens.extend(piece for piece in pieces if piece in known)
    return tokens
