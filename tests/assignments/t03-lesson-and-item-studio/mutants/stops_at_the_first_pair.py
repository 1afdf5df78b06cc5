"""Gives back the first pair only.

loses: dup-calm
misconception: one pair is enough
"""
# %% dup-answer
def words_of(text):
    return set(re.findall("[a-z0-9]+", text.lower())) - {"a", "an", "the"}


def near_duplicates(options, limit):
    pairs = []
    for first, second in combinations(sorted(options), 2):
        one, other = words_of(options[first]), words_of(options[second])
        together = one | other
        if together and len(one & other) / len(together) >= limit:
            pairs.append((first, second))
    return pairs[:1]
