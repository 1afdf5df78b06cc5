"""Counts white space at the ends.

loses: length-found, length-calm
misconception: what is not seen counts
"""
# %% length-answer
def length_cue(options, key, factor):
    lengths = {letter: len(text) for letter, text in options.items()}
    right = lengths.pop(key)
    return right >= factor * max(lengths.values())
