"""Figures and checks of the lesson `f03-errors-and-thresholds`, which explains each of them where it is first used.

The ideas of the lesson (counting people, re-weighting scores, adding up costs) stand in the notebook's own cells.
"""

# The four groups of a screening, in the order in which they are drawn: the flagged people stand together.
GROUPS = ("ill, flagged", "healthy, flagged", "ill, not flagged", "healthy, not flagged")
MISS, PLACES = 50, 60  # the lesson's invented costs of a miss (in false alarms) and places of 1,000 in the laboratory


def whole_people(counts):
    """Round numbers of people to whole ones and keep their sum. counts: dict, name -> number. Returns a dict."""
    rounded = {name: int(count) for name, count in counts.items()}
    left = round(sum(counts.values())) - sum(rounded.values())
    for name in sorted(counts, key=lambda name: rounded[name] - counts[name])[:left]:
        rounded[name] += 1
    return rounded


def icon_array(counts, title, axes=None):
    """Draw one mark for each person, column by column: the flagged first. counts: dict with the names of GROUPS.

    Shape, size and colour all tell the groups apart. Returns the Matplotlib figure.
    """
    import matplotlib.pyplot as plt
    import numpy as np

    from ..figures import PALETTE

    counts = whole_people(counts)
    if axes is None:
        _, axes = plt.subplots(figsize=(7, 3.7))
    looks = {
        "ill, flagged": {"marker": "s", "s": 34, "color": PALETTE[1]},
        "healthy, flagged": {"marker": "o", "s": 30, "facecolors": "none", "edgecolors": PALETTE[0], "linewidths": 1.4},
        "ill, not flagged": {"marker": "X", "s": 44, "color": "black"},
        "healthy, not flagged": {"marker": ".", "s": 12, "color": "#888888"},
    }
    start = 0
    for name in GROUPS:
        places = np.arange(start, start + counts[name])
        axes.scatter(places // 20, places % 20, label=f"{name}: {counts[name]}", **looks[name])
        start += counts[name]
    axes.set_ylim(19.8, -0.8)
    axes.set_xlim(-0.8, max(49.8, (start - 1) // 20 + 0.8))
    axes.axis("off")
    axes.set_title(title, loc="left")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=2, handletextpad=0.3, columnspacing=1.5)
    return axes.figure


def screening_figure(counts, title, thresholds, costs, threshold):
    """Draw the icon array, and under it the cost for each threshold with the chosen one marked. Returns the figure.

    thresholds, costs: two lists of the same length. threshold: the chosen one.
    """
    import matplotlib.pyplot as plt
    import numpy as np

    from ..figures import PALETTE

    figure, (above, below) = plt.subplots(2, 1, figsize=(7, 6.2), height_ratios=(1.7, 1))
    icon_array(counts, title, above)
    below.plot(thresholds, costs, color=PALETTE[0])
    chosen, best = list(thresholds).index(threshold), int(np.argmin(costs))
    below.plot(thresholds[best], costs[best], "D", color=PALETTE[2], linestyle="none", label="lowest cost")
    below.plot(threshold, costs[chosen], "o", color=PALETTE[1], markersize=10, linestyle="none", label="your threshold")
    below.set_xlabel("threshold (score from which a person is flagged)")
    below.set_ylabel("cost for\n1,000 people")
    below.set_ylim(0, 1.1 * max(costs))
    below.legend(loc="upper center")
    return figure


def ppv_curve(prevalences, values, marks, title):
    """Draw the PPV against the prevalence. marks: dict, label -> (prevalence, PPV). All shares from 0 to 1."""
    import matplotlib.pyplot as plt

    from ..figures import PALETTE

    figure, axes = plt.subplots(figsize=(7, 3.8))
    axes.plot([100 * p for p in prevalences], [100 * v for v in values], color=PALETTE[0])
    for number, (label, (prevalence, value)) in enumerate(marks.items()):
        axes.plot(100 * prevalence, 100 * value, "os"[number % 2], color=PALETTE[1], linestyle="none")
        axes.annotate(
            label, (100 * prevalence, 100 * value), xytext=(10, -4), textcoords="offset points", va="top", fontsize=11
        )
    axes.set_xscale("log")
    ticks = [0.1, 1, 10, 50]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.set_ylim(0, 100)
    axes.set_xlabel("ill people of 100 (each step to the right multiplies)")
    axes.set_ylabel("true alarms of 100 (PPV)")
    axes.set_title(title, loc="left")
    return figure


def two_curves(roc, precision_recall, titles):
    """Draw ROC curves (left) and precision-recall curves (right).

    Both are dicts, label -> (x values, y values). titles: two sentences. Returns the figure.
    """
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(2, 1, figsize=(7, 7.6))
    widths = (6, 3.5, 1.5)  # curves that lie on each other stay visible
    for width, (label, (x, y)) in zip(widths, roc.items(), strict=False):
        left.plot(x, y, label=label, linewidth=width)
    for label, (x, y) in precision_recall.items():
        right.plot(x, y, label=label, drawstyle="steps-post")
    left.set_xlabel("flagged healthy people, share of the healthy")
    left.set_ylabel("flagged ill people,\nshare of the ill")
    right.set_xlabel("recall: flagged ill people, share of the ill (sensitivity)")
    right.set_ylabel("precision: ill people,\nshare of the flagged (PPV)")
    for axes, title in zip((left, right), titles, strict=True):
        axes.set_ylim(0, 1.04)
        axes.set_title(title, loc="left")
    left.legend(loc="lower right", title="malignant of 100")
    right.legend(loc="lower left", title="malignant of 100")
    return figure


def share_dots(rows, title, xlabel):
    """Draw a dot with an interval for each row. rows: dict, label -> (share, low, high), from 0 to 1."""
    import matplotlib.pyplot as plt
    import numpy as np

    from ..figures import PALETTE, rows_frame

    figure, axes = plt.subplots(figsize=(7, 1.5 + 0.42 * len(rows)))
    share, low, high = 100 * np.array(list(rows.values()), dtype=float).T
    places = np.arange(len(rows))
    axes.errorbar(
        share, places, xerr=[share - low, high - share], fmt="o", color=PALETTE[0], capsize=4, linestyle="none"
    )
    axes.set_xlim(left=0)
    rows_frame(axes, rows, xlabel, title, above=0.5, below=0.5)
    return figure


def one_day(people, true_rate, false_rate, share=0.95):
    """Exact interval of the PPV of one screening of `people` persons: (low, high) of the middle `share` of the days.

    true_rate, false_rate: chance that a person is a true, or a false, alarm. Days without an alarm are left out. The
    number of alarms is binomial; given that number, so is the number of true ones. No draw is made.
    """
    import numpy as np
    from scipy.stats import binom

    values, chances = [], []
    for alarms in range(1, people + 1):
        chance = binom.pmf(alarms, people, true_rate + false_rate)
        if chance > 1e-12:
            true = np.arange(alarms + 1)
            values.append(true / alarms)
            chances.append(chance * binom.pmf(true, alarms, true_rate / (true_rate + false_rate)))
    values, chances = np.concatenate(values), np.concatenate(chances)
    order = np.argsort(values)
    below = np.cumsum(chances[order]) / chances.sum()
    places = np.searchsorted(below, [(1 - share) / 2, (1 + share) / 2])
    return tuple(float(value) for value in values[order][places])


def check_counts(counts):
    """Are the four counts those of 1,000 people, 20 ill, 90 of 100 flagged and 90 of 100 passed?"""
    right = dict(zip(GROUPS, (18, 98, 2, 882), strict=True))
    said = {str(name): float(count) for name, count in dict(counts).items()}
    if set(said) != set(right):
        return "not-the-groups"
    if all(abs(said[name] - count) < 0.51 for name, count in right.items()):
        return None
    if sum(said.values()) <= 201:
        return "percentages"
    if abs(said["healthy, flagged"] - 100) < 0.51:
        return "of-all-people"
    if abs(said["ill, flagged"] + said["ill, not flagged"] - 20) > 0.51:
        return "not-twenty-ill"
    if abs(sum(said.values()) - 1000) > 0.51:
        return "not-a-thousand"
    return "wrong-group"


def check_which_share(answers):
    """Does each question get the share that answers it? answers: dict, question -> name of a share."""
    right = {"liza": "ppv", "jun": "npv", "officer": "sensitivity", "union": "specificity"}
    said = {str(who): str(share).strip().lower() for who, share in dict(answers).items()}
    if set(said) != set(right) or not set(said.values()) <= set(right.values()):
        return "not-a-share"
    if said == right:
        return None
    if said["liza"] == "sensitivity" or said["officer"] == "ppv":
        return "sensitivity-for-ppv"
    if said["jun"] == "specificity" or said["union"] == "npv":
        return "specificity-for-npv"
    return "other-group"


def check_ppv(function, rng):
    """Is the share of the flagged who are ill right, for tests and prevalences drawn anew?"""
    for _ in range(5):
        sensitivity, specificity, prevalence = (
            float(rng.uniform(a, b)) for a, b in ((0.6, 0.95), (0.7, 0.97), (0.01, 0.2))
        )
        true, healthy = sensitivity * prevalence, 1 - prevalence
        said = float(function(sensitivity, specificity, prevalence))
        slips = {
            None: healthy * (1 - specificity),
            "false-alarms-of-all": 1 - specificity,
            "counts-the-passed": healthy * specificity,
            "counts-the-missed": prevalence * (1 - sensitivity),
            "wrong-rate": healthy * (1 - sensitivity),
            "not-the-healthy": prevalence * (1 - specificity),
        }
        found = [name for name, false in slips.items() if abs(said - true / (true + false)) < 1e-6]
        if not found:
            return "other-share"
        if found[0]:
            return found[0]
    return None


def per_thousand(rows, threshold):
    """What a threshold does to 1,000 people like those of the frame `rows`: (flagged, missed, false alarms)."""
    flagged, ill = rows["score"] >= threshold, rows["tb"] == 1
    return tuple(1000 * float(group.mean()) for group in (flagged, ill & ~flagged, flagged & ~ill))


def check_thresholds(answers):
    """Are the two thresholds good on the half that chooses? answers: dict with "costs" and "capacity"."""
    from .. import datasets

    rows = datasets.load("tb-screening").query("half == 'choose'")
    said = {str(name): value for name, value in dict(answers).items()}
    if set(said) != {"costs", "capacity"}:
        return "not-two-thresholds"
    costs, capacity = float(said["costs"]), float(said["capacity"])

    def cost(threshold):
        _, missed, alarms = per_thousand(rows, threshold)
        return alarms + MISS * missed

    if cost(costs) > 1.05 * min(cost(threshold) for threshold in range(102)):
        if costs == 50:
            return "middle-is-neutral"
        return "too-few-flagged" if costs > 65 else "too-many-flagged"
    flagged = per_thousand(rows, capacity)[0]
    if flagged > PLACES:
        return "over-the-limit"
    if per_thousand(rows, capacity - 5)[0] <= PLACES:
        return "places-left"
    return None


def check_total_cost(function, rng):
    """Is the total cost right on people with tied scores, for two different costs?"""
    import numpy as np

    y = (rng.random(200) < 0.3).astype(int)
    s = np.clip(np.rint(rng.normal(4 + 3 * y, 2)), 0, 10).astype(int)
    threshold = int(np.median(s))
    a, b = (float(value) for value in rng.uniform(1, 9, 2))
    said = float(function(y, s, threshold, a, b))
    flagged, strictly = s >= threshold, s > threshold

    def cost(flags, c_fp, c_fn):
        return c_fp * (flags & (y == 0)).sum() + c_fn * (~flags & (y == 1)).sum()

    slips = {
        None: cost(flagged, a, b),
        "swapped-costs": cost(flagged, b, a),
        "strictly-above": cost(strictly, a, b),
        "mistakes-alike": cost(flagged, 1, 1),
        "mean-for-total": cost(flagged, a, b) / len(y),
        "only-false-alarms": cost(flagged, a, 0),
        "only-misses": cost(flagged, 0, b),
    }
    found = [name for name, value in slips.items() if abs(said - value) < 1e-6]
    return found[0] if found else "other-cost"


CHECKS = {
    "counts": check_counts,
    "which-share": check_which_share,
    "ppv": check_ppv,
    "thresholds": check_thresholds,
    "total-cost": check_total_cost,
}
