"""Takes the mean of a window around the hour.

loses: lags-mean
misconception: a rolling mean only looks back (centred rolling mean; found by the future-perturbation test)
"""


# %% lags-answer
def lags(values, steps, window, horizon):
    series = pd.Series(np.asarray(values, dtype=float))
    if any(step < horizon for step in steps):
        raise ValueError("not known yet")
    table = {f"lag_{step}": series.shift(step) for step in steps}
    table[f"mean_{window}"] = series.rolling(window, center=True).mean()
    return pd.DataFrame(table)
