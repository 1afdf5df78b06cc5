"""Uses only answers above the threshold, not those at it.

loses: risk-curve, risk-ties, risk-abstained
misconception: at least and more than are the same
"""
# %% risk-answer
def risk_coverage(confidence, labels):
    answered = [(c, label) for c, label in zip(confidence, labels) if label != "abstained"]
    curve = []
    for t in sorted({c for c, _ in answered}, reverse=True):
        used = [label for c, label in answered if c > t]
        curve.append((t, len(used) / len(labels), used.count("wrong") / max(1, len(used))))
    return curve
