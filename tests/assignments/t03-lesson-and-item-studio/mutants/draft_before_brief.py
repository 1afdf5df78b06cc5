"""Asks the model first and writes the brief afterwards.

loses: order-draft
misconception: speed = quality
"""
# %% order-answer
order = ["e", "b", "c", "a", "f", "g", "d"]
