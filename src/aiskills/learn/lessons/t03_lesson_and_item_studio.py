"""Reading drafts, figures, the change log and the checks of the lesson `t03-lesson-and-item-studio`.

The automatic checks of a draft, which the lesson teaches, stand in the notebook's own cells.
"""

import re

from ..intervals import wilson

LETTERS = "ABCD"

# Six drafts for the reader's exercise. Tape 028, 060 and 124 are the model's; in tape 072 the authors changed the last
# option, and two were written by the authors. Each passes every automatic check of the lesson.
SIX = {
    "tape 028": (
        "faulty",
        """What is the best way to store a gas cylinder?
A. To keep it cool
B. To keep it dry
C. To keep it safe
D. To keep it warm
Key: C""",
    ),
    "ours 1": (
        "sound",
        """Why does a filling hose end above the spray tank, and never hang in the mix?
A. So that nothing is sucked back into the pipe
B. So that the tank fills with less noise
C. So that the worker can count the litres
D. So that the hose lasts for many years
Key: A""",
    ),
    "tape 072, mended": (
        "dangerous",
        """Why does a mechanic open a hot radiator?
A. To cool the engine
B. To make the engine run more smoothly
C. To make the engine run more efficiently
D. To look for a leak
Key: C""",
    ),
    "tape 124": (
        "faulty",
        """Why does a nurse move a patient from bed to chair?
A. To keep the patient comfortable
B. To keep the patient awake
C. To keep the patient from falling
D. To keep the patient from being too tired
Key: C""",
    ),
    "ours 2": (
        "dangerous",
        """The air in the welding shop is stale. What makes it fresh in a minute?
A. A damp cloth on the floor
B. A little oxygen from the cylinder
C. A lamp that is switched off
D. A bucket of cold water
Key: B""",
    ),
    "tape 060": (
        "faulty",
        """What is the most likely allergen to cause anaphylaxis?
A. Wheat
B. Rabbit
C. Chicken
D. Egg
Key: A""",
    ),
}
MARKS = ("sound", "faulty", "dangerous")
OPTION = re.compile(r"\(?([A-Za-z])[.):]\s*(.*)")
KEY = re.compile(r"(?:key|(?:correct |right )?answer)\s*(?:is)?\s*[:\-]?\s*(.*)", re.IGNORECASE)


def read_draft(text):
    """Read a draft as a program must: return an item, a dict with "question", "options" (dict) and "key" (text).

    Options are lines such as "A. a hammer", "B) ..." or "C: ..."; the key is a line that begins with Key or Answer.
    What stands before the first option is the question. Reading stops behind the key, and at a letter that comes a
    second time, so that a draft which goes on with a second question is read as its first. Nothing is put right.
    """
    question, options, key = [], {}, ""
    for line in (line.strip() for line in text.strip().splitlines()):
        option, given = OPTION.fullmatch(line), KEY.fullmatch(line)
        if option and option[1].upper() not in options:
            options[option[1].upper()] = option[2].strip()
        elif option:
            break
        elif options and given:
            key = given[1].strip()
            break
        elif not options and line:
            question.append(re.sub(r"^question\s*:\s*", "", line, flags=re.IGNORECASE))
    return {"question": " ".join(question).strip(), "options": options, "key": key}


def show(item):
    """Return an item as text, one line an option, the key marked."""
    lines = [
        f"{letter}. {text}" + ("   <- key" if letter == item["key"] else "") for letter, text in item["options"].items()
    ]
    return "\n".join(
        [item["question"], *lines, *([] if item["key"] in item["options"] else [f"Key: {item['key'] or '(none)'}"])]
    )


def turns(prompt):
    """Return the turns of a recorded chat as a list of (who, text): user, assistant and so on, without the markers."""
    found = re.findall(r"<\|im_start\|>(\w+)\n(.*?)(?:<\|im_end\|>|$)", prompt, flags=re.DOTALL)
    return [(who, text.strip()) for who, text in found if text.strip() and who != "system"]


def rate(count, asked):
    """Return (share, low, high): a share with its 95 % Wilson interval, which g05-hallucination-measured explains."""
    return count / asked, *wilson(count, asked)


def change_log(before, after, minutes):
    """Return a table (pandas) of what changed between two items: part, was, is, and the minutes in the last row.

    before, after: items as `read_draft` gives them. minutes: how long the change took, by the clock of who made it.
    """
    import pandas as pd

    parts = [("question", before["question"], after["question"])]
    for letter in sorted({*before["options"], *after["options"]}):
        parts.append((f"option {letter}", before["options"].get(letter, ""), after["options"].get(letter, "")))
    parts.append(("key", before["key"], after["key"]))
    rows = [{"part": part, "was": was, "is": now} for part, was, now in parts if was != now]
    rows.append(
        {"part": "minutes", "was": "", "is": f"{minutes:g}" if isinstance(minutes, (int, float)) else "not noted yet"}
    )
    return pd.DataFrame(rows)


def sieve_figure(steps, title):
    """Draw how many drafts are left after each check. Return the Matplotlib axes.

    steps: dict, name of a check -> number of drafts that passed it and all checks before it.
    """
    import matplotlib.pyplot as plt

    from ..figures import PALETTE, rows_frame

    _, axes = plt.subplots(figsize=(7, 1.4 + 0.45 * len(steps)))
    axes.barh(range(len(steps)), list(steps.values()), color=PALETTE[0], height=0.6)
    for place, count in enumerate(steps.values()):
        axes.annotate(str(count), (count, place), textcoords="offset points", xytext=(5, 0), va="center", fontsize=11)
    axes.set_xlim(0, max(steps.values()) * 1.12 or 1)
    rows_frame(axes, steps, "drafts left", title)
    return axes


def check_order(order):
    """Are the five steps of the studio in a right order? `order`: five letters."""
    steps = [str(step).strip().lower() for step in order]
    if sorted(steps) != list("abcde"):
        return "not-five-letters"
    at = {step: place for place, step in enumerate(steps)}
    if at["b"] > at["d"]:
        return "request-without-brief"
    if at["c"] < at["a"]:
        return "people-first"
    if at["e"] != 4:
        return "used-before-read"
    return None if steps == ["b", "d", "a", "c", "e"] else "check-before-draft"


def check_similarity(similarity, rng):
    """Does similarity(one, other) give shared words divided by all different words, on fresh texts?"""
    words = "drill rope valve brush filter lamp bucket hinge gauge needle ladder wrench".split()
    for _ in range(20):
        drawn = [str(word) for word in rng.permutation(words)]
        shared, own, other = int(rng.integers(1, 4)), int(rng.integers(0, 3)), int(rng.integers(1, 4))
        one = " ".join(drawn[:shared] + drawn[3 : 3 + own])
        two = " ".join(reversed(drawn[:shared] + drawn[6 : 6 + other]))
        found = float(similarity(one, two))
        if abs(found - shared / (shared + own + other)) < 1e-9:
            continue
        if found == shared:
            return "not-divided"
        if (
            abs(found - shared / min(shared + own, shared + other)) < 1e-9
            or abs(found - shared / (shared + own)) < 1e-9
        ):
            return "one-option-only"
        if abs(found - shared / (2 * shared + own + other)) < 1e-9:
            return "shared-counted-twice"
        return "other-number"
    return None


def check_found(found_and_alarms, rng):
    """Does found_and_alarms(named, dangerous, everything) give the share found and the share of false alarms?"""
    for _ in range(20):
        names = [f"d{n:02}" for n in range(int(rng.integers(12, 30)))]
        dangerous = [str(n) for n in rng.permutation(names)[: int(rng.integers(3, 6))]]
        safe = [n for n in names if n not in dangerous]
        hits, alarms = int(rng.integers(1, len(dangerous))), int(rng.integers(1, 5))
        alarms += hits + alarms == len(dangerous)  # else two mistakes could give the same number
        named = [*dangerous[:hits], *safe[:alarms]]
        found = found_and_alarms(named, dangerous, names)
        if not hasattr(found, "__len__") or len(found) != 2:
            return "not-two-numbers"
        found = [float(value) for value in found]
        if all(abs(a - b) < 1e-9 for a, b in zip(found, (hits / len(dangerous), alarms / len(safe)), strict=True)):
            continue
        if abs(found[0] - hits / len(named)) < 1e-9 or abs(found[1] - alarms / len(named)) < 1e-9:
            return "share-of-the-list"
        if abs(found[0] - hits / len(names)) < 1e-9 or abs(found[1] - alarms / len(names)) < 1e-9:
            return "share-of-everything"
        if found == [hits, alarms]:
            return "counts"
        return "other-shares"
    return None


def check_marks(marks):
    """Are the six drafts marked as the authors marked them? `marks`: dict, draft -> sound, faulty or dangerous."""
    truth = {name: mark for name, (mark, _) in SIX.items()}
    marks = {str(name): str(mark).strip().lower() for name, mark in dict(marks).items()}
    if set(marks) != set(truth) or not set(marks.values()) <= set(MARKS):
        return "not-the-three-words"
    pairs = {(truth[name], marks[name]) for name in truth if truth[name] != marks[name]}
    for misconception, wrong in (
        ("danger-missed", {("dangerous", "faulty"), ("dangerous", "sound")}),
        ("passed-is-sound", {("faulty", "sound")}),
        ("false-alarm", {("faulty", "dangerous"), ("sound", "dangerous")}),
        ("good-draft-refused", {("sound", "faulty")}),
    ):
        if pairs & wrong:
            return misconception
    return None


def check_improve(work):
    """Is a draft improved? `work`: dict with "before", "after" (items), "faults" (found in after) and "minutes"."""
    if work["after"] == work["before"]:
        return "not-changed"
    if work["faults"]:
        return ("still-faults", f"It finds: {', '.join(work['faults'])}.")
    if not isinstance(work["minutes"], (int, float)) or not work["minutes"] > 0:
        return "no-minutes"
    return None


CHECKS = {
    "order": check_order,
    "similarity": check_similarity,
    "found": check_found,
    "marks": check_marks,
    "improve": check_improve,
}
