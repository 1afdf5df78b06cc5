"""Wrong and right answers to the exercises of t03-lesson-and-item-studio: (check, misconception, answer)."""

import re


def words_of(text):
    return set(re.findall("[a-z0-9]+", text.lower())) - {"a", "an", "the"}


def similarity(first, second):
    one, other = words_of(first), words_of(second)
    return len(one & other) / max(1, len(one | other))


def shared_counted_twice(first, second):
    one, other = words_of(first), words_of(second)
    return len(one & other) / (len(one) + len(other))


def of_the_shorter(first, second):
    one, other = words_of(first), words_of(second)
    return len(one & other) / min(len(one), len(other))


def found_and_alarms(named, dangerous, everything):
    alarms = [name for name in named if name not in dangerous]
    safe = [name for name in everything if name not in dangerous]
    return [sum(name in named for name in dangerous) / len(dangerous), len(alarms) / len(safe)]


def of_the_list(named, dangerous, everything):
    return len(set(named) & set(dangerous)) / len(dangerous), len(set(named) - set(dangerous)) / len(named)


def of_everything(named, dangerous, everything):
    return len(set(named) & set(dangerous)) / len(dangerous), len(set(named) - set(dangerous)) / len(everything)


def counts(named, dangerous, everything):
    return len(set(named) & set(dangerous)), len(set(named) - set(dangerous))


def right_ones_below(named, dangerous, everything):
    return len(set(named) & set(dangerous)) / len(dangerous), len(set(named) - set(dangerous)) / len(dangerous)


def only_found(named, dangerous, everything):
    return len(set(named) & set(dangerous)) / len(dangerous)


ORDER = ["b", "d", "a", "c", "e"]
MARKS = {
    "tape 028": "faulty",
    "ours 1": "sound",
    "tape 072, mended": "dangerous",
    "tape 124": "faulty",
    "ours 2": "dangerous",
    "tape 060": "faulty",
}
BEFORE = {"question": "Which?", "options": {"A": "one", "B": "two", "C": "three", "D": "four"}, "key": "C"}
AFTER = {**BEFORE, "question": "Which one?"}
WORK = {"before": BEFORE, "after": AFTER, "faults": [], "minutes": 4}

WRONG = [
    ("order", "not-five-letters", ["a", "b", "c"]),
    ("order", "request-without-brief", ["d", "b", "a", "c", "e"]),
    ("order", "people-first", ["b", "d", "c", "a", "e"]),
    ("order", "used-before-read", ["b", "d", "a", "e", "c"]),
    ("order", "check-before-draft", ["b", "a", "d", "c", "e"]),
    ("similarity", "not-divided", lambda first, second: len(words_of(first) & words_of(second))),
    ("similarity", "one-option-only", of_the_shorter),
    ("similarity", "shared-counted-twice", shared_counted_twice),
    ("similarity", "other-number", lambda first, second: float(first == second)),
    ("marks", "not-the-three-words", {**MARKS, "ours 1": "good"}),
    ("marks", "danger-missed", {**MARKS, "tape 072, mended": "faulty"}),
    ("marks", "danger-missed", dict.fromkeys(MARKS, "sound")),
    ("marks", "passed-is-sound", {**MARKS, "tape 124": "sound"}),
    ("marks", "false-alarm", dict.fromkeys(MARKS, "dangerous")),
    ("marks", "good-draft-refused", {**MARKS, "ours 1": "faulty"}),
    ("found", "not-two-numbers", only_found),
    ("found", "share-of-the-list", of_the_list),
    ("found", "share-of-everything", of_everything),
    ("found", "counts", counts),
    ("found", "other-shares", right_ones_below),
    ("improve", "not-changed", {**WORK, "after": BEFORE}),
    ("improve", "still-faults", {**WORK, "faults": ["copies"]}),
    ("improve", "no-minutes", {**WORK, "minutes": 0}),
]

RIGHT = [
    ("order", ORDER),
    ("order", "BDACE"),
    ("similarity", similarity),
    ("marks", MARKS),
    ("marks", {name: mark.upper() for name, mark in MARKS.items()}),
    ("found", found_and_alarms),
    ("improve", WORK),
]
