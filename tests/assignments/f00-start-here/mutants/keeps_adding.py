"""The total is kept in a variable outside the function, so each call adds to the last one.

loses: total-fresh
misconception: hidden state: running a cell again changes nothing
"""
# %% total-answer
needed = 0


def laptops_needed(groups):
    global needed
    needed = needed + sum(groups.values())
    return needed
