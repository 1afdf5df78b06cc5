"""Deals random rows in every situation, as the usual 80/20 split does.

loses: choose-new-units, choose-future
misconception: 80/20 is always right
"""

# %% choose-answer
choices = {
    "clinic": "rows",
    "villages": "rows",
    "machines": "rows",
    "seed_lots": "rows",
    "mini_grid": "rows",
    "prices": "rows",
}
