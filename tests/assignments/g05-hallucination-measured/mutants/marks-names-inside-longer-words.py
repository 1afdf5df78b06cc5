"""Marks a near miss, a longer word and a denied name as right.

loses: label-wrong
misconception: a name that looks alike is the name
"""
# %% label-answer
labels = {
    1: "right", 2: "wrong", 3: "right", 4: "right", 5: "wrong",
    6: "right", 7: "wrong", 8: "wrong", 9: "right", 10: "wrong",
    11: "wrong", 12: "right", 13: "right", 14: "wrong", 15: "right",
    16: "right", 17: "abstained", 18: "abstained", 19: "right", 20: "right",
}
