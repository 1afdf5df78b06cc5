"""Reports the squared correlation, which forgives every shift of the predictions.

loses: score-report
misconception: R² is the squared correlation
"""


# %% score-answer
def score_folds(X, y, folds, k=5):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    predictions, scores = [], []

    for train, test in folds:
        model = make_pipeline(StandardScaler(), SelectKBest(f_regression, k=k), new_model())
        predictions.append(model.fit(X[train], y[train]).predict(X[test]))
        scores.append(np.corrcoef(y[test], predictions[-1])[0, 1] ** 2)
    return {"predictions": predictions, "scores": scores, "mean": np.mean(scores), "spread": np.std(scores)}
