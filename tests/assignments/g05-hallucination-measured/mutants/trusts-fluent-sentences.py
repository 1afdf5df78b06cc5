"""Takes every fluent sentence for right.

loses: label-wrong, label-rules
misconception: it sounds sure, so it is right
"""
# %% label-answer
labels = {
    1: "right", 2: "right", 3: "right", 4: "right", 5: "right",
    6: "right", 7: "right", 8: "right", 9: "right", 10: "right",
    11: "right", 12: "right", 13: "right", 14: "right", 15: "right",
    16: "right", 17: "right", 18: "right", 19: "right", 20: "right",
}
