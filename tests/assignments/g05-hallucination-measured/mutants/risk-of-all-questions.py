"""Divides the wrong answers by all questions.

loses: risk-curve, risk-ties, risk-abstained
misconception: risk and error rate are the same
"""
# %% risk-answer
def risk_coverage(confidence, labels):
    answered = [(c, label) for c, label in zip(confidence, labels) if label != "abstained"]
    curve = []
    for t in sorted({c for c, _ in answered}, reverse=True):
        used = [label for c, label in answered if c >= t]
        curve.append((t, len(used) / len(labels), used.count("wrong") / len(labels)))
    return curve
