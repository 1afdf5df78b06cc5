"""Generator, figures and checks of the lesson `p02-bias-audit`, which explains each of them where it is first used.

How errors are counted, compared and given an interval stands in the notebook's own cells.
"""

TRADES = ("market trade", "tailoring", "care work", "farming", "transport", "building")
# Share of each trade, for women and for men, where the proxy is switched on in full.
TRADE_OF_WOMEN = (0.34, 0.22, 0.22, 0.14, 0.04, 0.04)
TRADE_OF_MEN = (0.08, 0.06, 0.02, 0.24, 0.30, 0.30)
REGIONS = {"lowlands": 0.64, "foothills": 0.345, "mountains": 0.015}
DISBELIEVED = 0.3  # label bias: this share of the eligible women was refused by the officers of the past
UNRECORDED = 0.4  # proxy: this share of a woman's working months is missing from the register, on average
LOST = 0.6  # sampling: this share of the files of eligible women never came into the digital archive
POORER = 0.3  # base rates: women's household income is lower by this much, as a natural logarithm (about a quarter)


def claims(n, label_bias=0.0, proxy=0.0, sampling=0.0, base_rates=0.0, seed=0):
    """Return n made-up claims for income support between two jobs, as a pandas frame. They describe nobody.

    The four switches go from 0 (off) to 1 (in full). N(0, 1) are independent standard normal numbers, woman is 1 or 0:

        woman         fair coin; region by REGIONS, independent of all else
        months        worked in the last 24: round(13 + 6 N(0, 1)), cut to 0..24
        income        per head and month, in an invented money: exp(ln 200 + 0.6 N(0, 1) - 0.3 base_rates woman)
        dependants    Poisson(2), cut to 6
        P(eligible)   1 / (1 + exp(-s)), where s is the sum of -0.3, 1.6 (months - 13) / 6,
                      -1.6 ln(income / 200) / 0.6 and 0.4 (dependants - 2)
        recorded      months for men; for women each month is left out of the register with probability 0.4 proxy
        trade         uniform for a share 1 - proxy; by TRADE_OF_WOMEN or TRADE_OF_MEN for the rest
        approved      eligible, but refused with probability 0.3 label_bias where woman = 1
        in the file   all, but an eligible woman's file is lost with probability 0.6 sampling

    So `eligible` is the truth by construction; `approved` is what the officers of the past decided. With sampling
    above 0 fewer than n rows come back. Explained in the lesson p02-bias-audit, under *Worked example*.
    """
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(seed)
    woman = rng.random(n) < 0.5
    region = rng.choice(list(REGIONS), n, p=list(REGIONS.values()))
    months = np.clip(np.round(13 + 6 * rng.normal(size=n)), 0, 24).astype(int)
    income = np.exp(np.log(200) + 0.6 * rng.normal(size=n) - POORER * base_rates * woman)
    dependants = np.minimum(rng.poisson(2, n), 6)
    need = -0.3 + 1.6 * (months - 13) / 6 - 1.6 * np.log(income / 200) / 0.6 + 0.4 * (dependants - 2)
    eligible = rng.random(n) < 1 / (1 + np.exp(-need))
    recorded = rng.binomial(months, np.where(woman, 1 - UNRECORDED * proxy, 1.0))
    usual = np.where(woman, rng.choice(TRADES, n, p=TRADE_OF_WOMEN), rng.choice(TRADES, n, p=TRADE_OF_MEN))
    trade = np.where(rng.random(n) < proxy, usual, rng.choice(TRADES, n))
    approved = eligible & ~(woman & (rng.random(n) < DISBELIEVED * label_bias))
    kept = ~(woman & eligible & (rng.random(n) < LOST * sampling))
    frame = pd.DataFrame(
        {
            "gender": np.where(woman, "woman", "man"),
            "region": region,
            "trade": trade,
            "months_recorded": recorded,
            "income": income.round(0).astype(int),
            "dependants": dependants,
            "approved": approved.astype(int),
            "eligible": eligible.astype(int),
        }
    )
    return frame[kept].reset_index(drop=True)


class Tool:
    """A logistic regression that gives each claim a score from 0 to 1, learned from the decisions of the past.

    past: frame with the columns to learn from and `approved`. columns: names of the columns that the tool sees; text
    columns become one column for each value, income enters as a logarithm. weights: one number a row, or None.
    """

    def __init__(self, past, columns, weights=None):
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        from threadpoolctl import threadpool_limits

        self.columns = list(columns)
        self.model = make_pipeline(StandardScaler(), LogisticRegression())
        with threadpool_limits(1):  # so small a table is fitted faster on one core, above all on a busy computer
            self.model.fit(self.numbers(past), past["approved"], logisticregression__sample_weight=weights)

    def numbers(self, rows):
        """Return what the tool sees of the rows, as numbers."""
        import numpy as np
        import pandas as pd

        seen = rows[self.columns].copy()
        if "income" in seen:
            seen["income"] = np.log(seen["income"].clip(lower=1))
        if "trade" in seen:  # the same columns also where a trade does not occur
            seen["trade"] = pd.Categorical(seen["trade"], sorted(TRADES))
        if "gender" in seen:
            seen["gender"] = seen["gender"] == "woman"
        return pd.get_dummies(seen).astype(float)

    def score(self, rows):
        """Return a score from 0 to 1 for each row, as an array."""
        return self.model.predict_proba(self.numbers(rows))[:, 1]


def pair_dots(rows, title, xlabel="share, with 95 % interval", names=("women", "men"), limits=(0, 1)):
    """Draw, for each entry of `rows`, one dot for each of two groups. Return the Matplotlib axes.

    rows: dict, label -> (women, men); each a share from 0 to 1, or (share, low, high) with the ends of its interval.
    The groups differ in colour and in form.
    """
    import matplotlib.pyplot as plt

    from ..figures import PALETTE, rows_frame

    figure, axes = plt.subplots(figsize=(7, 1.7 + 0.62 * len(rows)))
    for place, pair in enumerate(rows.values()):
        for side, (name, value) in enumerate(zip(names, pair, strict=True)):
            share, *ends = value if isinstance(value, (tuple, list)) else (value,)
            height = place - 0.16 + 0.32 * side
            color, marker = PALETTE[side], "os"[side]
            if ends:
                axes.plot(ends, [height, height], color=color, linestyle="-", linewidth=2)
            label = name if place == 0 else None
            axes.plot([share], [height], marker, color=color, linestyle="none", markersize=9, label=label)
            right = max(ends, default=share)
            axes.annotate(
                f"{share:.0%}", (right, height), xytext=(9, 0), textcoords="offset points", va="center", fontsize=11
            )
    axes.set_xlim(*limits)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    rows_frame(axes, rows, xlabel, above=0.55, below=0.55)
    figure.legend(loc="outside lower left", ncols=2)
    figure.suptitle(title, x=0.01, ha="left", fontsize=13, fontweight="bold")  # from the edge: long labels need room
    return axes


def lean_dots(table, title):
    """Draw the lean of nouns with its interval over sentences. Return the Matplotlib axes.

    table: frame with the noun as index and the columns mean, low, high (natural logarithms of she : he) and control
    (True where the noun is no occupation).
    """
    import matplotlib.pyplot as plt

    from ..figures import PALETTE, rows_frame

    figure, axes = plt.subplots(figsize=(7, 1.4 + 0.29 * len(table)))
    for place, (_, row) in enumerate(table.iterrows()):
        color, marker = (PALETTE[6], "D") if row["control"] else (PALETTE[0], "o")
        axes.plot([row["low"], row["high"]], [place, place], color=color, linestyle="-", linewidth=2)
        axes.plot([row["mean"]], [place], marker, color=color, linestyle="none")
    labels = [f"{noun} (control)" if row["control"] else noun for noun, row in table.iterrows()]
    axes.axvline(0, color="black", linestyle="--", linewidth=1)
    rows_frame(axes, labels, "log-odds of she against he, interval over six sentences")
    figure.suptitle(title, x=0.01, ha="left", fontsize=13, fontweight="bold")
    return axes


STEPS = ("harm", "measure", "split", "threshold", "report")
MEASURES = ("missed", "false alarm", "right among yes", "share of yes")
RIGHT_MEASURES = {"Lerato": "missed", "Thabo": "false alarm", "Nomsa": "right among yes"}


def check_order(order):
    """Does the harm lead, the split come before the threshold, and the report last? `order`: list of five words."""
    words = [str(word).strip().lower() for word in order]
    if sorted(words) != sorted(STEPS):
        return "not-all-steps"
    place = {word: number for number, word in enumerate(words)}
    if place["measure"] < place["harm"]:
        return "measure-before-harm"
    if place["threshold"] < place["split"]:
        return "threshold-tuned-on-test"
    if place["report"] < 4:
        return "report-too-early"
    # Rows may be set apart at any time before the threshold; a threshold needs a measure.
    return None if place["measure"] < place["threshold"] else "measure-before-harm"


def check_which_measure(choices):
    """Does each person get the measure that counts their harm? `choices`: dict, name -> word of the table."""
    said = {str(name): str(word).strip().lower() for name, word in dict(choices).items()}
    if set(said) != set(RIGHT_MEASURES) or not set(said.values()) <= set(MEASURES):
        return "not-a-measure"
    if len(set(said.values())) == 1:
        return "one-fairness-number"
    if "share of yes" in said.values():
        return "equal-shares"
    if said["Lerato"] == "missed" and said["Thabo"] == "right among yes":
        return "innocent-and-flagged"
    if said["Lerato"] == "missed" and said["Nomsa"] == "false alarm":
        return "innocent-and-flagged"
    return None if said == RIGHT_MEASURES else "of-whom"


def check_threshold_at(function, rng):
    """Is function(scores, missed) the highest threshold with at most that share of the scores below it?"""
    import numpy as np

    for size in (10, 12, 37, 103):
        for missed in (0.15, 0.25, 0.35):
            scores = rng.random(size)
            found = function(scores.copy(), missed)
            if np.ndim(found) != 0 or not isinstance(float(found), float):
                return "not-a-number"
            ordered, allowed = np.sort(scores), int(missed * size)
            if ordered[allowed - 1] < found <= ordered[allowed]:
                continue
            if found == ordered[::-1][allowed]:
                return "wrong-end"
            return "misses-too-many" if found > ordered[allowed] else "too-low"
    return None


CHECKS = {
    "order": check_order,
    "which-measure": check_which_measure,
    "threshold-at": check_threshold_at,
}
