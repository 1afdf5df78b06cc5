"""Reports an item in which any option is long.

loses: length-calm
misconception: a long option is a cue
"""
# %% length-answer
def length_cue(options, key, factor):
    lengths = sorted(len(text.strip()) for text in options.values())
    return lengths[-1] >= factor * lengths[-2]
