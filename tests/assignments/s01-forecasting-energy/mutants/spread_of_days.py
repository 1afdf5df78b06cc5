"""Gives the spread of single days as the interval.

loses: skill-interval
misconception: the interval tells where most days lie
"""


# %% skill-answer
def skill_vs_naive(actual, forecast, season=24, draws=400, seed=0):
    actual, forecast = np.asarray(actual, dtype=float), np.asarray(forecast, dtype=float)
    model = np.abs(actual - forecast)[season:].reshape(-1, season).sum(axis=1)
    naive = np.abs(actual[season:] - actual[:-season]).reshape(-1, season).sum(axis=1)
    days = np.random.default_rng(seed).integers(0, len(model), (draws, len(model)))
    drawn = 1 - model[days[:, 0]] / naive[days[:, 0]]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {"skill": 1 - model.sum() / naive.sum(), "low": low, "high": high}
