"""Compares with the mean of the other options.

loses: length-calm
misconception: one long wrong option does not matter
"""
# %% length-answer
def length_cue(options, key, factor):
    lengths = {letter: len(text.strip()) for letter, text in options.items()}
    right = lengths.pop(key)
    return right >= factor * (sum(lengths.values()) / 3)
