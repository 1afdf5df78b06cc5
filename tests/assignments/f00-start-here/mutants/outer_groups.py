"""The function adds up groups that another line made, whatever comes in.

loses: total-fresh
misconception: depends on a variable from another cell
"""
# %% total-answer
my_groups = {"morning": 4, "evening": 3}


def laptops_needed(groups):
    return sum(my_groups.values())
