"""Money by the number of users only.

loses: budget-equal
misconception: every language costs the same
"""
# %% budget-answer
shares = {"English": 0.4, "Swahili": 0.3, "Amharic": 0.2, "Burmese": 0.1}
switch_above = 7
