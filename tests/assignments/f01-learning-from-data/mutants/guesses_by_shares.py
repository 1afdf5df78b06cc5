"""The baseline guesses classes in proportion to their shares in place of always giving the most frequent one.

loses: compare-baseline
misconception: chance is the only baseline
"""


# %% compare-answer
def compare(models, X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=0, stratify=y)
    scores = {}
    simple = DummyClassifier(strategy="stratified", random_state=0)
    for name, model in {"baseline": simple, **models}.items():
        model.fit(X_train, y_train)
        scores[name] = model.score(X_test, y_test)
    return scores
