"""Gives a mean also where the window is not full.

loses: lags-mean
misconception: some mean is better than none
"""


# %% lags-answer
def lags(values, steps, window, horizon):
    series = pd.Series(np.asarray(values, dtype=float))
    if any(step < horizon for step in steps):
        raise ValueError("not known yet")
    table = {f"lag_{step}": series.shift(step) for step in steps}
    table[f"mean_{window}"] = series.shift(horizon).rolling(window, min_periods=1).mean()
    return pd.DataFrame(table)
