"""Keeps the columns with the highest correlation and so loses those that run downwards.

loses: score-steps
misconception: a negative correlation is a weak one
"""


# %% score-answer
def score_folds(X, y, folds, k=5):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    predictions, scores = [], []

    for train, test in folds:
        strength = [np.corrcoef(column, y[train])[0, 1] for column in X[train].T]
        kept = np.argsort(strength)[-k:]
        model = make_pipeline(StandardScaler(), new_model())
        predictions.append(model.fit(X[train][:, kept], y[train]).predict(X[test][:, kept]))
        scores.append(r2_score(y[test], predictions[-1]))
    return {"predictions": predictions, "scores": scores, "mean": np.mean(scores), "spread": np.std(scores)}
