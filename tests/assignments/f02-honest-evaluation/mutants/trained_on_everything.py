"""Fits one model on all rows and tests it on parts of them.

loses: score-inside, honest-cv
misconception: testing on known rows shows how good the model is
"""


# %% score-answer
def score_folds(X, y, folds, k=5):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    predictions, scores = [], []
    model = make_pipeline(StandardScaler(), SelectKBest(f_regression, k=k), new_model()).fit(X, y)
    for train, test in folds:
        predictions.append(model.predict(X[test]))
        scores.append(r2_score(y[test], predictions[-1]))
    return {"predictions": predictions, "scores": scores, "mean": np.mean(scores), "spread": np.std(scores)}
