"""Deals the rows anew for each model; names every class that stands on one side only.

loses: compare-fair, never-names
misconception: any random split is a fair comparison
"""


# %% compare-answer
def compare(models, X, y):
    scores = {}
    for number, (name, model) in enumerate({"baseline": DummyClassifier(), **models}.items()):
        X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=number, stratify=y)
        model.fit(X_train, y_train)
        scores[name] = model.score(X_test, y_test)
    return scores


# %% never-answer
def classes_never_seen(train, test):
    return {name: test.count(name) for name in set(train) ^ set(test)}
