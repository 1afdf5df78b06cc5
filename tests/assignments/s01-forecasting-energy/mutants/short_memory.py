"""Gives the forecaster only the last values before the origin.

loses: rolling-past
misconception: only the newest values matter
"""


# %% rolling-answer
def rolling_origin(values, first, horizon, step, forecaster):
    values = np.asarray(values, dtype=float)
    origins = list(range(first, len(values) - horizon + 1, step))
    return {
        "origin": origins,
        "forecast": np.array([forecaster(values[max(0, origin - first) : origin], horizon) for origin in origins]),
        "actual": np.array([values[origin : origin + horizon] for origin in origins]),
    }
