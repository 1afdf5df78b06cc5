"""Joins the leftmost pair that any merge allows, whatever its rank.

loses: encode-order
misconception: order of merges is ignored
"""
# %% encode-answer
def bpe_encode(text, merges):
    allowed = {tuple(merge) for merge in merges}
    tokens = []
    for word in text.split():
        pieces = list(word)
        while True:
            places = [i for i in range(len(pieces) - 1) if (pieces[i], pieces[i + 1]) in allowed]
            if not places:
                break
            i = places[0]
            pieces[i : i + 2] = [pieces[i] + pieces[i + 1]]
        tokens.extend(pieces)
    return tokens
