"""The words a, an and the count like others.

loses: dup-same, dup-near, dup-calm
misconception: every word counts the same
"""
# %% dup-answer
def words_of(text):
    return set(re.findall("[a-z0-9]+", text.lower()))


def near_duplicates(options, limit):
    pairs = []
    for first, second in combinations(sorted(options), 2):
        one, other = words_of(options[first]), words_of(options[second])
        together = one | other
        if together and len(one & other) / len(together) >= limit:
            pairs.append((first, second))
    return pairs
