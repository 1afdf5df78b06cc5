"""Leaves the abstained questions out of the coverage.

loses: risk-abstained
misconception: abstentions dropped
"""
# %% risk-answer
def risk_coverage(confidence, labels):
    answered = [(c, label) for c, label in zip(confidence, labels) if label != "abstained"]
    curve = []
    for t in sorted({c for c, _ in answered}, reverse=True):
        used = [label for c, label in answered if c >= t]
        curve.append((t, len(used) / len(answered), used.count("wrong") / len(used)))
    return curve
