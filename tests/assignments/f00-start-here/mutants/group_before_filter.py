"""The groups are made before the rows are filtered, so a name is used before it exists.

loses: order-lines
misconception: the order of lines does not matter
"""
# %% order-answer
line_order = [5, 4, 1, 3, 2]
