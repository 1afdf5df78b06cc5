"""Takes the mean of the values right up to the hour before the one to be forecast.

loses: lags-mean
misconception: the last value before the hour is known
"""


# %% lags-answer
def lags(values, steps, window, horizon):
    series = pd.Series(np.asarray(values, dtype=float))
    if any(step < horizon for step in steps):
        raise ValueError("not known yet")
    table = {f"lag_{step}": series.shift(step) for step in steps}
    table[f"mean_{window}"] = series.shift(1).rolling(window).mean()
    return pd.DataFrame(table)
