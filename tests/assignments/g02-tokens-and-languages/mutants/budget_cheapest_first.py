"""Most money where it buys most messages.

loses: budget-equal
misconception: the most messages for the money is fair
"""
# %% budget-answer
shares = {"English": 0.77, "Swahili": 0.2, "Amharic": 0.02, "Burmese": 0.01}
switch_above = 7
