"""Each merge is applied to the first place only.

loses: encode-order, encode-runs
misconception: a merge is used once
"""
# %% encode-answer
def bpe_encode(text, merges):
    tokens = []
    for word in text.split():
        pieces = list(word)
        for left, right in merges:
            for i in range(len(pieces) - 1):
                if pieces[i] == left and pieces[i + 1] == right:
                    pieces[i : i + 2] = [left + right]
                    break
        tokens.extend(pieces)
    return tokens
