"""Gives the forecaster the window that it is tested on.

loses: rolling-past
misconception: more data is always better (fitted on the evaluation window)
"""


# %% rolling-answer
def rolling_origin(values, first, horizon, step, forecaster):
    values = np.asarray(values, dtype=float)
    origins = list(range(first, len(values) - horizon + 1, step))
    return {
        "origin": origins,
        "forecast": np.array([forecaster(values[: origin + horizon], horizon) for origin in origins]),
        "actual": np.array([values[origin : origin + horizon] for origin in origins]),
    }
