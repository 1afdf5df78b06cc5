"""Chooses all English names.

loses: measure-pairs
misconception: ratio over unmatched items
"""
# %% measure-answer
measure = {"count": "tokens", "english_side": "all English names", "copies": "remove", "interval": "draw names"}
