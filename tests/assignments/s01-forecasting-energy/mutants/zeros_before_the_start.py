"""Fills the missing past with zeros.

loses: lags-shift, lags-mean
misconception: a missing value is a zero
"""


# %% lags-answer
def lags(values, steps, window, horizon):
    series = pd.Series(np.asarray(values, dtype=float))
    if any(step < horizon for step in steps):
        raise ValueError("not known yet")
    table = {f"lag_{step}": series.shift(step) for step in steps}
    table[f"mean_{window}"] = series.shift(horizon).rolling(window).mean()
    return pd.DataFrame(table).fillna(0)
