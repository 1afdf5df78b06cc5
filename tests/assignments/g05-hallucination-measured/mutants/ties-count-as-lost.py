"""Counts a pair of equal scores as lost.

loses: auroc-ties
misconception: AUC ignoring ties
"""
# %% auroc-answer
def auroc(scores, correct):
    right = [s for s, c in zip(scores, correct) if c]
    wrong = [s for s, c in zip(scores, correct) if not c]
    if not right or not wrong:
        return None
    wins = sum((r > w) for r in right for w in wrong)
    return wins / (len(right) * len(wrong))
