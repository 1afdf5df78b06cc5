"""Chooses bytes.

loses: measure-count
misconception: bytes or characters counted
"""
# %% measure-answer
measure = {"count": "bytes", "english_side": "the same names", "copies": "remove", "interval": "draw names"}
