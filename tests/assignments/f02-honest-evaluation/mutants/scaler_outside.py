"""Scales all rows together, before the folds.

loses: score-inside
misconception: scaling before the split is harmless
"""


# %% score-answer
def score_folds(X, y, folds, k=5):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    predictions, scores = [], []
    X = StandardScaler().fit_transform(X)
    for train, test in folds:
        model = make_pipeline(SelectKBest(f_regression, k=k), new_model())
        predictions.append(model.fit(X[train], y[train]).predict(X[test]))
        scores.append(r2_score(y[test], predictions[-1]))
    return {"predictions": predictions, "scores": scores, "mean": np.mean(scores), "spread": np.std(scores)}
