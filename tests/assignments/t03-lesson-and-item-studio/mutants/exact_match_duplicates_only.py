"""Two options are duplicates only when their texts are the same, letter by letter.

loses: dup-same, dup-near
misconception: exact-match duplicates only
"""
# %% dup-answer
def near_duplicates(options, limit):
    return [pair for pair in combinations(sorted(options), 2) if options[pair[0]] == options[pair[1]]]
