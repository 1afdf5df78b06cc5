"""Copies a list that was right for another number.

loses: hazards-most, hazards-nearly-all, hazards-calm
misconception: an answer can be copied
"""
# %% sheet-answer
my_number = 14
# %% hazards-answer
dangerous = ["A02", "A05", "A09", "B02", "B06", "B09"]
