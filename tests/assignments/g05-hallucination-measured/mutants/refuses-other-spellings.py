"""Refuses names without their accents, apostrophes, or in another spelling.

loses: label-right
misconception: only the exact letters are right
"""
# %% label-answer
labels = {
    1: "wrong", 2: "wrong", 3: "wrong", 4: "wrong", 5: "wrong",
    6: "right", 7: "wrong", 8: "wrong", 9: "right", 10: "wrong",
    11: "wrong", 12: "right", 13: "right", 14: "wrong", 15: "right",
    16: "wrong", 17: "abstained", 18: "abstained", 19: "wrong", 20: "wrong",
}
