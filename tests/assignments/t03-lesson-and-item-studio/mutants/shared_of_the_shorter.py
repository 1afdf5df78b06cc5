"""Divides by the words of the shorter option.

loses: dup-near
misconception: part of the words is all of them
"""
# %% dup-answer
def words_of(text):
    return set(re.findall("[a-z0-9]+", text.lower())) - {"a", "an", "the"}


def near_duplicates(options, limit):
    pairs = []
    for first, second in combinations(sorted(options), 2):
        one, other = words_of(options[first]), words_of(options[second])
        together = one | other
        if one and other and len(one & other) / min(len(one), len(other)) >= limit:
            pairs.append((first, second))
    return pairs
