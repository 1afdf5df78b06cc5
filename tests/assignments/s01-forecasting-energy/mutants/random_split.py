"""Deals the windows at random, and gives the forecaster everything that is not in the window.

loses: rolling-origins, rolling-past
misconception: shuffle is fine (random split)
"""


# %% rolling-answer
def rolling_origin(values, first, horizon, step, forecaster):
    values = np.asarray(values, dtype=float)
    origins = list(range(first, len(values) - horizon + 1, step))
    np.random.default_rng(0).shuffle(origins)
    if origins == sorted(origins):
        origins.reverse()
    forecast = [forecaster(np.delete(values, range(origin, origin + horizon)), horizon) for origin in origins]
    return {
        "origin": origins,
        "forecast": np.array(forecast),
        "actual": np.array([values[origin : origin + horizon] for origin in origins]),
    }
