"""Adds the losses up, and takes the dictionary to be in order.

loses: pinball-loss, pinball-crossing
misconception: more hours mean a worse forecast
"""


# %% pinball-answer
def pinball(actual, forecasts):
    losses = {}
    for level, forecast in forecasts.items():
        above = np.asarray(actual, dtype=float) - np.asarray(forecast, dtype=float)
        losses[level] = float(np.sum(np.maximum(level * above, (level - 1) * above)))
    return losses


def uncross(forecasts):
    levels = sorted(forecasts)
    return dict(zip(list(forecasts), np.sort(list(forecasts.values()), axis=0)))
