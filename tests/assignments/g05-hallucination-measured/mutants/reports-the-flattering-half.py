"""Reports the cost on the questions that chose the threshold.

loses: decision-honest
misconception: threshold chosen and reported on the same items
"""
# %% decision-answer
decision = {
    "radio": 0.35,
    "atlas": 0.4,
    "report on": "the same half",
}
