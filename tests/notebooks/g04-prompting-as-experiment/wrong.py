"""Wrong and right answers to the exercises of g04-prompting-as-experiment: (check, misconception, answer)."""

import numpy as np

PLAN = {"choose on": "development", "report on": "test", "unreadable": "wrong", "compare with": "simple tool"}


def paired(a, b):
    step = a.astype(float) - b
    drawn = np.random.default_rng(0).integers(0, len(step), (2000, len(step)))
    low, high = np.percentile(step[drawn].mean(axis=1), [2.5, 97.5])
    return step.mean(), low, high


def paired_by_loops(a, b):
    rng = np.random.default_rng(7)
    step = [int(x) - int(y) for x, y in zip(a, b, strict=True)]
    means = sorted(np.mean(rng.choice(step, len(step))) for _ in range(1000))
    return [sum(step) / len(step), means[24], means[974]]


def drawn_apart(a, b):
    rng, n = np.random.default_rng(0), len(a)
    gaps = a[rng.integers(0, n, (2000, n))].mean(axis=1) - b[rng.integers(0, n, (2000, n))].mean(axis=1)
    return a.mean() - b.mean(), *np.percentile(gaps, [2.5, 97.5])


def one_standard_error(a, b):
    value, low, high = paired(a, b)
    return value, value - (value - low) / 2, value + (high - value) / 2


WRONG = [
    ("plan", "chooses-on-test", {**PLAN, "choose on": "test"}),
    ("plan", "chooses-on-test", {**PLAN, "choose on": "both"}),
    ("plan", "reports-where-chosen", {**PLAN, "report on": "development"}),
    ("plan", "reports-where-chosen", {**PLAN, "report on": "both"}),
    ("plan", "drops-unreadable", {**PLAN, "unreadable": "left out"}),
    ("plan", "drops-unreadable", {**PLAN, "unreadable": "right"}),
    ("plan", "no-simple-tool", {**PLAN, "compare with": "another prompt"}),
    ("plan", "no-simple-tool", {**PLAN, "compare with": "nothing"}),
    ("plan", "not-the-words", {**PLAN, "report on": "everything"}),
    ("plan", "not-the-words", {"choose on": "development"}),
    ("score", "sum-of-tokens", sum),
    ("score", "first-token", lambda values: values[0]),
    ("score", "probability", lambda values: np.exp(values).mean()),
    ("score", "probability", lambda values: np.exp(np.mean(values))),
    ("score", "other-number", max),
    ("paired", "drawn-apart", drawn_apart),
    ("paired", "other-sign", lambda a, b: paired(b, a)),
    ("paired", "not-the-difference", lambda a, b: (a.mean(), 0.0, 1.0)),
    ("paired", "other-width", one_standard_error),
    ("paired", "not-three-numbers", lambda a, b: paired(a, b)[1:]),
    ("choice", "simple-tool-too-early", "simple tool"),
    ("choice", "not-in-the-table", "magic"),
    ("choice", "habit-left-in", "examples a"),
    ("choice", "habit-left-in", "magic words"),
    ("choice", "more-examples", "examples b, calibrated"),
    ("choice", "not-the-best", "role, calibrated"),
]

RIGHT = [
    ("plan", PLAN),
    ("plan", {line: word.upper() for line, word in PLAN.items()}),
    ("score", np.mean),
    ("score", lambda values: sum(values) / len(values)),
    ("paired", paired),
    ("paired", paired_by_loops),
    ("choice", "magic words, calibrated"),
    ("choice", " magic words, calibrated "),
]
