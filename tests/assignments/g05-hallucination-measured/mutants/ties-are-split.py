"""Makes a point for each answer, also among equal confidences.

loses: risk-ties, risk-abstained
misconception: ties can be ignored
"""
# %% risk-answer
def risk_coverage(confidence, labels):
    answered = sorted([(c, label) for c, label in zip(confidence, labels) if label != "abstained"], reverse=True)
    curve, wrong = [], 0
    for count, (c, label) in enumerate(answered, 1):
        wrong += label == "wrong"
        curve.append((c, count / len(labels), wrong / count))
    return curve
