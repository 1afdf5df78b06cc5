"""Draws the columns apart.

loses: measure-interval
misconception: bootstrap forgets the pairs
"""
# %% measure-answer
measure = {"count": "tokens", "english_side": "the same names", "copies": "remove", "interval": "draw columns"}
