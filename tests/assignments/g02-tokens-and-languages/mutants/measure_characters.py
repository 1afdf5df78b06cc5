"""Chooses characters.

loses: measure-count
misconception: bytes or characters counted
"""
# %% measure-answer
measure = {"count": "characters", "english_side": "the same names", "copies": "remove", "interval": "draw names"}
