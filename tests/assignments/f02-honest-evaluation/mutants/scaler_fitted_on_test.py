"""Fits a second scaler on the test rows.

loses: score-inside
misconception: scaling is only a change of units
"""


# %% score-answer
def score_folds(X, y, folds, k=5):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    predictions, scores = [], []

    for train, test in folds:
        model = make_pipeline(SelectKBest(f_regression, k=k), new_model())
        model.fit(StandardScaler().fit_transform(X[train]), y[train])
        predictions.append(model.predict(StandardScaler().fit_transform(X[test])))
        scores.append(r2_score(y[test], predictions[-1]))
    return {"predictions": predictions, "scores": scores, "mean": np.mean(scores), "spread": np.std(scores)}
