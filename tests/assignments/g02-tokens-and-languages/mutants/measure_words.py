"""Chooses words.

loses: measure-count
misconception: token = word
"""
# %% measure-answer
measure = {"count": "words", "english_side": "the same names", "copies": "remove", "interval": "draw names"}
