"""Answers to the checks of `f03-errors-and-thresholds`: wrong ones with the misconception they show, and right ones."""

import numpy as np

NAMES = ("ill, flagged", "healthy, flagged", "ill, not flagged", "healthy, not flagged")


def people(*four):
    return dict(zip(NAMES, four, strict=True))


def who(*four):
    return dict(zip(("liza", "jun", "officer", "union"), four, strict=True))


def ppv_with(false_alarms):
    """A PPV whose false alarms are worked out by `false_alarms(sensitivity, specificity, prevalence)`."""

    def ppv(sensitivity, specificity, prevalence):
        true = sensitivity * prevalence
        return true / (true + false_alarms(sensitivity, specificity, prevalence))

    return ppv


def counted_ppv(sensitivity, specificity, prevalence):
    ill, healthy = 1e6 * prevalence, 1e6 * (1 - prevalence)
    return ill * sensitivity / (ill * sensitivity + healthy - healthy * specificity)


def cost_with(flag=np.greater_equal, swap=False, weigh=True, false=1, missed=1, mean=False):
    """A total cost with one part of it changed."""

    def total_cost(y, s, threshold, c_fp, c_fn):
        flagged = flag(s, threshold)
        if swap:
            c_fp, c_fn = c_fn, c_fp
        if not weigh:
            c_fp = c_fn = 1
        cost = false * c_fp * (flagged & (y == 0)).sum() + missed * c_fn * (~flagged & (y == 1)).sum()
        return cost / len(y) if mean else cost

    return total_cost


def cost_in_a_loop(y, s, threshold, c_fp, c_fn):
    cost = 0
    for ill, score in zip(y, s, strict=True):
        if score >= threshold and not ill:
            cost = cost + c_fp
        elif score < threshold and ill:
            cost = cost + c_fn
    return cost


WRONG = [
    ("counts", "of-all-people", people(18, 100, 2, 880)),
    ("counts", "percentages", people(90, 10, 10, 90)),
    ("counts", "percentages", people(1.8, 9.8, 0.2, 88.2)),
    ("counts", "not-twenty-ill", people(90, 98, 10, 802)),
    ("counts", "not-a-thousand", people(18, 98, 2, 980)),
    ("counts", "wrong-group", people(18, 882, 2, 98)),
    ("counts", "wrong-group", people(2, 98, 18, 882)),
    ("counts", "not-the-groups", {"ill, flagged": 18}),
    ("which-share", "sensitivity-for-ppv", who("sensitivity", "npv", "ppv", "specificity")),
    ("which-share", "sensitivity-for-ppv", who("sensitivity", "specificity", "ppv", "npv")),
    ("which-share", "specificity-for-npv", who("ppv", "specificity", "sensitivity", "npv")),
    ("which-share", "other-group", who("npv", "ppv", "sensitivity", "specificity")),
    ("which-share", "not-a-share", who("accuracy", "npv", "sensitivity", "specificity")),
    ("ppv", "false-alarms-of-all", ppv_with(lambda sens, spec, prev: 1 - spec)),
    ("ppv", "counts-the-passed", ppv_with(lambda sens, spec, prev: spec * (1 - prev))),
    ("ppv", "counts-the-missed", ppv_with(lambda sens, spec, prev: (1 - sens) * prev)),
    ("ppv", "wrong-rate", ppv_with(lambda sens, spec, prev: (1 - sens) * (1 - prev))),
    ("ppv", "not-the-healthy", ppv_with(lambda sens, spec, prev: (1 - spec) * prev)),
    ("ppv", "counts-the-missed", lambda sens, spec, prev: sens),
    ("ppv", "other-share", lambda sens, spec, prev: spec),
    ("thresholds", "middle-is-neutral", {"costs": 50, "capacity": 80}),
    ("thresholds", "too-few-flagged", {"costs": 85, "capacity": 80}),
    ("thresholds", "too-few-flagged", {"costs": 101, "capacity": 80}),
    ("thresholds", "too-many-flagged", {"costs": 40, "capacity": 80}),
    ("thresholds", "too-many-flagged", {"costs": 0, "capacity": 80}),
    ("thresholds", "over-the-limit", {"costs": 65, "capacity": 75}),
    ("thresholds", "over-the-limit", {"costs": 65, "capacity": 65}),
    ("thresholds", "places-left", {"costs": 65, "capacity": 90}),
    ("thresholds", "not-two-thresholds", {"costs": 65}),
    ("total-cost", "swapped-costs", cost_with(swap=True)),
    ("total-cost", "strictly-above", cost_with(flag=np.greater)),
    ("total-cost", "mistakes-alike", cost_with(weigh=False)),
    ("total-cost", "mean-for-total", cost_with(mean=True)),
    ("total-cost", "only-false-alarms", cost_with(missed=0)),
    ("total-cost", "only-misses", cost_with(false=0)),
    ("total-cost", "other-cost", cost_with(flag=np.less)),
]
RIGHT = [
    ("counts", people(18, 98, 2, 882)),
    ("counts", people(18.0, 98.0, 2.0, 882.0)),
    ("which-share", who("ppv", "npv", "sensitivity", "specificity")),
    ("which-share", who("PPV", "NPV", "Sensitivity", "Specificity")),
    ("ppv", ppv_with(lambda sens, spec, prev: (1 - spec) * (1 - prev))),
    ("ppv", counted_ppv),
    ("thresholds", {"costs": 65, "capacity": 80}),
    ("thresholds", {"costs": 60, "capacity": 80}),
    ("thresholds", {"costs": 65, "capacity": 77}),
    ("total-cost", cost_with()),
    ("total-cost", cost_in_a_loop),
]
