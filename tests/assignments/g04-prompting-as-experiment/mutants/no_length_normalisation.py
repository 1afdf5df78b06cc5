"""Log-probabilities are summed over the tokens of a label, so long labels lose.

loses: score-length
misconception: no length normalisation for multi-token labels
"""
# %% score-answer
def score_labels(logprobs):
    means = {label: sum(values) for label, values in logprobs.items()}
    top = max(means.values())
    weights = {label: exp(mean - top) for label, mean in means.items()}
    return {label: weight / sum(weights.values()) for label, weight in weights.items()}
