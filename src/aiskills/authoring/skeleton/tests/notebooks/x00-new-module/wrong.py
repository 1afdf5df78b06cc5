"""Answers to the checks of `x00-new-module`: wrong ones with the misconception they show, and right ones."""


def missing_is_zero(values):
    return sum(value or 0 for value in values) / len(values)


def zero_is_missing(values):
    known = [value for value in values if value]
    return sum(known) / len(known) if known else None


def typed_number(values):
    return 3.6


def fails_on_empty(values):
    known = [value for value in values if value is not None]
    return sum(known) / max(1, len(known))


def right(values):
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


WRONG = [
    ("days-to-count", "missing-is-zero", 7),
    ("days-to-count", "zero-is-missing", 4),
    ("mean-of-known", "missing-is-zero", missing_is_zero),
    ("mean-of-known", "zero-is-missing", zero_is_missing),
    ("mean-of-known", "typed-number", typed_number),
    ("mean-of-known", "empty-list", fails_on_empty),
]
RIGHT = [
    ("days-to-count", 5),
    ("mean-of-known", right),
]
