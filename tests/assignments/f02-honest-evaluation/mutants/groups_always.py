"""Keeps units apart in every situation, also where the model meets the same units again.

loses: choose-future, choose-same-units
misconception: the hardest split is always the honest one
"""

# %% choose-answer
choices = {
    "clinic": "groups",
    "villages": "groups",
    "machines": "groups",
    "seed_lots": "groups",
    "mini_grid": "groups",
    "prices": "groups",
}
