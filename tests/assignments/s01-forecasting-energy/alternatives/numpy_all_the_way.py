"""Differs: NumPy indexing and cumulative sums, pandas resampling of blocks, clipping in place of branches.

loses:
"""


# %% lags-answer
def lags(values, steps, window, horizon):
    x = np.asarray(values, dtype=float)
    if np.min(steps) < horizon:
        raise ValueError("a step is shorter than the horizon")
    hours = np.arange(len(x))
    table = pd.DataFrame(index=hours)
    total = np.concatenate([[0], np.cumsum(x)])
    end = hours - horizon + 1
    mean = np.full(len(x), np.nan)
    full = end >= window
    mean[full] = (total[end[full]] - total[end[full] - window]) / window
    table[f"mean_{window}"] = mean
    for k in steps:
        table[f"lag_{k}"] = np.where(hours >= k, x[np.maximum(hours - k, 0)], np.nan)
    return table


# %% rolling-answer
def rolling_origin(values, first, horizon, step, forecaster):
    values = np.asarray(values)
    number = (len(values) - horizon - first) // step + 1
    origins = first + step * np.arange(number)
    actual = np.lib.stride_tricks.sliding_window_view(values, horizon)[origins]
    said = np.empty((number, horizon))
    for row, origin in enumerate(origins):
        said[row] = forecaster(values[:origin].copy(), horizon)
    return dict(origin=origins, forecast=said, actual=actual.copy())


# %% pinball-answer
def pinball(actual, forecasts):
    actual = np.asarray(actual)
    return {
        level: np.average(np.where(actual > said, level, 1 - level) * np.abs(actual - said))
        for level, said in ((level, np.asarray(forecast)) for level, forecast in forecasts.items())
    }


def uncross(forecasts):
    frame = pd.DataFrame({level: np.asarray(forecast) for level, forecast in forecasts.items()})
    frame = frame[sorted(frame.columns)]
    in_order = np.sort(frame.to_numpy(), axis=1)
    return {level: in_order[:, place] for place, level in enumerate(frame.columns)}


# %% dispatch-answer
def dispatch_cost(loads, solar, diesel, capacity, charge):
    table = np.array(list(loads.values()))
    power = np.asarray(solar) + np.asarray(diesel) - table.sum(axis=0)
    path, missing, spilled = [], [], []
    for p in power:
        wish = charge + (0.9 * p if p > 0 else p)
        charge = np.clip(wish, 0, capacity)
        missing.append(max(-wish, 0))
        spilled.append(max(wish - capacity, 0) / 0.9 if p > 0 else 0.0)
        path.append(charge)
    left = np.array(missing)
    unserved = {}
    for name in list(loads)[::-1]:
        unserved[name] = np.minimum(left, loads[name])
        left = left - unserved[name]
    running = np.asarray(diesel)[np.asarray(diesel) > 0]
    return {
        "litres": np.sum(1.6 + 0.25 * running),
        "charge": np.array(path),
        "spilled": np.array(spilled),
        "unserved": unserved,
        "dark_hours": {name: np.count_nonzero(missed > 1e-9) for name, missed in unserved.items()},
    }


# %% skill-answer
def skill_vs_naive(actual, forecast, season=24, draws=400, seed=0):
    frame = pd.DataFrame({"actual": actual, "forecast": forecast})
    frame["naive"] = frame["actual"].shift(season)
    frame = frame.dropna()
    sizes = frame[["forecast", "naive"]].sub(frame["actual"], axis=0).abs()
    by_day = sizes.groupby(np.arange(len(sizes)) // season).mean()
    rng = np.random.RandomState(seed)
    drawn = [by_day.sample(frac=1, replace=True, random_state=rng).mean() for _ in range(draws)]
    skills = [1 - one["forecast"] / one["naive"] for one in drawn]
    mean = by_day.mean()
    return {
        "skill": float(1 - mean["forecast"] / mean["naive"]),
        "low": float(np.quantile(skills, 0.025)),
        "high": float(np.quantile(skills, 0.975)),
    }
