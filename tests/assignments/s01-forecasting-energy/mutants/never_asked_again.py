"""Gives the forecaster the first history at each origin.

loses: rolling-past
misconception: a model is fitted once
"""


# %% rolling-answer
def rolling_origin(values, first, horizon, step, forecaster):
    values = np.asarray(values, dtype=float)
    origins = list(range(first, len(values) - horizon + 1, step))
    return {
        "origin": origins,
        "forecast": np.array([forecaster(values[:first], horizon) for origin in origins]),
        "actual": np.array([values[origin : origin + horizon] for origin in origins]),
    }
