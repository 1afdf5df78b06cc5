"""Marks one evasive answer wrong and the other abstained.

loses: label-rules
misconception: marking without a written rule
"""
# %% label-answer
labels = {
    1: "right", 2: "wrong", 3: "wrong", 4: "right", 5: "abstained",
    6: "right", 7: "wrong", 8: "wrong", 9: "right", 10: "wrong",
    11: "wrong", 12: "right", 13: "right", 14: "wrong", 15: "right",
    16: "wrong", 17: "abstained", 18: "abstained", 19: "right", 20: "wrong",
}
