"""The line that does not belong is used in place of the filter: no error, but a wrong answer.

loses: order-lines
misconception: no error means right
"""
# %% order-answer
line_order = [5, 4, 6, 1, 2]
