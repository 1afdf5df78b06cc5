"""Looks for one column that gives the group away.

loses: proxy-found
misconception: a proxy is one column
"""
# %% proxy-answer
def proxy_strength(columns, group):
    first = np.asarray(group) == sorted(set(group))[0]
    found = []
    for name in columns:
        numbers = pd.get_dummies(columns[[name]]).astype(float)
        score = cross_val_predict(LogisticRegression(), numbers, first, cv=5, method="predict_proba")[:, 1]
        ranks = pd.Series(score).rank().to_numpy()
        n, m = first.sum(), (~first).sum()
        found.append((ranks[first].sum() - n * (n + 1) / 2) / (n * m))
    return max(found)
