"""The habit is estimated from how often each office is the right one among the test messages.

loses: calibrate-prior, calibrate-labels
misconception: calibrates with test labels
"""
# %% calibrate-answer
def calibrate(rows):
    test = [row for row in rows if row["part"] == "test"]
    prior = {}
    for label in rows[0]["shares"]:
        mean = sum(row["shares"][label] for row in test) / len(test)
        prior[label] = mean / (0.5 + sum(row["office"] == label for row in test))
    result = []
    for row in rows:
        if row["part"] != "empty":
            ratio = {label: share / prior[label] for label, share in row["shares"].items()}
            result.append({label: value / sum(ratio.values()) for label, value in ratio.items()})
    return result
