"""Calls every answer wrong, to be on the safe side.

loses: label-right, label-rules
misconception: flag everything
"""
# %% label-answer
labels = {
    1: "wrong", 2: "wrong", 3: "wrong", 4: "wrong", 5: "wrong",
    6: "wrong", 7: "wrong", 8: "wrong", 9: "wrong", 10: "wrong",
    11: "wrong", 12: "wrong", 13: "wrong", 14: "wrong", 15: "wrong",
    16: "wrong", 17: "wrong", 18: "wrong", 19: "wrong", 20: "wrong",
}
