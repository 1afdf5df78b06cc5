"""Figure and checks of the lesson `x00-new-module`, which explains each of them where it is first used.

To the author: here stand helpers that are too long for a cell. The idea that the lesson teaches stays in the notebook.
"""


def rain_figure(values, title):
    """Draw one bar for each day in mm of rain; a day without a measurement is marked. Returns the Matplotlib figure.

    values: list of numbers, with None for a day without a measurement.
    """
    import matplotlib.pyplot as plt

    from ..figures import PALETTE

    figure, axes = plt.subplots(figsize=(7, 3))
    for day, value in enumerate(values, 1):
        if value is None:
            axes.text(day, 0.2, "not\nmeasured", ha="center", va="bottom", fontsize=11)
        else:
            axes.bar(day, value, color=PALETTE[0])
    axes.set_xticks(range(1, len(values) + 1))
    axes.set_xlabel("day")
    axes.set_ylabel("rain (mm)")
    axes.set_title(title, loc="left")
    return figure


def check_days_to_count(answer):
    """Is it the number of measured days of the lesson's week, five of seven, one of them dry?"""
    return {5: None, 7: "missing-is-zero", 4: "zero-is-missing"}.get(int(answer), ("other", "Count the days again."))


def check_mean_of_known(function, rng):
    """Does the learner's function give the mean of the measured values, or None when there are none?"""
    known = [round(float(value), 1) for value in rng.uniform(2, 12, 4)]
    values = [known[0], None, 0.0, *known[1:], None]
    mean = sum(known) / 5
    wrong = {"missing-is-zero": sum(known) / 7, "zero-is-missing": sum(known) / 4}
    said = function(list(values))
    for misconception, value in wrong.items():
        if said is not None and abs(said - value) < 1e-6:
            return misconception
    if function([1.0, 2.0]) == function([5.0, 9.0]):
        return "typed-number"
    if said is None or abs(said - mean) > 1e-6:
        return "other", "The mean of a list with missing values is not right."
    return None if function([None, None]) is None else "empty-list"


CHECKS = {"days-to-count": check_days_to_count, "mean-of-known": check_mean_of_known}
