"""A changed cell is taken as a cell that ran again.

loses: decide-stale
misconception: the number on the screen comes from the code on the screen
"""
# %% decide-answer
decision = {"a": "trust", "b": "restart", "c": "trust", "d": "trust", "e": "restart", "f": "trust"}
