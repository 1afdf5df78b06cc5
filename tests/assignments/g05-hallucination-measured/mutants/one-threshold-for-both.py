"""Uses the threshold of the radio quiz for the atlas too.

loses: decision-atlas, decision-honest
misconception: one threshold fits all uses
"""
# %% decision-answer
decision = {
    "radio": 0.3,
    "atlas": 0.3,
    "report on": "the other half",
}
