"""Differs: pandas and the standard library, cross-validation in place of one split, one cut after the other in a table.

loses:
"""

# %% roles-answer
roles = {"quality": "label", "price_paid": "leave out", "evening_moisture": "leave out"}
roles |= {"thickness_mm": "feature", "sugar_percent": "feature", "batch_number": "leave out"}

# %% rule-answer
CUTS = [("mass_mg", 210, "chickpea"), ("mass_mg", 92, "cowpea"), ("length_mm", 5.6, "lentil")]


def rule_classifier(bean):
    return next((kind for column, cut, kind in CUTS if bean[column] > cut), "mung")


# %% baseline-answer
def majority_baseline(train, test):
    most = pd.Series(train).mode()[0]
    return {"answer": most, "accuracy": (pd.Series(test) == most).mean()}


# %% compare-answer
from sklearn.model_selection import StratifiedKFold, cross_val_score


def compare(models, X, y):
    folds = StratifiedKFold(5, shuffle=True, random_state=3)
    scores = {name: cross_val_score(model, X, y, cv=folds).mean() for name, model in models.items()}
    return scores | {"baseline": cross_val_score(DummyClassifier(strategy="most_frequent"), X, y, cv=folds).mean()}


# %% never-answer
from collections import Counter


def classes_never_seen(train, test):
    known = Counter(train)
    return {name: count for name, count in Counter(test).items() if not known[name]}
