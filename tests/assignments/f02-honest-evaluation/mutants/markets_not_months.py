"""Sees the markets and lines, and forgets that time runs.

loses: choose-future
misconception: repeated units are the only thing that can leak
"""

# %% choose-answer
choices = {
    "clinic": "groups",
    "villages": "groups",
    "machines": "rows",
    "seed_lots": "rows",
    "mini_grid": "groups",
    "prices": "groups",
}
