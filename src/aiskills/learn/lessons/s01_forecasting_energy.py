"""Figures and checks of the lesson `s01-forecasting-energy`, which explains each of them where it is first used.

The generated village and its operation are in `s01_mini_grid.py`. What may be known when a forecast is made, how it is
tested, and how it becomes a plan stand in the notebook's own cells.
"""

KNOWN = {
    "clear sky, tomorrow at noon": "known",
    "market day, tomorrow": "known",
    "sun, today at noon": "known",
    "load, 12 hours before tomorrow noon": "not known",
    "load, mean of the 7 days up to six today": "known",
    "load, mean of the 7 days around tomorrow noon": "not known",
}


def network(past):
    """Forecast the next 12 months with a small neural network: two hidden layers of 32 units.

    past: array of monthly values, three years or more. It learns from every stretch of 36 months: the first 24 to the
    last 12, with the mean of the second year taken out, so that a rising level does not confuse it. Returns 12 values.
    """
    import warnings

    import numpy as np
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    scale, level = past.std(), past[-12:].mean()
    stretch = np.lib.stride_tricks.sliding_window_view(past, 36)
    shape = (stretch - stretch[:, 12:24].mean(axis=1, keepdims=True)) / scale
    model = MLPRegressor(hidden_layer_sizes=(32, 32), solver="lbfgs", max_iter=60, alpha=1, random_state=0)
    model = make_pipeline(StandardScaler(), model)
    with warnings.catch_warnings():  # it stops after 60 steps on purpose, before it has learned the few data by heart
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(shape[:, :24], shape[:, 24:])
    return level + scale * model.predict((past[None, -24:] - level) / scale)[0]


def power_week(grid, start, title):
    """Draw sun and load of the seven days from `start`.

    grid: frame with the columns time, solar_kw, load_kw. start: a date as text. Returns the Matplotlib figure.
    """
    import matplotlib.pyplot as plt
    import pandas as pd

    from ..figures import PALETTE

    first = pd.Timestamp(start)
    week = grid[(grid["time"] >= first) & (grid["time"] < first + pd.Timedelta(days=7))]
    figure, axes = plt.subplots(figsize=(7, 3.4))
    axes.fill_between(week["time"], week["solar_kw"], color=PALETTE[5], alpha=0.55, label="sun", linewidth=0)
    axes.plot(week["time"], week["load_kw"], color=PALETTE[0], linestyle="-", label="load")
    days = pd.date_range(first.normalize(), periods=8, freq="D")
    axes.set_xticks(days, [f"{day:%a}" for day in days])
    axes.set_xlabel("day (marks at midnight)")
    axes.set_ylabel("power (kW)")
    axes.legend(loc="upper left", ncols=2)
    axes.set_ylim(0, max(week["solar_kw"].max(), week["load_kw"].max()) * 1.2)
    axes.set_title(title)
    return figure


def trade_off(lines, dots, title):
    """Draw litres of diesel against dark hours: connected settings of a forecast, and single named dots.

    lines: dict, name -> (litres, dark hours), two sequences. dots: dict, name -> (litres, dark hours), two numbers.
    Returns the Matplotlib figure.
    """
    import matplotlib.pyplot as plt

    from ..figures import PALETTE

    figure, axes = plt.subplots(figsize=(7, 4.2))
    for (name, (litres, dark)), dash in zip(lines.items(), ("-", "--", "-."), strict=False):
        axes.plot(litres, dark, linestyle=dash, marker=".", label=name)
    marks = ("D", "s", "^", "v")
    for number, ((name, (litres, dark)), mark) in enumerate(zip(dots.items(), marks, strict=False)):
        colour = "black" if number == 0 else PALETTE[3 + number]
        axes.plot(litres, dark, mark, color=colour, markersize=10, linestyle="none", label=name)
    axes.set_xlabel("diesel in the year (litres)")
    axes.set_ylabel("dark hours in the year")
    axes.set_ylim(bottom=0)
    axes.legend()
    axes.set_title(title)
    return figure


def change_dots(rows, title, xlabel):
    """Draw one line of dots for each entry of `rows`, a black bar at its mean, and a line at no change.

    rows: dict, label -> values, one for each village. Returns the Matplotlib figure.
    """
    import matplotlib.pyplot as plt

    from ..figures import mean_dots, rows_frame

    figure, axes = plt.subplots(figsize=(7, 1.7 + 0.55 * len(rows)))
    for place, values in enumerate(rows.values()):
        mean_dots(axes, place, values)
    axes.axvline(0, color="black", linestyle="--", linewidth=1, zorder=0)
    rows_frame(axes, rows, xlabel, title, above=0.55, below=0.55)
    return figure


def check_which_known(answer):
    """Is each column told apart by what is known at six in the evening? `answer`: dict, name -> known or not known."""
    said = {str(name): str(word).strip().lower() for name, word in dict(answer).items()}
    if set(said) != set(KNOWN) or not set(said.values()) <= {"known", "not known"}:
        return "not-a-word"
    if said["load, mean of the 7 days around tomorrow noon"] == "known":
        return "centred-window"
    if said["load, 12 hours before tomorrow noon"] == "known":
        return "lag-inside-horizon"
    if said != KNOWN:
        return "throws-away"
    return None


def check_known_mean(function, rng):
    """Does the learner's function take the mean of the newest values that are known, and nothing later?"""
    import numpy as np

    for _ in range(3):
        window, horizon = int(rng.integers(3, 9)), int(rng.integers(2, 7))
        values = rng.normal(50, 20, 60)
        mean = np.asarray(function(values.copy(), window, horizon), dtype=float)
        if mean.shape != values.shape:
            return "wrong-shape"
        origin = int(rng.integers(25, 40))
        changed = values.copy()
        changed[origin + 1 :] += 1000
        moved = np.asarray(function(changed, window, horizon), dtype=float)
        if not np.array_equal(mean[: origin + 1], moved[: origin + 1], equal_nan=True):
            return "centred-window"
        if not np.array_equal(mean[: origin + horizon + 1], moved[: origin + horizon + 1], equal_nan=True):
            return "ignores-horizon"
        right = np.convolve(values, np.ones(window) / window, "valid")[: len(values) - horizon - window + 1]
        if not np.allclose(mean[horizon + window - 1 :], right):
            return "wrong-mean"
    return None


def check_pinball(function, rng):
    """Does the learner's function give the mean pinball loss of a forecast at one level?"""
    import numpy as np

    actual = rng.gamma(2, 10, 40)
    forecast = actual + rng.normal(0, 8, 40)
    level = float(rng.choice([0.7, 0.8, 0.9]))
    loss = np.asarray(function(actual.copy(), forecast.copy(), level), dtype=float)
    if loss.shape != ():
        return "not-a-mean"
    above = actual - forecast

    def right(level):
        return np.mean(np.maximum(level * above, (level - 1) * above))

    if np.isclose(loss, right(level)):
        return None
    if np.isclose(loss, right(1 - level)):
        return "swapped-sides"
    if np.isclose(loss, len(actual) * right(level)):
        return "not-a-mean"
    low, high = (float(function(actual, actual + error, level)) for error in (-4, 4))
    return "same-on-both-sides" if np.isclose(low, high) else "wrong-loss"


def check_levels(answer):
    """Does each village get the level that its wish asks for, by the table of the year behind?

    answer: dict, the three names -> level, and "table": frame with the index level and the columns litres and dark.
    """
    answer = dict(answer)
    table = answer.pop("table")
    if set(answer) != {"clinic", "budget", "price"} or not all(float(v) in table.index for v in answer.values()):
        return "not-a-level"
    said = {name: float(level) for name, level in answer.items()}
    if len(set(said.values())) == 1:
        return "one-for-all"
    if table.loc[said["clinic"], "dark"] > 50 or table.loc[said["budget"], "litres"] > 2000:
        return "breaks-the-limit"
    best = {
        "clinic": table.loc[table["dark"] <= 50, "litres"].idxmin(),
        "budget": table.loc[table["litres"] <= 2000, "dark"].idxmin(),
        "price": (table["litres"] + 10 * table["dark"]).idxmin(),
    }
    return None if said == best else "not-the-best"


CHECKS = {
    "which-known": check_which_known,
    "known-mean": check_known_mean,
    "pinball": check_pinball,
    "levels": check_levels,
}
