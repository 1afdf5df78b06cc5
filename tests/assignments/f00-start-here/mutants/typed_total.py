"""The total of the visible example, typed in by hand.

loses: total-fresh
misconception: a typed-in constant: the number is right, so the work is done
"""
# %% total-answer
def laptops_needed(groups):
    return 7
