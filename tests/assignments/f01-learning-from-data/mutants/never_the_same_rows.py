"""Splits without a fixed seed; gives shares where numbers of rows are asked.

loses: compare-fair, never-counts
misconception: a share says how many
"""


# %% compare-answer
def compare(models, X, y):
    start = len(SEEN)
    SEEN.append(start)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=start, stratify=y)
    scores = {}
    for name, model in {"baseline": DummyClassifier(), **models}.items():
        model.fit(X_train, y_train)
        scores[name] = model.score(X_test, y_test)
    return scores


SEEN = []


# %% never-answer
def classes_never_seen(train, test):
    return {name: test.count(name) / len(test) for name in set(test) - set(train)}
