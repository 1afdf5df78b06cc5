"""Figures, checks and the live model of the lesson `g04-prompting-as-experiment`, which explains each of them.

How labels are scored, calibrated, compared and chosen stands in the notebook's own cells.
"""

from ..live_model import live_model

OFFICES = ("road", "water", "power", "health")
PLAN = {"choose on": "development", "report on": "test", "unreadable": "wrong", "compare with": "simple tool"}
WORDS = {
    "choose on": ("development", "test", "both"),
    "report on": ("development", "test", "both"),
    "unreadable": ("wrong", "left out", "right"),
    "compare with": ("nothing", "another prompt", "simple tool"),
}


def dots(rows, title, xlabel, mark=0.0, mark_label="", limits=None):
    """Draw a dot with its interval for each entry of `rows`, and a dashed line to compare with.

    rows: dict, label -> (value, low, high), as shares. mark: where the line stands. Returns the Matplotlib axes.
    """
    import matplotlib.pyplot as plt

    from ..figures import PALETTE, rows_frame

    _, axes = plt.subplots(figsize=(7, 1.6 + 0.42 * len(rows)))
    for place, (value, low, high) in enumerate(rows.values()):
        axes.plot([low, high], [place, place], color=PALETTE[0], linestyle="-")
        axes.plot([value], [place], "o", color=PALETTE[0], linestyle="none")
    axes.axvline(mark, color="black", linestyle="--", linewidth=1)
    axes.annotate(
        mark_label,
        (mark, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
    )
    if limits:
        axes.set_xlim(*limits)
    axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f}")
    rows_frame(axes, rows, xlabel, title, above=0.5, below=0.5, pad=22)
    return axes


def said_figure(said, truth, title):
    """Draw how often each department was named, beside how often it was the right one. Returns the Matplotlib axes.

    said, truth: dict or pandas Series, department -> number of messages.
    """
    import matplotlib.pyplot as plt

    from ..figures import PALETTE

    said, truth = dict(said), dict(truth)
    _, axes = plt.subplots(figsize=(7, 3.2))
    for number, (what, counts) in enumerate({"named by the model": said, "should be named": truth}.items()):
        places = [place + 0.4 * number - 0.2 for place in range(len(OFFICES))]
        values = [counts.get(office, 0) for office in OFFICES]
        bars = axes.bar(places, values, 0.38, color=PALETTE[number], hatch="//" * number, edgecolor="white", label=what)
        axes.bar_label(bars)
    axes.set_xticks(range(len(OFFICES)), OFFICES)
    axes.set_ylim(0, 1.15 * sum(truth.values()))
    axes.set_ylabel("messages")
    axes.grid(axis="x", visible=False)
    axes.legend(loc="upper right")
    axes.set_title(title)
    return axes


def live_cost(tape, way="road first", count=3):
    """Put the first `count` recorded messages of a way to the live model, if it is on this computer.

    Returns a dict: seconds (a message), gap (largest difference of a log-probability from the recording), megabytes (of
    the download), note (a sentence). Without the model there are only the note and seconds, which is None.
    """
    import copy
    import time

    from ..models import registry

    name = tape.header["model"]
    model, tokenizer, note = live_model(name, "there are no seconds to show")
    if model is None:
        return {"seconds": None, "note": note}
    import torch

    records = [one for one in tape if one["about"]["way"] == way][:count]
    gap, start = 0.0, time.perf_counter()
    for one in records:
        begin = tokenizer(one["prompt"], return_tensors="pt")["input_ids"]
        ends = [tokenizer(option, add_special_tokens=False)["input_ids"] for option in one["options"]]
        with torch.inference_mode():
            # The message is read once; then each name goes on from there.
            prompt = model(input_ids=begin, use_cache=True, logits_to_keep=1)
            for end, recorded in zip(ends, one["logprobs"], strict=True):
                logits = prompt.logits[0]
                if len(end) > 1:
                    memory = copy.deepcopy(prompt.past_key_values)
                    rest = model(input_ids=torch.tensor([end[:-1]]), past_key_values=memory)
                    logits = torch.cat([logits, rest.logits[0]])
                values = logits.log_softmax(-1)[range(len(end)), end]
                gap = max(gap, *(abs(new - old) for new, old in zip(values.tolist(), recorded, strict=True)))
    seconds = (time.perf_counter() - start) / len(records)
    megabytes = registry()[name]["download"] / 1e6
    return {"seconds": seconds, "gap": gap, "megabytes": megabytes, "note": note}


def check_plan(plan):
    """Does the plan choose on one part and report on the other, count what is unreadable, and compare?"""
    plan = {str(key): str(value).strip().lower() for key, value in dict(plan).items()}
    if set(plan) != set(WORDS) or any(plan[key] not in WORDS[key] for key in WORDS):
        return "not-the-words"
    if plan["choose on"] != "development":
        return "chooses-on-test"
    if plan["report on"] != "test":
        return "reports-where-chosen"
    if plan["unreadable"] != "wrong":
        return "drops-unreadable"
    return None if plan == PLAN else "no-simple-tool"


def check_score(score, rng):
    """Is score(values) the mean log-probability a token, on fresh values?"""
    import numpy as np

    lists = [[float(v) for v in rng.uniform(-6, 0, size)] for size in (2, 3, 4) * 6]
    found = np.array([float(score(list(values))) for values in lists])
    kinds = {
        None: np.mean,
        "sum-of-tokens": np.sum,
        "first-token": lambda values: values[0],
        "probability": lambda values: np.exp(values).mean(),
        "probability-of-the-mean": lambda values: np.exp(np.mean(values)),
    }
    for kind, meant in kinds.items():
        if np.allclose(found, [meant(values) for values in lists]):
            return "probability" if kind == "probability-of-the-mean" else kind
    return "other-number"


def check_paired(paired, rng):
    """Does paired(a, b) give the difference of two shares and the ends of its paired 95 % interval?

    a, b: arrays of True and False for the same messages. Judged on fresh answers by the width that the paired
    differences imply, with room for the chance of the draws.
    """
    import numpy as np

    for both, only_a, only_b in ((0.6, 0.08, 0.04), (0.05, 0.5, 0.4)):
        kind = rng.permutation(
            np.repeat([0, 1, 2, 3], np.diff([0, *np.cumsum([both, only_a, only_b]) * 400, 400]).astype(int))
        )
        a, b = kind <= 1, (kind == 0) | (kind == 2)
        step = a.astype(float) - b
        found = tuple(float(v) for v in paired(a.copy(), b.copy()))
        if len(found) != 3:
            return "not-three-numbers"
        value, low, high = found
        if abs(value + step.mean()) < 1e-9:
            return "other-sign"
        if abs(value - step.mean()) > 1e-9 or not low <= value <= high:
            return "not-the-difference"
        ratio = (high - low) / (3.92 * step.std() / np.sqrt(len(step)))
        apart = np.sqrt((a.var() + b.var()) / step.var())
        if abs(ratio - 1) < 0.22:
            continue
        return "drawn-apart" if abs(ratio / apart - 1) < 0.15 else "other-width"
    return None


def board():
    """Return a dict, candidate -> number of development messages right, as the lesson counts it; no simple tool."""
    import numpy as np

    from .. import datasets
    from ..tapes import tape

    messages = datasets.load("citizen-messages").set_index("id")
    development = messages[messages["part"] == "development"]["office"]
    shares = {}
    for one in tape("g04-messages"):
        if "options" in one:
            weights = np.exp([np.mean(values) for values in one["logprobs"]])
            shares.setdefault(one["about"]["way"], {})[one["about"]["message"]] = weights / weights.sum()
    found = {}
    for way, rows in shares.items():
        prior = np.mean([row for name, row in rows.items() if name not in messages.index], axis=0)
        for name, divide in ((way, 1), (f"{way}, calibrated", prior)):
            said = [OFFICES[int(np.argmax(rows[message] / divide))] for message in development.index]
            found[name] = int((development == said).sum())
    return found


def check_choice(choice):
    """Is the choice the candidate with the highest share right on the development messages?"""
    found, name = board(), str(choice).strip()
    if name == "simple tool":
        return "simple-tool-too-early"
    if name not in found:
        return "not-in-the-table"
    if found[name] == max(found.values()):
        return None
    if not name.endswith("calibrated"):
        return "habit-left-in"
    return "more-examples" if name.startswith("examples") else "not-the-best"


CHECKS = {
    "plan": check_plan,
    "score": check_score,
    "paired": check_paired,
    "choice": check_choice,
}
