"""Answers with what the visible tests show.

loses: rule-score, rule-kinds, baseline-label, baseline-accuracy,
    compare-unseen, compare-sorted, compare-baseline, compare-fair, never-names, never-counts
misconception: the answer to the example is the answer
"""


# %% rule-answer
def rule_classifier(bean):
    return "mung"


# %% baseline-answer
def majority_baseline(train, test):
    return {"answer": "Adelie", "accuracy": 0.5}


# %% compare-answer
def compare(models, X, y):
    return {"baseline": 0.4, **dict.fromkeys(models, 0.5)}


# %% never-answer
def classes_never_seen(train, test):
    return {"Chinstrap": 2}
