"""Keeps a last window that is not complete, filled up with the last value.

loses: rolling-origins, rolling-past
misconception: every value must be tested
"""


# %% rolling-answer
def rolling_origin(values, first, horizon, step, forecaster):
    values = np.asarray(values, dtype=float)
    origins = list(range(first, len(values), step))
    actual = [np.pad(values[o : o + horizon], (0, horizon - len(values[o : o + horizon])), mode="edge") for o in origins]
    forecast = [forecaster(values[:origin], horizon) for origin in origins]
    return {"origin": origins, "forecast": np.array(forecast), "actual": np.array(actual)}
