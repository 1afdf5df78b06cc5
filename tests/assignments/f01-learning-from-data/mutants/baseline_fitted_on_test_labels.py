"""Takes the most frequent label of the test rows.

loses: baseline-label, baseline-accuracy
misconception: baseline fitted on test labels
"""


# %% baseline-answer
def majority_baseline(train, test):
    answer = max(set(test), key=test.count)
    return {"answer": answer, "accuracy": test.count(answer) / len(test)}
