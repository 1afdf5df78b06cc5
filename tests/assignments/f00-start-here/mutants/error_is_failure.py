"""A red error in a later cell is taken as a failure of the total above it.

loses: decide-clean
misconception: an error is failure
"""
# %% decide-answer
decision = {"a": "trust", "b": "restart", "c": "restart", "d": "trust", "e": "restart", "f": "restart"}
