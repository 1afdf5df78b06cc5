"""Looks for each word anywhere in the other text.

loses: dup-calm
misconception: substring match
"""
# %% dup-answer
def words_of(text):
    return set(re.findall("[a-z0-9]+", text.lower())) - {"a", "an", "the"}


def near_duplicates(options, limit):
    pairs = []
    for first, second in combinations(sorted(options), 2):
        one, other = words_of(options[first]), words_of(options[second])
        together = one | other
        shared = {w for w in one if w in options[second].lower()} | {w for w in other if w in options[first].lower()}
        if together and len(shared) / len(together) >= limit:
            pairs.append((first, second))
    return pairs
