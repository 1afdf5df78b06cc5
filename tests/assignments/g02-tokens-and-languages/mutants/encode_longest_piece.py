"""Takes the longest known piece from the left.

loses: encode-order
misconception: the longest piece wins
"""
# %% encode-answer
def bpe_encode(text, merges):
    known = {left + right for left, right in merges}
    tokens = []
    for word in text.split():
        start = 0
        while start < len(word):
            end = len(word)
            while end > start + 1 and word[start:end] not in known:
                end -= 1
            tokens.append(word[start:end])
            start = end
    return tokens
