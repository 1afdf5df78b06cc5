"""Chooses the range of single names.

loses: measure-interval
misconception: spread of items for uncertainty of the total
"""
# %% measure-answer
measure = {
    "count": "tokens",
    "english_side": "the same names",
    "copies": "remove",
    "interval": "range of single names",
}
