"""Runs both checks before the text is changed.

loses: order-use
misconception: an improved text needs no check
"""
# %% order-answer
order = ["b", "e", "c", "a", "g", "f", "d"]
