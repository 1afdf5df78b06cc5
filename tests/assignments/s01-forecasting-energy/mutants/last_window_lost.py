"""Stops one window too early where the series ends exactly with a window.

loses: rolling-origins, rolling-past
misconception: the end of a range is included
"""


# %% rolling-answer
def rolling_origin(values, first, horizon, step, forecaster):
    values = np.asarray(values, dtype=float)
    origins = list(range(first, len(values) - horizon, step))
    return {
        "origin": origins,
        "forecast": np.array([forecaster(values[:origin], horizon) for origin in origins]),
        "actual": np.array([values[origin : origin + horizon] for origin in origins]),
    }
