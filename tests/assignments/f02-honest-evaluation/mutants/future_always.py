"""Trains on the past everywhere, also where new units come.

loses: choose-new-units
misconception: a split by time is safe for every use
"""

# %% choose-answer
choices = {
    "clinic": "future",
    "villages": "future",
    "machines": "future",
    "seed_lots": "future",
    "mini_grid": "future",
    "prices": "future",
}
