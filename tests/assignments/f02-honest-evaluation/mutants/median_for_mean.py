"""Reports the median, which hides the worst folds.

loses: score-report
misconception: a bad fold is an outlier
"""


# %% score-answer
def score_folds(X, y, folds, k=5):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    predictions, scores = [], []

    for train, test in folds:
        model = make_pipeline(StandardScaler(), SelectKBest(f_regression, k=k), new_model())
        predictions.append(model.fit(X[train], y[train]).predict(X[test]))
        scores.append(r2_score(y[test], predictions[-1]))
    return {"predictions": predictions, "scores": scores, "mean": np.median(scores), "spread": np.std(scores)}
