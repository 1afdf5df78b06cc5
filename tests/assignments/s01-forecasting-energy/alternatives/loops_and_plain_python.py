"""Differs: loops and lists, no pandas except for the table, the standard library for random draws.

loses:
"""


# %% lags-answer
import math


def lags(values, steps, window, horizon):
    numbers = [float(value) for value in values]
    for step in steps:
        if step < horizon:
            raise ValueError(f"step {step} is shorter than the horizon {horizon}")
    rows = []
    for hour in range(len(numbers)):
        row = {}
        for step in steps:
            row[f"lag_{step}"] = numbers[hour - step] if hour - step >= 0 else math.nan
        newest = hour - horizon
        oldest = newest - window + 1
        row[f"mean_{window}"] = sum(numbers[oldest : newest + 1]) / window if oldest >= 0 else math.nan
        rows.append(row)
    return pd.DataFrame(rows)


# %% rolling-answer
def rolling_origin(values, first, horizon, step, forecaster):
    values = list(values)
    result = {"origin": [], "forecast": [], "actual": []}
    known = first
    while known + horizon <= len(values):
        result["origin"].append(known)
        result["forecast"].append(list(forecaster(values[:known], horizon)))
        result["actual"].append(values[known : known + horizon])
        known += step
    print(len(result["origin"]), "windows")
    return result


# %% pinball-answer
def pinball(actual, forecasts):
    def one(level, true, said):
        return level * (true - said) if true > said else (1 - level) * (said - true)

    return {
        level: sum(one(level, a, f) for a, f in zip(actual, forecast)) / len(actual)
        for level, forecast in forecasts.items()
    }


def uncross(forecasts):
    levels = sorted(forecasts)
    repaired = {level: [] for level in levels}
    for said in zip(*(forecasts[level] for level in levels)):
        for level, value in zip(levels, sorted(said)):
            repaired[level].append(value)
    return repaired


# %% dispatch-answer
def dispatch_cost(loads, solar, diesel, capacity, charge):
    litres, path, spilled = 0, [], []
    unserved = {name: [] for name in loads}
    for hour in range(len(solar)):
        fresh = float(solar[hour] + diesel[hour])
        if diesel[hour] > 0:
            litres += 1.6 + 0.25 * diesel[hour]
        for name in loads:  # the most important load takes first
            wish = float(loads[name][hour])
            from_fresh = min(wish, fresh)
            fresh -= from_fresh
            from_battery = min(wish - from_fresh, charge)
            charge -= from_battery
            unserved[name].append(wish - from_fresh - from_battery)
        room = (capacity - charge) / 0.9
        stored = min(fresh, room)
        charge = charge + 0.9 * stored
        spilled.append(fresh - stored)
        path.append(charge)
    dark = {name: sum(1 for missed in unserved[name] if missed > 1e-9) for name in loads}
    return {"litres": litres, "charge": path, "spilled": spilled, "unserved": unserved, "dark_hours": dark}


# %% skill-answer
import random


def skill_vs_naive(actual, forecast, season=24, draws=400, seed=0):
    days = []
    for start in range(season, len(actual), season):
        hours = range(start, start + season)
        mine = sum(abs(actual[hour] - forecast[hour]) for hour in hours)
        naive = sum(abs(actual[hour] - actual[hour - season]) for hour in hours)
        days.append((mine, naive))

    def skill(some):
        return 1 - sum(mine for mine, _ in some) / sum(naive for _, naive in some)

    dice = random.Random(seed)
    drawn = sorted(skill(dice.choices(days, k=len(days))) for _ in range(draws))
    return {"skill": skill(days), "low": drawn[int(0.025 * draws)], "high": drawn[int(0.975 * draws)]}
