"""Figures, checks and the model's door of the lesson `g05-hallucination-measured`, which explains each of them.

How answers are marked, counted and given an interval stands in the notebook's own cells.
"""

from ..live_model import live_model

PROTOCOL = ("right", "wrong", "abstained")
SAMPLE_MARKS = {"Bolivia": "right", "Colombia": "right", "Myanmar": "wrong", "Mali": "wrong", "Iceland": "wrong"}
LIMIT = 0.1  # of the answers used, at most one in ten may be wrong


class Model:
    """A language model that answers live, or from the recording when it is not on this computer.

    tape: the recording (`learn.tape`). `live` says which of the two it is, `note` says it in a sentence.
    """

    def __init__(self, tape):
        self.tape = tape
        self._model, self._tokenizer, self.note = live_model(
            tape.header["model"], "the answers come from the recording"
        )
        self.live = self._model is not None

    def answer(self, countries):
        """Return a dict, country -> what the model writes (at most 24 tokens) when asked for its capital."""
        asked = {one["about"]["country"]: one for one in self.tape if one["id"].startswith("free/")}
        unknown = [country for country in countries if country not in asked]
        if unknown:
            from ..messages import CourseError

            raise CourseError(f"The recording holds no question about {unknown[0]!r}. Copy a name from its table.")
        if not self.live:
            return {country: asked[country]["output"] for country in countries}
        import torch

        prompts = [asked[country]["prompt"] for country in countries]
        batch = self._tokenizer(prompts, return_tensors="pt", padding=True)
        with torch.inference_mode():
            out = self._model.generate(
                **batch, max_new_tokens=24, do_sample=False, pad_token_id=self._tokenizer.eos_token_id
            )
        texts = self._tokenizer.batch_decode(out[:, batch["input_ids"].shape[1] :], skip_special_tokens=True)
        return dict(zip(countries, texts, strict=True))


def interval_dots(rows, title, xlabel, mark=None, mark_label="", axes=None):
    """Draw a dot with its interval for each entry of `rows`. Return the Matplotlib axes.

    rows: dict, label -> (value, low, high), each from 0 to 1. mark: a value to compare with (a dashed line).
    """
    import matplotlib.pyplot as plt

    from ..figures import PALETTE, rows_frame

    if axes is None:
        _, axes = plt.subplots(figsize=(7, 1.5 + 0.45 * len(rows)))
    for place, (value, low, high) in enumerate(rows.values()):
        axes.plot([low, high], [place, place], color=PALETTE[0], linestyle="-", linewidth=2)
        axes.plot([value], [place], "o", color=PALETTE[0], linestyle="none")
        axes.annotate(
            f"{value:.0%}", (value, place), textcoords="offset points", xytext=(0, 8), ha="center", fontsize=11
        )
    if mark is not None:
        axes.axvline(mark, color="black", linestyle="--", linewidth=1)
        axes.annotate(
            mark_label,
            (mark, 0),
            xycoords=("data", "axes fraction"),
            xytext=(4, 4),
            textcoords="offset points",
            fontsize=11,
        )
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    rows_frame(axes, rows, xlabel, title, above=0.8)
    return axes


def curve_figure(points, here, title):
    """Draw risk against coverage and mark one point. Return the Matplotlib axes.

    points: list of (coverage, risk), each from 0 to 1; here: such a pair, or None when no answer is used.
    """
    import matplotlib.pyplot as plt

    from ..figures import PALETTE

    _, axes = plt.subplots(figsize=(7, 3.6))
    axes.plot(*zip(*points, strict=True), color=PALETTE[0], linestyle="-", drawstyle="steps-post")
    if here:
        axes.plot(*here, "o", color=PALETTE[1], markersize=13, linestyle="none")
    for axis, words in (
        (axes.xaxis, "coverage: answers used, of all questions"),
        (axes.yaxis, "risk: wrong, of the answers used"),
    ):
        axis.set_major_formatter(lambda value, _: f"{value:.0%}")
        axis.set_label_text(words)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(-0.02, 0.7)
    axes.set_title(title)
    return axes


def check_marks(marks):
    """Are five answers marked by the protocol? `marks`: dict, country -> right, wrong or abstained."""
    marks = {str(key): str(value).strip().lower() for key, value in dict(marks).items()}
    if set(marks) != set(SAMPLE_MARKS) or not set(marks.values()) <= set(PROTOCOL):
        return "not-the-three-words"
    if marks["Mali"] == "abstained":
        return "evasion-is-no-warning"
    if marks["Bolivia"] == "wrong" or marks["Colombia"] == "wrong":
        return "right-answer-refused"
    if marks["Iceland"] == "right" or marks["Myanmar"] == "right" or marks["Mali"] == "right":
        return "fluent-is-not-right"
    return None if marks == SAMPLE_MARKS else "fluent-is-not-right"


def check_wilson(wilson, rng):
    """Does wilson(right, asked) give the ends of the Wilson interval, on fresh counts?"""
    from math import sqrt

    for _ in range(20):
        asked = int(rng.integers(5, 300))
        right = int(rng.integers(1, asked))
        low, high = (float(end) for end in wilson(right, asked))
        share = right / asked
        if not low < share < high:
            return "share-not-inside"
        if abs((high - low) - 2 * 1.96 * sqrt(share * (1 - share) / asked)) < 1e-9:
            return "simple-interval"
        for end in (low, high):
            if abs(abs(share - end) - 1.96 * sqrt(max(0.0, end * (1 - end)) / asked)) > 1e-6:
                return "other-width"
    return None


def halves():
    """Return the marked free answers of the data set `capital-answers` as a dict, half -> frame."""
    from .. import datasets

    return {half: rows for half, rows in datasets.load("capital-answers").groupby("half")}


def check_threshold(threshold):
    """Is the threshold the lowest (to two digits) with at most one wrong in ten used, on the choosing half?"""
    rows = halves()["choose"]
    threshold = float(threshold)
    if not 0 <= threshold <= 1:
        return "not-a-probability"

    def risk(t):
        used = rows[rows["confidence"] >= t]
        return (used["label"] == "wrong").mean() if len(used) else 0.0

    if not (rows["confidence"] >= threshold).any():
        return "nothing-is-used"
    if risk(threshold) > LIMIT:
        return "too-many-wrong"
    # A step of 0.05 on the slider is fine; two steps more than is needed throw good answers away.
    if threshold >= 0.1 and risk(threshold - 0.1) <= LIMIT:
        return "too-careful"
    return None


def check_by_third(by_third, rng):
    """Does by_third(values, wrong) count (wrong, asked) in the lowest, middle and highest third of the values?"""
    import numpy as np
    import pandas as pd

    for size in (60, 90):
        values = pd.Series(rng.permutation(size) + rng.uniform(0, 0.1, size))
        # More wrong ones among the low values: the counts of other rows, or turned round, are not equal by chance.
        wrong = pd.Series(rng.random(size) < 0.8 - 0.7 * values / size)
        order = np.array_split(np.argsort(values.to_numpy()), 3)
        expected = [(int(wrong.iloc[rows].sum()), len(rows)) for rows in order]
        found = by_third(values, wrong)
        found = list(found.values()) if isinstance(found, dict) else found
        if not hasattr(found, "__len__") or len(found) != 3 or any(np.size(pair) != 2 for pair in found):
            return "no-pairs"
        found = [tuple(int(n) for n in pair) for pair in found]
        if found == expected:
            continue
        if found == expected[::-1]:
            return "highest-first"
        if found == [(asked - bad, asked) for bad, asked in expected]:
            return "counts-right-answers"
        if [asked for _, asked in found] != [asked for _, asked in expected]:
            return "unequal-groups"
        return "other-rows"
    return None


CHECKS = {
    "marks": check_marks,
    "wilson": check_wilson,
    "threshold": check_threshold,
    "by-third": check_by_third,
}
