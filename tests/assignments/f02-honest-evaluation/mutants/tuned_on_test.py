"""Tries several numbers of columns and keeps the one that scores best on the test rows.

loses: score-inside, honest-cv
misconception: tuning on the test rows only makes the model better
"""


# %% score-answer
def score_folds(X, y, folds, k=5):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    predictions, scores = [], []

    for train, test in folds:
        tried = []
        for number in range(1, k + 1):
            model = make_pipeline(StandardScaler(), SelectKBest(f_regression, k=number), new_model())
            tried.append(model.fit(X[train], y[train]).predict(X[test]))
        predictions.append(max(tried, key=lambda values: r2_score(y[test], values)))
        scores.append(r2_score(y[test], predictions[-1]))
    return {"predictions": predictions, "scores": scores, "mean": np.mean(scores), "spread": np.std(scores)}
