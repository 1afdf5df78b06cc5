"""Any right option that is the longest is reported, whatever the factor.

loses: length-calm
misconception: the longest is always a cue
"""
# %% length-answer
def length_cue(options, key, factor):
    lengths = {letter: len(text.strip()) for letter, text in options.items()}
    right = lengths.pop(key)
    return right >= max(lengths.values())
