"""Answers to the checks of `f01-learning-from-data`: wrong ones with the misconception they show, and right ones."""


def no_last_line(bill, flipper):
    if flipper > 206:
        return "Gentoo"
    if bill > 44:
        return "Chinstrap"


def small_letters(bill, flipper):
    return "gentoo" if flipper > 206 else "chinstrap" if bill > 44 else "adelie"


def always_adelie(bill, flipper):
    return "Adelie"


def no_chinstrap(bill, flipper):
    return "Gentoo" if flipper > 206 else "Adelie"


def mixed_up(bill, flipper):
    return "Gentoo" if flipper > 206 else "Adelie" if bill > 44 else "Chinstrap"


def rule(bill, flipper):
    if flipper > 206:
        return "Gentoo"
    return "Chinstrap" if bill > 44 else "Adelie"


def bill_first(bill, flipper):
    if bill < 43:
        species = "Adelie" if flipper < 207 else "Gentoo"
    elif flipper < 208:
        species = "Chinstrap"
    else:
        species = "Gentoo"
    return species


def parts(features, label="bearing_broken", rows="repaired pumps"):
    return {"features": features, "label": label, "training rows": rows}


def never(biscoe, dream, torgersen):
    return {"Biscoe": biscoe, "Dream": dream, "Torgersen": torgersen}


def count_of_rows(train, test):
    return sum(name in train for name in test)


def share_of_classes(train, test):
    return len(set(test) & set(train)) / len(set(test))


def share_that_fails(train, test):
    return sum(name not in train for name in test) / len(test)


def the_other_way(train, test):
    return sum(name in test for name in train) / len(train)


def best_possible(train, test):
    return sum(name in train for name in test) / len(test)


def best_by_loop(train, test):
    known, count = set(train), 0
    for name in test:
        if name in known:
            count += 1
    return count / len(test)


ON_ARRIVAL = ["age_years", "vibration"]

WRONG = [
    ("my-rule", "no-answer", no_last_line),
    ("my-rule", "unknown-name", small_letters),
    ("my-rule", "one-answer", always_adelie),
    ("my-rule", "two-species", no_chinstrap),
    ("my-rule", "weak-cuts", mixed_up),
    ("parts", "wrong-label", parts(ON_ARRIVAL, label="repair_hours")),
    ("parts", "wrong-label", parts(["age_years", "bearing_broken"], label="vibration")),
    ("parts", "label-among-features", parts([*ON_ARRIVAL, "bearing_broken"])),
    ("parts", "known-too-late", parts([*ON_ARRIVAL, "repair_hours"])),
    ("parts", "no-labels-yet", parts(ON_ARRIVAL, rows="arriving pumps")),
    ("parts", "feature-left-out", parts(["vibration"])),
    ("parts", "unknown-words", parts(["age", "vibration"])),
    ("parts", "unknown-words", parts(ON_ARRIVAL, rows="all pumps")),
    ("never", "absent-there", never(["Chinstrap"], ["Gentoo"], ["Chinstrap", "Gentoo"])),
    ("never", "new-place-all-new", never(["Adelie", "Gentoo"], ["Adelie", "Chinstrap"], ["Adelie"])),
    ("never", "nothing-new-there", never(["Gentoo"], ["Chinstrap"], ["Gentoo"])),
    ("never", "missed-one", never([], ["Chinstrap"], [])),
    ("never", "unknown-words", never(["gentoo"], ["Chinstrap"], [])),
    ("never", "unknown-words", {"Dream": ["Chinstrap"]}),
    ("best-possible", "a-sum", count_of_rows),
    ("best-possible", "classes-not-rows", share_of_classes),
    ("best-possible", "the-unknown-share", share_that_fails),
    ("best-possible", "not-the-share", the_other_way),
]
RIGHT = [
    ("my-rule", rule),
    ("my-rule", bill_first),
    ("parts", parts(ON_ARRIVAL)),
    ("parts", parts(("vibration", "age_years"))),
    ("never", never(["Gentoo"], ["Chinstrap"], [])),
    ("never", never({"Gentoo"}, {"Chinstrap"}, ())),
    ("best-possible", best_possible),
    ("best-possible", best_by_loop),
]
