"""The same money for each language.

loses: budget-equal
misconception: every language costs the same
"""
# %% budget-answer
shares = {"English": 0.25, "Swahili": 0.25, "Amharic": 0.25, "Burmese": 0.25}
switch_above = 7
