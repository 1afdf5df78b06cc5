"""Scores each model, and the simple answer, on the rows from which it learned.

loses: baseline-accuracy, compare-unseen
misconception: scores on training rows
"""


# %% baseline-answer
def majority_baseline(train, test):
    answer = max(set(train), key=train.count)
    return {"answer": answer, "accuracy": train.count(answer) / len(train)}


# %% compare-answer
def compare(models, X, y):
    scores = {}
    for name, model in {"baseline": DummyClassifier(), **models}.items():
        model.fit(X, y)
        scores[name] = model.score(X, y)
    return scores
