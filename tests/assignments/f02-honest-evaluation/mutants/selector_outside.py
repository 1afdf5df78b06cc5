"""Chooses the columns on all rows, before the folds.

loses: score-inside, honest-cv
misconception: choosing columns is not learning
"""


# %% score-answer
def score_folds(X, y, folds, k=5):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    predictions, scores = [], []
    X = SelectKBest(f_regression, k=k).fit_transform(X, y)
    for train, test in folds:
        model = make_pipeline(StandardScaler(), new_model())
        predictions.append(model.fit(X[train], y[train]).predict(X[test]))
        scores.append(r2_score(y[test], predictions[-1]))
    return {"predictions": predictions, "scores": scores, "mean": np.mean(scores), "spread": np.std(scores)}
