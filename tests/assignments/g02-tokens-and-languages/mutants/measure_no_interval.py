"""Chooses no interval.

loses: measure-interval
misconception: a number needs no interval
"""
# %% measure-answer
measure = {"count": "tokens", "english_side": "the same names", "copies": "remove", "interval": "none"}
