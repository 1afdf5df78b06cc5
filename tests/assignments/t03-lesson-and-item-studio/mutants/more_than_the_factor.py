"""Asks for more than factor times.

loses: length-found
misconception: at least and more than are the same
"""
# %% length-answer
def length_cue(options, key, factor):
    lengths = {letter: len(text.strip()) for letter, text in options.items()}
    right = lengths.pop(key)
    return right > factor * max(lengths.values())
