"""Returns the share of right guesses.

loses: proxy-honest
misconception: nine in ten right is a strong proxy
"""
# %% proxy-answer
def proxy_strength(columns, group):
    numbers = pd.get_dummies(columns).astype(float)
    first = np.asarray(group) == sorted(set(group))[0]
    model = make_pipeline(StandardScaler(), LogisticRegression())
    score = cross_val_predict(model, numbers, first, cv=5, method="predict_proba")[:, 1]
    return np.mean((score > 0.5) == first)
    ranks = pd.Series(score).rank().to_numpy()
    n, m = first.sum(), (~first).sum()
    return (ranks[first].sum() - n * (n + 1) / 2) / (n * m)
