"""The total starts from the first group, so it stops when there is none.

loses: total-fresh
misconception: the empty case does not happen
"""
# %% total-answer
def laptops_needed(groups):
    sizes = list(groups.values())
    total = sizes[0]
    for size in sizes[1:]:
        total = total + size
    return total
