"""Gives percentages in place of shares.

loses: baseline-accuracy, compare-unseen, compare-baseline
misconception: a percentage is a share
"""


# %% baseline-answer
def majority_baseline(train, test):
    answer = max(set(train), key=train.count)
    return {"answer": answer, "accuracy": 100 * test.count(answer) / len(test)}


# %% compare-answer
def compare(models, X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=0, stratify=y)
    scores = {}
    for name, model in {"baseline": DummyClassifier(), **models}.items():
        model.fit(X_train, y_train)
        scores[name] = 100 * model.score(X_test, y_test)
    return scores
