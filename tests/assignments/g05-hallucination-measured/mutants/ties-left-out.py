"""Leaves pairs of equal scores out of the count.

loses: auroc-ties
misconception: AUC ignoring ties
"""
# %% auroc-answer
def auroc(scores, correct):
    right = [s for s, c in zip(scores, correct) if c]
    wrong = [s for s, c in zip(scores, correct) if not c]
    if not right or not wrong:
        return None
    pairs = [(r, w) for r in right for w in wrong if r != w]
    return sum(r > w for r, w in pairs) / len(pairs) if pairs else 0.0
