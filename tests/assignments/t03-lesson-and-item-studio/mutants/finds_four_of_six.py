"""Finds four of the six dangerous drafts and trusts the rest.

loses: hazards-nearly-all
misconception: one reading finds all; AI items are valid
"""
# %% hazards-answer
dangerous = ["B02", "B06", "E02", "E04"]
