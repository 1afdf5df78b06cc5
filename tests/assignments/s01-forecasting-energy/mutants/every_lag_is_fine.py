"""Takes any lag, whatever the horizon.

loses: lags-horizon
misconception: a lag of one hour is known, because it lies in the past of that hour
"""


# %% lags-answer
def lags(values, steps, window, horizon):
    series = pd.Series(np.asarray(values, dtype=float))
    if any(step < 1 for step in steps):
        raise ValueError("not known yet")
    table = {f"lag_{step}": series.shift(step) for step in steps}
    table[f"mean_{window}"] = series.shift(horizon).rolling(window).mean()
    return pd.DataFrame(table)
