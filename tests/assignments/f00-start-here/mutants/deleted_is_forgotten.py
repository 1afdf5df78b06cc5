"""A deleted cell is taken as one that the memory has forgotten too.

loses: decide-stale
misconception: deleting a cell undoes it
"""
# %% decide-answer
decision = {"a": "trust", "b": "restart", "c": "restart", "d": "trust", "e": "trust", "f": "trust"}
