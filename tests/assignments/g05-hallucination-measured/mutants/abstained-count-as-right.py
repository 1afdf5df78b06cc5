"""Uses abstained answers and counts them right.

loses: risk-abstained
misconception: abstentions counted right
"""
# %% risk-answer
def risk_coverage(confidence, labels):
    answered = list(zip(confidence, labels))
    curve = []
    for t in sorted({c for c, _ in answered}, reverse=True):
        used = [label for c, label in answered if c >= t]
        curve.append((t, len(used) / len(labels), used.count("wrong") / len(used)))
    return curve
