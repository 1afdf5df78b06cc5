"""Sorts beans by mass alone; calls one over the number of classes the baseline; names classes that the test lacks.

loses: rule-score, rule-kinds, compare-baseline, never-names, never-counts
misconception: unseen means: not in the test
"""


# %% rule-answer
def rule_classifier(bean):
    if bean["mass_mg"] > 220:
        return "chickpea"
    return "cowpea" if bean["mass_mg"] > 95 else "mung"


# %% compare-answer
def compare(models, X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=0, stratify=y)
    scores = {"baseline": 1 / y.nunique()}
    for name, model in models.items():
        model.fit(X_train, y_train)
        scores[name] = model.score(X_test, y_test)
    return scores


# %% never-answer
def classes_never_seen(train, test):
    return {name: train.count(name) for name in set(train) - set(test)}
