"""Tests on the rows that the model learned from.

loses: proxy-honest
misconception: a model that fits is a model that knows
"""
# %% proxy-answer
def proxy_strength(columns, group):
    numbers = pd.get_dummies(columns).astype(float)
    first = np.asarray(group) == sorted(set(group))[0]
    model = make_pipeline(StandardScaler(), LogisticRegression())
    score = model.fit(numbers, first).predict_proba(numbers)[:, 1]
    ranks = pd.Series(score).rank().to_numpy()
    n, m = first.sum(), (~first).sum()
    return (ranks[first].sum() - n * (n + 1) / 2) / (n * m)
