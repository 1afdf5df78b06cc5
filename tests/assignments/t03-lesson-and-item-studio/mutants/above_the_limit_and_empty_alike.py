"""Asks for more than the limit, and calls two options without words alike.

loses: dup-near, dup-calm
misconception: at least and more than are the same
"""
# %% dup-answer
def words_of(text):
    return set(re.findall("[a-z0-9]+", text.lower())) - {"a", "an", "the"}


def near_duplicates(options, limit):
    pairs = []
    for first, second in combinations(sorted(options), 2):
        one, other = words_of(options[first]), words_of(options[second])
        together = one | other
        if not together or len(one & other) / len(together) > limit:
            pairs.append((first, second))
    return pairs
