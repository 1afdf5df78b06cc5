"""Money by the premium only.

loses: budget-equal
misconception: the number of users does not matter
"""
# %% budget-answer
shares = {
    "English": 0.038461538461538464,
    "Swahili": 0.07692307692307693,
    "Amharic": 0.3076923076923077,
    "Burmese": 0.5769230769230769,
}
switch_above = 7
