"""Wrong and right answers to the exercises of g05-hallucination-measured: (check, misconception, answer)."""

from math import sqrt

import numpy as np
import pandas as pd

MARKS = {"Bolivia": "right", "Colombia": "right", "Myanmar": "wrong", "Mali": "wrong", "Iceland": "wrong"}


def wilson(right, asked, z=1.96):
    share, shrink = right / asked, 1 + z**2 / asked
    middle = (share + z**2 / (2 * asked)) / shrink
    half = z * sqrt(share * (1 - share) / asked + z**2 / (4 * asked**2)) / shrink
    return middle - half, middle + half


def simple(right, asked, z=1.96):
    share = right / asked
    half = z * sqrt(share * (1 - share) / asked)
    return share - half, share + half


def turned(right, asked, z=1.96):
    return wilson(right, asked, z)[::-1]


def one_part_under_the_root(right, asked, z=1.96):
    share, shrink = right / asked, 1 + z**2 / asked
    middle = (share + z**2 / (2 * asked)) / shrink
    half = z * sqrt(share * (1 - share) / asked) / shrink
    return middle - half, middle + half


def not_divided(right, asked, z=1.96):
    share, shrink = right / asked, 1 + z**2 / asked
    middle = (share + z**2 / (2 * asked)) / shrink
    half = z * sqrt(share * (1 - share) / asked + z**2 / (4 * asked**2))
    return middle - half, middle + half


def thirds(values, wrong):
    third = pd.qcut(values, 3, labels=False)
    return [(int(wrong[third == n].sum()), int((third == n).sum())) for n in range(3)]


def thirds_by_sorting(values, wrong):
    rows = np.array_split(np.argsort(np.asarray(values)), 3)
    return {name: [np.asarray(wrong)[part].sum(), len(part)] for name, part in zip("abc", rows, strict=True)}


def thirds_by_cut(values, wrong):
    third = pd.cut(values**3, 3, labels=False)
    return [(int(wrong[third == n].sum()), int((third == n).sum())) for n in range(3)]


def thirds_by_position(values, wrong):
    return [(int(part.sum()), len(part)) for part in np.array_split(wrong.to_numpy(), 3)]


WRONG = [
    ("marks", "evasion-is-no-warning", {**MARKS, "Mali": "abstained"}),
    ("marks", "right-answer-refused", {**MARKS, "Bolivia": "wrong"}),
    ("marks", "right-answer-refused", {**MARKS, "Colombia": "wrong"}),
    ("marks", "fluent-is-not-right", {**MARKS, "Iceland": "right"}),
    ("marks", "fluent-is-not-right", dict.fromkeys(MARKS, "right")),
    ("marks", "not-the-three-words", {**MARKS, "Mali": "unclear"}),
    ("marks", "not-the-three-words", {"Bolivia": "right"}),
    ("wilson", "simple-interval", simple),
    ("wilson", "share-not-inside", turned),
    ("wilson", "other-width", one_part_under_the_root),
    ("wilson", "other-width", not_divided),
    ("threshold", "too-many-wrong", 0.2),
    ("threshold", "too-many-wrong", 0),
    ("threshold", "too-careful", 0.55),
    ("threshold", "nothing-is-used", 1),
    ("threshold", "not-a-probability", 40),
    ("by-third", "highest-first", lambda values, wrong: thirds(values, wrong)[::-1]),
    ("by-third", "counts-right-answers", lambda values, wrong: thirds(values, ~wrong)),
    ("by-third", "unequal-groups", thirds_by_cut),
    ("by-third", "other-rows", thirds_by_position),
    ("by-third", "no-pairs", lambda values, wrong: wrong.mean()),
    ("by-third", "no-pairs", lambda values, wrong: [int(bad) for bad, _ in thirds(values, wrong)]),
]

RIGHT = [
    ("marks", MARKS),
    ("marks", {country: mark.upper() for country, mark in MARKS.items()}),
    ("wilson", wilson),
    ("threshold", 0.4),
    ("threshold", 0.36),
    ("threshold", "0.45"),
    ("by-third", thirds),
    ("by-third", thirds_by_sorting),
]
