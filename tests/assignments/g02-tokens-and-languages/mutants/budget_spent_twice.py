"""The shares add up to more than the budget.

loses: budget-equal
misconception: shares need not add up to one
"""
# %% budget-answer
shares = {"English": 0.2, "Swahili": 0.3, "Amharic": 0.8, "Burmese": 0.75}
switch_above = 7
