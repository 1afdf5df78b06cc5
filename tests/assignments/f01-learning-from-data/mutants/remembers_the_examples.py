"""Looks beans up in the table that was given; tests each model on the last rows of the file.

loses: rule-score, rule-kinds, compare-sorted, never-counts
misconception: it stores the examples
"""


# %% rule-answer
remembered = {(row.length_mm, row.mass_mg): row.kind for row in beans.itertuples()}


def rule_classifier(bean):
    return remembered.get((bean["length_mm"], bean["mass_mg"]), "mung")


# %% compare-answer
def compare(models, X, y):
    cut = int(0.7 * len(X))
    scores = {"baseline": y.value_counts().max() / len(y)}
    for name, model in models.items():
        model.fit(X[:cut], y[:cut])
        scores[name] = model.score(X[cut:], y[cut:])
    return scores


# %% never-answer
def classes_never_seen(train, test):
    return {name: 1 for name in test if name not in train}
