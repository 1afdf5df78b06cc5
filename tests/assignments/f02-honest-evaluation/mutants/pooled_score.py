"""Gives every fold the score of all rows together.

loses: score-report
misconception: one pooled number tells the same as the folds
"""


# %% score-answer
def score_folds(X, y, folds, k=5):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    predictions = []
    for train, test in folds:
        model = make_pipeline(StandardScaler(), SelectKBest(f_regression, k=k), new_model())
        predictions.append(model.fit(X[train], y[train]).predict(X[test]))
    truth = np.concatenate([y[test] for train, test in folds])
    pooled = r2_score(truth, np.concatenate(predictions))
    return {"predictions": predictions, "scores": [pooled] * len(folds), "mean": pooled, "spread": 0.0}
