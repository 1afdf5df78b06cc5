"""Answers to the checks of `p02-bias-audit`: wrong ones with the misconception they show, and right ones."""

import numpy as np


def highest_first(scores, missed):
    return np.sort(scores)[::-1][int(missed * len(scores))]


def one_too_far(scores, missed):
    return np.sort(scores)[int(missed * len(scores)) + 1]


def the_share_itself(scores, missed):
    return missed - 0.2


def nobody_is_missed(scores, missed):
    return np.min(scores)


def all_of_them(scores, missed):
    return np.sort(scores)


def by_loop(scores, missed):
    best = min(scores)
    for score in scores:
        if sum(other < score for other in scores) <= missed * len(scores):
            best = max(best, score)
    return best


def people(*three):
    return dict(zip(("Lerato", "Thabo", "Nomsa"), three, strict=True))


MISSED, ALARM, RIGHT_YES, SHARE = "missed", "false alarm", "right among yes", "share of yes"

WRONG = [
    ("order", "measure-before-harm", ["measure", "harm", "split", "threshold", "report"]),
    ("order", "measure-before-harm", ["harm", "split", "threshold", "measure", "report"]),
    ("order", "threshold-tuned-on-test", ["harm", "measure", "threshold", "split", "report"]),
    ("order", "report-too-early", ["harm", "measure", "split", "report", "threshold"]),
    ("order", "not-all-steps", ["harm", "measure", "report"]),
    ("which-measure", "one-fairness-number", people(MISSED, MISSED, MISSED)),
    ("which-measure", "one-fairness-number", people(SHARE, SHARE, SHARE)),
    ("which-measure", "equal-shares", people(SHARE, ALARM, RIGHT_YES)),
    ("which-measure", "innocent-and-flagged", people(MISSED, RIGHT_YES, ALARM)),
    ("which-measure", "innocent-and-flagged", people(MISSED, RIGHT_YES, RIGHT_YES)),
    ("which-measure", "innocent-and-flagged", people(MISSED, ALARM, ALARM)),
    ("which-measure", "of-whom", people(ALARM, MISSED, RIGHT_YES)),
    ("which-measure", "of-whom", people(RIGHT_YES, ALARM, MISSED)),
    ("which-measure", "not-a-measure", people("accuracy", ALARM, RIGHT_YES)),
    ("threshold-at", "wrong-end", highest_first),
    ("threshold-at", "misses-too-many", one_too_far),
    ("threshold-at", "too-low", nobody_is_missed),
    ("threshold-at", "too-low", the_share_itself),
    ("threshold-at", "not-a-number", all_of_them),
]
RIGHT = [
    ("order", ["harm", "measure", "split", "threshold", "report"]),
    ("order", ("Split", "harm", "measure", "threshold", "report")),
    ("order", ["harm", "split", "measure", "threshold", "report"]),
    ("which-measure", people(MISSED, ALARM, RIGHT_YES)),
    ("which-measure", people("Missed", ALARM, RIGHT_YES)),
    ("threshold-at", lambda scores, missed: np.sort(scores)[int(missed * len(scores))]),
    ("threshold-at", by_loop),
]
