"""Keeps the copies.

loses: measure-pairs
misconception: English copies kept
"""
# %% measure-answer
measure = {"count": "tokens", "english_side": "the same names", "copies": "keep", "interval": "draw names"}
