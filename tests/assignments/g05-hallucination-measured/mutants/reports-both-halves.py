"""Reports the cost on both halves together.

loses: decision-honest
misconception: more data is always better
"""
# %% decision-answer
decision = {
    "radio": 0.35,
    "atlas": 0.4,
    "report on": "both halves",
}
