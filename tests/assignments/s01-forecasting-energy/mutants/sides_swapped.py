"""Mixes up the two sides of the pinball loss, and takes the running maximum against crossing.

loses: pinball-loss, pinball-crossing
misconception: a high level punishes forecasts that are too high; raising a forecast is a repair
"""


# %% pinball-answer
def pinball(actual, forecasts):
    losses = {}
    for level, forecast in forecasts.items():
        above = np.asarray(actual, dtype=float) - np.asarray(forecast, dtype=float)
        losses[level] = float(np.mean(np.maximum((1 - level) * above, -level * above)))
    return losses


def uncross(forecasts):
    levels = sorted(forecasts)
    return dict(zip(levels, np.maximum.accumulate([forecasts[level] for level in levels], axis=0)))
