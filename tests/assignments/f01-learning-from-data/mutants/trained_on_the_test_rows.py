"""Trains on all rows and tests on a part of them; names the first training label as the answer.

loses: baseline-label, compare-unseen
misconception: a split is enough, wherever the model learned
"""


# %% baseline-answer
def majority_baseline(train, test):
    answer = max(set(train), key=train.count)
    return {"answer": train[0], "accuracy": test.count(answer) / len(test)}


# %% compare-answer
def compare(models, X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=0, stratify=y)
    scores = {}
    for name, model in {"baseline": DummyClassifier(), **models}.items():
        model.fit(X, y)
        scores[name] = model.score(X_test, y_test)
    return scores
