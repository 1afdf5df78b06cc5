"""Uses every answer.

loses: decision-radio, decision-atlas, decision-honest
misconception: it sounds sure, so it is right
"""
# %% decision-answer
decision = {
    "radio": 0,
    "atlas": 0,
    "report on": "the other half",
}
