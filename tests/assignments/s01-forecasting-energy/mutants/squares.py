"""Compares squared errors.

loses: skill-value, skill-interval
misconception: RMSE and mean error tell the same
"""


# %% skill-answer
def skill_vs_naive(actual, forecast, season=24, draws=400, seed=0):
    actual, forecast = np.asarray(actual, dtype=float), np.asarray(forecast, dtype=float)
    model = ((actual - forecast) ** 2)[season:].reshape(-1, season).sum(axis=1)
    naive = ((actual[season:] - actual[:-season]) ** 2).reshape(-1, season).sum(axis=1)
    days = np.random.default_rng(seed).integers(0, len(model), (draws, len(model)))
    drawn = 1 - model[days].sum(axis=1) / naive[days].sum(axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {"skill": 1 - model.sum() / naive.sum(), "low": low, "high": high}
