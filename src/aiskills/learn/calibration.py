"""How a learner's own predictions compare with the results: direction of the error, and sureness against being right.

Only a guess that stands before the first result counts; a guess made again after the result is memory, not prediction.
"""

import math

from .intervals import wilson

ENOUGH = 5  # predictions with a number, before a habit is named
ENOUGH_SURE = 10  # choices with a stated sureness, before they are set against the share that was right
BINS = ((0, 45), (45, 65), (65, 85), (85, 101))  # percent of sureness


def real(value):
    """Return a finite number as float, else None."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        value = float(value)
    except OverflowError:
        return None
    return value if math.isfinite(value) else None


def pairs(state, lessons):
    """Return the predictions that have a guess before a result, as dicts, in the order of lessons.

    Keys: lesson, name, question, unit, guess, result, sure (percent or None), right (choices: True or False, else
    None), error (numbers: guess minus result, else None) and share (the error as a share of the range that the
    prediction calls plausible, or None). `lessons` is {slug: texts}.
    """
    found = []
    for slug, texts in lessons.items():
        for name, words in texts.get("predictions", {}).items():
            entry = state["lessons"].get(slug, {}).get("predictions", {}).get(name, {})
            results = entry.get("results", [])
            before = [row for row in entry.get("history", []) if results and row[0] < results[0][0]]
            if not before:
                continue
            last, result = before[-1], results[0][1]
            one = {"lesson": slug, "name": name, "question": words.get("question", name)}
            one |= {"unit": words.get("unit", ""), "decimals": words.get("decimals"), "guess": last[1]}
            one |= {"result": result, "sure": None, "right": None, "error": None, "share": None}
            if words.get("options"):
                one["right"] = last[1] == result
                one["sure"] = real(last[2]) if len(last) > 2 else None
            elif real(last[1]) is not None and real(result) is not None:
                one["error"] = real(last[1]) - real(result)
                low, high = real(words.get("low")), real(words.get("high"))
                if low is not None and high is not None and high > low:
                    one["share"] = one["error"] / (high - low)
            else:
                continue
            found.append(one)
    return found


def direction(found):
    """Return (too high, not equal to the result, sentence) of the predictions with a number."""
    errors = [one["error"] for one in found if one["error"]]
    high, n = sum(error > 0 for error in errors), len(errors)
    if n < ENOUGH:
        return high, n, f"Too few yet to see a habit: {n} of the {ENOUGH} numbers that are needed."
    low, top = wilson(high, n)
    said = f"{high} of {n} guesses were too high ({_percent(low)} to {_percent(top)} %, a 95 % interval)."
    if low > 0.5:
        return high, n, f"{said} You tend to guess too high."
    if top < 0.5:
        return high, n, f"{said} You tend to guess too low."
    return high, n, f"{said} The interval holds one half: no clear habit."


def sureness(found):
    """Return (bins, sentence): bins are (mean sureness in percent, right, of) for the choices with a sureness."""
    known = [(one["sure"], one["right"]) for one in found if one["sure"] is not None and 0 <= one["sure"] <= 100]
    n = len(known)
    if n < ENOUGH_SURE:
        return [], f"Too few yet: {n} of the {ENOUGH_SURE} choices with a stated sureness that are needed."
    bins = []
    for low, high in BINS:
        inside = [(sure, right) for sure, right in known if low <= sure < high]
        if inside:
            bins.append((sum(s for s, _ in inside) / len(inside), sum(r for _, r in inside), len(inside)))
    mean, right = sum(sure for sure, _ in known) / n, sum(right for _, right in known)
    low, top = wilson(right, n)
    said = (
        f"You were {mean:.0f} % sure on average, and {right} of {n} choices were right ({_percent(low)} to "
        f"{_percent(top)} %, a 95 % interval)."
    )
    if mean / 100 > top:
        return bins, f"{said} You were surer than you were right."
    if mean / 100 < low:
        return bins, f"{said} You were right more often than you thought."
    return bins, f"{said} That fits together."


def _percent(share):
    return f"{100 * share:.0f}"
