"""Has a person look up every answer.

loses: decision-radio, decision-atlas, decision-honest
misconception: flag everything
"""
# %% decision-answer
decision = {
    "radio": 1.01,
    "atlas": 1.01,
    "report on": "the other half",
}
