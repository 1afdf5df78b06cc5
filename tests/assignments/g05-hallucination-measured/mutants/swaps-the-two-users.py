"""Gives the careful threshold to the radio and the bold one to the atlas.

loses: decision-radio, decision-atlas, decision-honest
misconception: a higher threshold uses more answers
"""
# %% decision-answer
decision = {
    "radio": 0.6,
    "atlas": 0.2,
    "report on": "the other half",
}
