"""Look through the texts of a lesson for what is missing or does not fit together."""


def problems(lesson):
    """Return what is wrong with a lesson's texts and checks as a list of sentences; empty when nothing is."""
    texts = lesson.texts
    found = [*_poll(texts.get("poll")), *_checks(lesson)]
    found += _quiz("recall", texts.get("recall", []), 3, 3)
    found += _quiz("exit", texts.get("exit", []), 3, 5)
    for name, words in texts.get("predictions", {}).items():
        if not words.get("question"):
            found.append(f"prediction {name}: it has no question")
        if not words.get("options") and not words.get("unit"):
            found.append(f"prediction {name}: a number needs a unit")
        if words.get("low", 0) >= words.get("high", float("inf")):
            found.append(f"prediction {name}: low must be under high")
    return [f"{lesson.slug}, {one}." for one in found]


def _poll(poll):
    if not poll:
        return ["poll: there is none"]
    ids = [option.get("id") for option in poll.get("options", [])]
    found = [] if poll.get("question") else ["poll: it has no question"]
    if len(ids) < 2 or len(set(ids)) < len(ids) or not all(ids):
        found.append("poll: it needs two or more options, each with its own id")
    if poll.get("right") not in ids:
        found.append("poll: `right` is not the id of an option")
    if not any(option.get("misconception") for option in poll.get("options", [])):
        found.append("poll: no option stands for a misconception")
    return found


def _quiz(part, questions, low, high):
    found = [] if low <= len(questions) <= high else [f"{part}: {low} to {high} questions are needed"]
    for n, one in enumerate(questions, 1):
        options = one.get("options", [])
        where = f"{part} question {n}"
        if not one.get("question"):
            found.append(f"{where}: the text is missing")
        if len(options) < 2:
            found.append(f"{where}: it needs two or more options")
        if sum(bool(option.get("right")) for option in options) != 1:
            found.append(f"{where}: exactly one option is right")
        if any(not option.get("text") or not option.get("reason") for option in options):
            found.append(f"{where}: an option lacks its text or its reason")
    return found


def _checks(lesson):
    words, functions = lesson.texts.get("checks", {}), lesson.checks
    found = [f"check {name}: it has texts and no function" for name in words if name not in functions]
    found += [f"check {name}: it has a function and no texts" for name in functions if name not in words]
    for name, one in words.items():
        if not one.get("yes"):
            found.append(f"check {name}: it has no words for a right answer")
        if len(one.get("hints", [])) < 2:
            found.append(f"check {name}: it needs two or more hints")
        if not one.get("misconceptions"):
            found.append(f"check {name}: it names no misconception")
    return found
