"""Differs: loops, dictionaries and the standard library in place of scikit-learn's splitters and pipelines.

loses:
"""

# %% choose-answer
choices = dict(clinic="groups", villages="groups", machines="rows", seed_lots="rows")
for name in ("mini_grid", "prices"):
    choices[name] = "future"
# %% folds-answer
import random


def choose_folds(n_rows, groups=None, time=None):
    folds = []
    if time is not None:
        time = list(time)
        moments = sorted(set(time))
        for number in range(1, 6):
            start = moments[round(number * len(moments) / 6)]
            stop = moments[round((number + 1) * len(moments) / 6)] if number < 5 else float("inf")
            train = [row for row in range(n_rows) if time[row] < start]
            folds.append((train, [row for row in range(n_rows) if start <= time[row] < stop]))
        return folds
    units = list(groups) if groups is not None else list(range(n_rows))
    names = sorted(set(units))
    random.Random(7).shuffle(names)
    n_folds = min(5, len(names))
    place = {name: number % n_folds for number, name in enumerate(names)}
    for fold in range(n_folds):
        test = [row for row in range(n_rows) if place[units[row]] == fold]
        folds.append(([row for row in range(n_rows) if place[units[row]] != fold], test))
    return folds


# %% score-answer
import statistics


def score_folds(X, y, folds, k=5):
    predictions, scores = [], []
    for train, test in folds:
        X_train, X_test = X[list(train)], X[list(test)]
        centre, width = X_train.mean(axis=0), X_train.std(axis=0)
        X_train, X_test = (X_train - centre) / width, (X_test - centre) / width
        y_train, y_test = y[list(train)], y[list(test)]
        strength = [abs(np.corrcoef(X_train[:, column], y_train)[0, 1]) for column in range(X.shape[1])]
        kept = sorted(range(X.shape[1]), key=strength.__getitem__, reverse=True)[:k]
        model = new_model()
        model.fit(X_train[:, kept], y_train)
        guess = model.predict(X_test[:, kept])
        predictions.append(guess.tolist())
        scores.append(1 - sum((y_test - guess) ** 2) / sum((y_test - y_test.mean()) ** 2))
    spread = statistics.stdev(scores) if len(scores) > 1 else 0.0
    return {"predictions": predictions, "scores": scores, "mean": statistics.fmean(scores), "spread": spread}


# %% honest-cv-answer
def honest_cv(X, y, groups=None, time=None):
    if time is not None:
        split, folds = "future", choose_folds(len(y), time=time)
    elif groups is not None:
        split, folds = "groups", choose_folds(len(y), groups=groups)
    else:
        split, folds = "rows", choose_folds(len(y))
    result = dict(score_folds(X, y, folds))
    result["split"] = split
    result["folds"] = folds
    print("split:", split, "mean:", result["mean"])
    return result


# %% leak-answer
def leak_report(df, target, known):
    report = {"late": [], "copy": [], "blank": [], "repeat": []}
    marks = df[target].to_numpy()
    for name in df.columns:
        if name == target:
            continue
        values = df[name].to_numpy(dtype=float)
        if known[name] >= 1:
            report["late"].append(name)
        gaps = np.isnan(values)
        ranks = pd.Series(values[~gaps]).rank(), pd.Series(marks[~gaps]).rank()
        if np.ptp(ranks[0]) > 0 and abs(np.corrcoef(*ranks)[0, 1]) >= 0.98:
            report["copy"].append(name)
        if 0 < gaps.sum() < len(gaps):
            with_gap, without = marks[gaps], marks[~gaps]
            if max(with_gap) < min(without) or min(with_gap) > max(without):
                report["blank"].append(name)
    seen = set()
    for position, row in enumerate(df.itertuples(index=False)):
        key = tuple(None if value != value else value for value in row)
        if key in seen:
            report["repeat"].append(position)
        seen.add(key)
    return report
