"""Compares letters with difflib instead of words.

loses: dup-same, dup-near, dup-calm
misconception: letters are words
"""
# %% dup-answer
import difflib


def near_duplicates(options, limit):
    return [
        (one, other)
        for one, other in combinations(sorted(options), 2)
        if difflib.SequenceMatcher(None, options[one].lower().strip(), options[other].lower().strip()).ratio() >= limit
    ]
