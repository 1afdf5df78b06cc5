"""Reports the share of answers on the right side of one half.

loses: auroc-pairs, auroc-ties
misconception: accuracy and AUC are the same
"""
# %% auroc-answer
def auroc(scores, correct):
    if all(correct) or not any(correct):
        return None
    return sum((s >= 0.5) == c for s, c in zip(scores, correct)) / len(scores)
