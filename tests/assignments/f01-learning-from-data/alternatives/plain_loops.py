"""Differs: loops, counters and a nested rule; folds by hand in place of one split.

loses:
"""

# %% roles-answer
roles = dict.fromkeys(["batch_number", "evening_moisture", "price_paid"], "leave out")
roles["quality"] = "label"
for column in ("thickness_mm", "sugar_percent"):
    roles[column] = "feature"


# %% rule-answer
def rule_classifier(bean):
    length, mass = bean["length_mm"], bean["mass_mg"]
    if mass < 100:
        kind = "lentil" if length > 5.4 else "mung"
    else:
        kind = "chickpea" if mass >= 215 else "cowpea"
    return kind


# %% baseline-answer
def majority_baseline(train, test):
    counts = {}
    for label in train:
        counts[label] = counts.get(label, 0) + 1
    best = None
    for label, count in counts.items():
        if best is None or count > counts[best]:
            best = label
    right = 0
    for label in test:
        if label == best:
            right += 1
    return {"accuracy": right / len(test), "answer": best}


# %% compare-answer
def compare(models, X, y):
    rng = np.random.default_rng(11)
    fold = rng.permutation(len(X)) % 4
    right = {"baseline": 0}
    for name in models:
        right[name] = 0
    for number in range(4):
        learn_rows, test_rows = fold != number, fold == number
        most = y[learn_rows].value_counts().index[0]
        right["baseline"] += int((y[test_rows] == most).sum())
        for name, model in models.items():
            model.fit(X[learn_rows], y[learn_rows])
            right[name] += int((model.predict(X[test_rows]) == y[test_rows]).sum())
    print("compared", len(models), "models")
    return {name: count / len(X) for name, count in right.items()}


# %% never-answer
def classes_never_seen(train, test):
    found = {}
    for label in test:
        if label not in train:
            found[label] = found.get(label, 0) + 1
    return found
