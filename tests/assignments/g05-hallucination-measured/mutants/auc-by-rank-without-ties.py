"""Ranks the scores in the order in which they come, equal ones too.

loses: auroc-ties
misconception: AUC ignoring ties
"""
# %% auroc-answer
def auroc(scores, correct):
    n_right = sum(correct)
    n_wrong = len(correct) - n_right
    if n_right == 0 or n_wrong == 0:
        return None
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    return float((ranks[np.asarray(correct)].sum() - n_right * (n_right + 1) / 2) / (n_right * n_wrong))
