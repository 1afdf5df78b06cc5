"""The lines are left in the printed order.

loses: order-lines
misconception: running from the top is optional
"""
# %% order-answer
line_order = [1, 2, 3, 4, 5]
