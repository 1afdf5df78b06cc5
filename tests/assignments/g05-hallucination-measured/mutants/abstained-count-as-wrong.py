"""Counts abstained answers as used and wrong.

loses: risk-abstained
misconception: to abstain is to fail
"""
# %% risk-answer
def risk_coverage(confidence, labels):
    curve = []
    for t in sorted(set(confidence), reverse=True):
        used = [label for c, label in zip(confidence, labels) if c >= t]
        curve.append((t, len(used) / len(labels), sum(label != "right" for label in used) / len(used)))
    return curve
