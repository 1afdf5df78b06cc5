"""Figures, intervals and checks of the lesson `f01-learning-from-data`, which explains each where it is first used.

The idea of the lesson, that a model can only answer what its examples hold, stands in the notebook's own cells.
"""

from ..intervals import Z
from ..intervals import wilson as share_interval

SPECIES = ("Adelie", "Chinstrap", "Gentoo")
SIZES = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")


def difference(first, second, paired=True):
    """Return (difference, low, high): share right in `first` minus that in `second`, with a 95 % interval.

    first, second: one true or false for each tested row. paired: both hold the same rows in the same order (interval of
    Agresti and Min, Statistics in Medicine 24, 2005); else they are different rows (Agresti and Caffo, The American
    Statistician 54, 2000). Both stay honest when hardly any row differs. Explained in `f01-learning-from-data`.
    """
    first, second = [bool(value) for value in first], [bool(value) for value in second]
    a, n, b, m = sum(first), len(first), sum(second), len(second)
    if paired:
        if n != m:
            raise ValueError("Paired lists must hold the same rows: they differ in length.")
        only_first = sum(one and not two for one, two in zip(first, second, strict=True))
        only_second = sum(two and not one for one, two in zip(first, second, strict=True))
        middle = (only_first - only_second) / (n + 2)
        width = ((only_first + only_second + 1) / (n + 2) ** 2 - middle**2 / (n + 2)) ** 0.5
    else:
        one, two = (a + 1) / (n + 2), (b + 1) / (m + 2)
        middle, width = one - two, (one * (1 - one) / (n + 2) + two * (1 - two) / (m + 2)) ** 0.5
    return a / n - b / m, middle - Z * width, middle + Z * width


def bird_map(table, title, flipper_cut=None, bill_cut=None):
    """Draw penguins by flipper and bill length, a colour and a shape for each species, and the cuts of a rule.

    table: columns species, flipper_length_mm, bill_length_mm. flipper_cut, bill_cut: millimetres. Returns the figure.
    """
    import matplotlib.pyplot as plt

    from ..figures import PALETTE

    figure, axes = plt.subplots(figsize=(7, 4.4))
    for species, colour, marker in zip(SPECIES, PALETTE, "o^s", strict=False):
        birds = table[table["species"] == species]
        axes.plot(
            birds["flipper_length_mm"],
            birds["bill_length_mm"],
            marker,
            color=colour,
            alpha=0.65,
            label=f"{species} ({len(birds)})",
            linestyle="none",
        )
    axes.set_xlim(168, 236)
    axes.set_ylim(30, 62)
    if flipper_cut is not None:
        axes.axvline(flipper_cut, color="black", linestyle="-")
    if bill_cut is not None:
        # The second question is only asked of birds that did not pass the first.
        end = 236 if flipper_cut is None else flipper_cut
        axes.plot([168, end], [bill_cut] * 2, color="black", linestyle="--")
    axes.set_xlabel("flipper length (mm)")
    axes.set_ylabel("bill length (mm)")
    axes.set_title(title, loc="left")
    figure.legend(loc="outside lower center", ncols=3)
    return figure


def score_lines(scores, title):
    """Draw the accuracy of each entry of `scores`, name -> (right, tested), with its interval. Return the figure."""
    import matplotlib.pyplot as plt

    from ..figures import PALETTE, rows_frame

    figure, axes = plt.subplots(figsize=(7, 1.4 + 0.5 * len(scores)))
    for place, (right, tested) in enumerate(scores.values()):
        low, high = share_interval(right, tested)
        axes.plot([low, high], [place, place], color=PALETTE[0], linestyle="-", linewidth=3)
        axes.plot(right / tested, place, "o", color=PALETTE[0], markersize=9)
        axes.annotate(f"{right} of {tested}", (right / tested, place), (0, 9), textcoords="offset points", ha="center")
    axes.set_xlim(0, 1.1)
    rows_frame(axes, scores, "accuracy (share of right answers)", title, above=0.75, below=0.5)
    return figure


def confidence_dots(groups, title):
    """Draw one row of dots for each group of birds; groups: dict, name -> confidence from 0 to 1. Return the figure."""
    import matplotlib.pyplot as plt
    import numpy as np

    from ..figures import PALETTE, rows_frame

    rng = np.random.default_rng(0)
    figure, axes = plt.subplots(figsize=(7, 3.2))
    for place, (values, marker) in enumerate(zip(groups.values(), "o^", strict=True)):
        height = place + rng.uniform(-0.28, 0.28, len(values))
        axes.plot(values, height, marker, color=PALETTE[place], alpha=0.6, linestyle="none")
        axes.plot([np.mean(values)] * 2, [place - 0.42, place + 0.42], color="black", linestyle="-", linewidth=3)
    rows_frame(axes, groups, "confidence: share of the votes for the answer (black line: mean)", title)
    return figure


def added_lines(results, title, limit):
    """Draw mean accuracy by number of birds added, with the lowest and the highest of the repeats as a band.

    results: dict, name -> dict, number added -> list of accuracies. limit: name and height of a dotted line.
    """
    import matplotlib.pyplot as plt
    import numpy as np

    figure, axes = plt.subplots(figsize=(7, 4))
    for (name, scores), marker in zip(results.items(), "^o", strict=True):
        means = [np.mean(values) for values in scores.values()]
        (line,) = axes.plot(list(scores), means, marker=marker, label=name)
        lows, highs = [min(v) for v in scores.values()], [max(v) for v in scores.values()]
        axes.fill_between(list(scores), lows, highs, color=line.get_color(), alpha=0.2)
    axes.axhline(limit[1], color="black", linestyle=":", linewidth=1.5, label=limit[0])
    axes.set_xticks(sorted({number for scores in results.values() for number in scores}))
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("birds added to the training rows")
    axes.set_ylabel("accuracy on other birds of Dream")
    axes.set_title(title, loc="left")
    figure.legend(loc="outside lower center", ncols=1)
    return figure


def _measured():
    from .. import datasets

    return datasets.load("penguins").dropna(subset=list(SIZES))


def check_my_rule(rule):
    """Does rule(bill, flipper) name three species, better than always the most frequent one?"""
    birds = _measured()
    said = [
        rule(bill, flipper) for bill, flipper in zip(birds["bill_length_mm"], birds["flipper_length_mm"], strict=True)
    ]
    if any(answer is None for answer in said):
        return "no-answer"
    if not set(said) <= set(SPECIES):
        return "unknown-name", f"It said: {sorted({str(answer) for answer in said} - set(SPECIES))[0]}."
    score = sum(answer == species for answer, species in zip(said, birds["species"], strict=True)) / len(birds)
    if len(set(said)) == 1:
        return "one-answer"
    if len(set(said)) == 2:
        return "two-species"
    return "weak-cuts" if score < 0.75 else None


def check_parts(parts):
    """Are features, label and training rows of the pump workshop named as they can be used? `parts`: dict."""
    label, rows = str(parts["label"]).strip(), str(parts["training rows"]).strip().lower()
    features = {str(name).strip() for name in parts["features"]}
    columns = {"age_years", "vibration", "bearing_broken", "repair_hours"}
    if not features <= columns or label not in columns or rows not in ("repaired pumps", "arriving pumps"):
        return "unknown-words"
    if label != "bearing_broken":
        return "wrong-label"
    if label in features:
        return "label-among-features"
    if "repair_hours" in features:
        return "known-too-late"
    if rows != "repaired pumps":
        return "no-labels-yet"
    return None if features == {"age_years", "vibration"} else "feature-left-out"


def check_never(answer):
    """Does the answer name, for each island, the species that the birds of the other two islands do not hold?"""
    said = {str(island): {str(name) for name in names} for island, names in dict(answer).items()}
    if set(said) != {"Biscoe", "Dream", "Torgersen"} or not set().union(*said.values()) <= set(SPECIES):
        return "unknown-words"
    right = {"Biscoe": {"Gentoo"}, "Dream": {"Chinstrap"}, "Torgersen": set()}
    if said == right:
        return None
    if said["Dream"] == {"Gentoo"} or said["Biscoe"] == {"Chinstrap"}:
        return "absent-there"
    if any("Adelie" in names for names in said.values()):
        return "new-place-all-new"
    return "nothing-new-there" if said["Torgersen"] else "missed-one"


def check_best_possible(function, rng):
    """Does best_possible(train, test) give the share of test labels that stand among the training labels?"""
    for number in range(2, 8):
        names = [f"kind {letter}" for letter in rng.permutation(list("ABCDEFGHIJ"))[: number + 2]]
        train = [str(name) for name in rng.choice(names[: number - 1], 30)]
        test = [str(name) for name in rng.choice(names, 20)]
        found, known = float(function(list(train), list(test))), sum(name in set(train) for name in test)
        if abs(found - known / 20) < 1e-6:
            continue
        if abs(found - known) < 1e-6:
            return "a-sum"
        if abs(found - len(set(test) & set(train)) / len(set(test))) < 1e-6:
            return "classes-not-rows"
        return "the-unknown-share" if abs(found - 1 + known / 20) < 1e-6 else "not-the-share"
    return None


CHECKS = {
    "my-rule": check_my_rule,
    "parts": check_parts,
    "never": check_never,
    "best-possible": check_best_possible,
}
