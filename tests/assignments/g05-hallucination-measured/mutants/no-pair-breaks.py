"""Divides by zero when every answer is right.

loses: auroc-pairs
misconception: there is always data
"""
# %% auroc-answer
def auroc(scores, correct):
    right = [s for s, c in zip(scores, correct) if c]
    wrong = [s for s, c in zip(scores, correct) if not c]
    wins = sum((r > w) + 0.5 * (r == w) for r in right for w in wrong)
    return wins / (len(right) * len(wrong))
