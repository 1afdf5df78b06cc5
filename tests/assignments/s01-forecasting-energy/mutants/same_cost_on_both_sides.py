"""Scores a quantile by the mean size of its error, and sorts the hours in place of the levels.

loses: pinball-loss, pinball-crossing
misconception: a point forecast is enough: one error is as bad as the other
"""


# %% pinball-answer
def pinball(actual, forecasts):
    losses = {}
    for level, forecast in forecasts.items():
        above = np.asarray(actual, dtype=float) - np.asarray(forecast, dtype=float)
        losses[level] = float(np.mean(np.abs(above)) / 2)
    return losses


def uncross(forecasts):
    levels = sorted(forecasts)
    return {level: np.sort(forecasts[level]) for level in levels}
