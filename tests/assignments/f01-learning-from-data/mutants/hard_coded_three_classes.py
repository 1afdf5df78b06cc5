"""Knows three kinds and no more: three beans, and the three species of the lesson.

loses: rule-kinds, baseline-label, baseline-accuracy, never-names, never-counts
misconception: hard-coded 3 classes
"""


# %% rule-answer
def rule_classifier(bean):
    if bean["length_mm"] < 5.5:
        return "mung"
    if bean["mass_mg"] < 95:
        return "lentil"
    return "cowpea"


# %% baseline-answer
def majority_baseline(train, test):
    answer = max(["Adelie", "Gentoo", "Chinstrap"], key=train.count)
    return {"answer": answer, "accuracy": test.count(answer) / len(test)}


# %% never-answer
def classes_never_seen(train, test):
    missing = {}
    for name in ["Adelie", "Gentoo", "Chinstrap"]:
        if name in test and name not in train:
            missing[name] = test.count(name)
    return missing
