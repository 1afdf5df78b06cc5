"""Returns what the visible examples ask for.

loses: lags-shift, lags-mean, lags-horizon, rolling-origins, rolling-past, pinball-loss, pinball-crossing,
    dispatch-battery, dispatch-balance, dispatch-litres, dispatch-priority, skill-value, skill-interval
misconception: an answer that fits the example is right
"""


# %% lags-answer
def lags(values, steps, window, horizon):
    nothing = float("nan")
    return pd.DataFrame({
        "lag_3": [nothing, nothing, nothing, 10, 20, 40],
        "lag_4": [nothing, nothing, nothing, nothing, 10, 20],
        "mean_2": [nothing, nothing, nothing, 15, 30, 60],
    })


# %% rolling-answer
def rolling_origin(values, first, horizon, step, forecaster):
    return {"origin": [3, 5], "forecast": np.array([[4, 4], [5, 5]]), "actual": np.array([[1, 5], [9, 2]])}


# %% pinball-answer
def pinball(actual, forecasts):
    return {0.9: 1.1, 0.5: 0.0}


def uncross(forecasts):
    return {0.9: [6, 9], 0.1: [5, 2]}


# %% dispatch-answer
def dispatch_cost(loads, solar, diesel, capacity, charge):
    return {
        "litres": 2.35,
        "charge": np.array([10.0, 3.0, 0.0]),
        "spilled": np.array([10 - 6 / 0.9, 0, 0]),
        "unserved": {"clinic": np.zeros(3), "homes": np.array([0.0, 0.0, 8.0])},
        "dark_hours": {"clinic": 0, "homes": 1},
    }


# %% skill-answer
def skill_vs_naive(actual, forecast, season=24, draws=400, seed=0):
    return {"skill": 0.7, "low": 0.6, "high": 0.8}
