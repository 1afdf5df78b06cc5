"""Numbers the values of a text column in the order of the alphabet.

loses: proxy-found
misconception: any number will do for a word
"""
# %% proxy-answer
def proxy_strength(columns, group):
    numbers = columns.apply(lambda c: c if c.dtype.kind == "f" else c.astype("category").cat.codes).astype(float)
    first = np.asarray(group) == sorted(set(group))[0]
    model = make_pipeline(StandardScaler(), LogisticRegression())
    score = cross_val_predict(model, numbers, first, cv=5, method="predict_proba")[:, 1]
    ranks = pd.Series(score).rank().to_numpy()
    n, m = first.sum(), (~first).sum()
    return (ranks[first].sum() - n * (n + 1) / 2) / (n * m)
