"""Every page is trusted because a number stands there.

loses: decide-stale
misconception: the number on the screen comes from the code on the screen
"""
# %% decide-answer
decision = dict.fromkeys("abcdef", "trust")
