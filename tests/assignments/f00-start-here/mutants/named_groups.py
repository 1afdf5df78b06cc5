"""The function knows two group names and stops on any other.

loses: total-fresh
misconception: the example is the general case
"""
# %% total-answer
def laptops_needed(groups):
    return groups["morning"] + groups["evening"]
