"""Compares keys and options as they stand: a small letter or a space makes another text.

loses: mcq-tidy, dup-same
misconception: case/space differences
"""
# %% mcq-answer
def validate_mcq(item):
    faults = []
    if not item["question"].strip():
        faults.append("no question")
    options = item["options"]
    if sorted(options) != ["A", "B", "C", "D"] or not all(text.strip() for text in options.values()):
        faults.append("not four options")
    if item["key"] not in options:
        faults.append("key not an option")
    return faults
# %% dup-answer
def words_of(text):
    return set(text.split(" ")) - {"a", "an", "the"}


def near_duplicates(options, limit):
    pairs = []
    for first, second in combinations(sorted(options), 2):
        one, other = words_of(options[first]), words_of(options[second])
        together = one | other
        if together and len(one & other) / len(together) >= limit:
            pairs.append((first, second))
    return pairs
