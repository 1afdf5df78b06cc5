"""Compares each option with the next one only.

loses: dup-same, dup-near, dup-calm
misconception: duplicates stand side by side
"""
# %% dup-answer
def words_of(text):
    return set(re.findall("[a-z0-9]+", text.lower())) - {"a", "an", "the"}


def near_duplicates(options, limit):
    pairs = []
    for first, second in zip(sorted(options), sorted(options)[1:]):
        one, other = words_of(options[first]), words_of(options[second])
        together = one | other
        if together and len(one & other) / len(together) >= limit:
            pairs.append((first, second))
    return pairs
