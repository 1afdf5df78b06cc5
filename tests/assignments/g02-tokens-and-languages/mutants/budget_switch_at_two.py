"""Moves each language whose premium is above that of the second provider.

loses: budget-switch
misconception: the fixed fee is forgotten
"""
# %% budget-answer
shares = {
    "English": 0.0975609756097561,
    "Swahili": 0.14634146341463414,
    "Amharic": 0.3902439024390244,
    "Burmese": 0.36585365853658536,
}
switch_above = 2
