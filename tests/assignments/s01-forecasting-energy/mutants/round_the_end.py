"""Rolls the end of the series to its beginning.

loses: lags-shift
misconception: a shift without gaps keeps more rows
"""


# %% lags-answer
def lags(values, steps, window, horizon):
    series = pd.Series(np.asarray(values, dtype=float))
    if any(step < horizon for step in steps):
        raise ValueError("not known yet")
    table = {f"lag_{step}": np.roll(series.to_numpy(), step) for step in steps}
    table[f"mean_{window}"] = series.shift(horizon).rolling(window).mean()
    return pd.DataFrame(table)
