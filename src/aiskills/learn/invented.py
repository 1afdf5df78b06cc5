"""The progress of an invented learner, for tests and for the pictures in the book. It describes nobody.

`python -m aiskills.learn.invented book/my-learning-example.html` writes the pictures of the page `book/my-learning.md`.
"""

import random
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from . import my_figures
from .loader import Lesson
from .progress_form import empty, merge_entry, one_event
from .spacing import questions

# Numbers of the pictures: typed here, so that they stay the same when a lesson changes.
DONE = (("F00", 15, 15), ("F01", 16, 16), ("F02", 13, 16), ("F03", 7, 18))
ERRORS = (-0.06, 0.02, 0.09, 0.11, 0.14, 0.21, 0.24, 0.3)
SURE = ((55.0, 3, 5), (74.0, 6, 9), (92.0, 5, 8))
WORDS = (
    "Parts done in each lesson. The learner is invented; so are the numbers in the next two pictures.",
    "Errors of eight guesses. Seven were too high: this learner tends to guess too high (53 to 98 %, a 95 % interval).",
    "Sureness and being right. At 92 % sure, 5 of 8 choices were right; with so few choices the intervals are wide.",
)


def state(lessons, today: date, count=5, seed=3):
    """Return what a learner who does not exist kept in the first `count` lessons in the weeks before `today`.

    `lessons`: {slug: texts}. The same arguments give the same state. Guesses lean to the high side and sureness is
    above the share that is right, so that the page has something to say.
    """
    rng, whole = random.Random(seed), empty()
    for i, slug in enumerate(sorted(lessons)[:count]):
        lesson = Lesson(slug, lessons[slug], checks={})
        days = (count - 1 - i) * 8 + 4
        moment = datetime(today.year, today.month, today.day, 16, 0, tzinfo=UTC) - timedelta(days=days)
        for kind, name, values in _session(lesson, rng, last=i == count - 1):
            moment += timedelta(seconds=rng.randint(60, 700))
            items = whole["lessons"].setdefault(slug, {}).setdefault(kind, {})
            items[name] = merge_entry(kind, items.get(name, {}), one_event(kind, moment.isoformat(), values))
        for back in (1, 4, 12, 28):  # comes back to most questions
            later = moment + timedelta(days=back)
            if later.date() < today:
                for kind, name, values in _quiz(lesson, rng, None, share=0.9, part_of=0.9):
                    later += timedelta(seconds=rng.randint(30, 90))
                    items = whole["lessons"][slug].setdefault(kind, {})
                    items[name] = merge_entry(kind, items.get(name, {}), one_event(kind, later.isoformat(), values))
    return whole


def _session(lesson, rng, last):
    """Yield (kind, name, values) in the order in which a lesson asks; the last lesson is not finished."""
    texts = lesson.texts
    yield from _quiz(lesson, rng, "recall", share=0.6)
    ids = [option["id"] for option in texts["poll"]["options"]]
    yield "polls", "start", {"choice": rng.choice([one for one in ids if one != texts["poll"]["right"]])}
    for name, words in texts.get("predictions", {}).items():
        if words.get("options"):
            guess, result = rng.choice(words["options"]), rng.choice(words["options"])
            yield "predictions", name, {"guess": guess, "sure": rng.choice([60, 70, 80, 90])}
        else:
            low, high = words.get("low", 0), words.get("high", 100)
            result = round(low + (high - low) * rng.uniform(0.2, 0.6), 2)
            guess = round(min(high, result + (high - low) * rng.uniform(-0.1, 0.35)), 2)
            yield "predictions", name, {"guess": guess}
        yield "predictions", name, {"result": result}
    for n, (name, words) in enumerate(texts.get("checks", {}).items()):
        for _ in range(rng.choice([0, 1, 1, 2])):
            yield "checks", name, {"last": rng.choice(sorted(words["misconceptions"]))}
        if last and n:
            yield "checks", name, {"last": sorted(words["misconceptions"])[0]}
            return
        yield "checks", name, {"last": "yes"}
    yield "polls", "exit", {"choice": texts["poll"]["right"] if rng.random() < 0.8 else rng.choice(ids)}
    yield from _quiz(lesson, rng, "exit", share=0.75)


def _quiz(lesson, rng, part, share, part_of=1.0):
    for one, _, question, name in questions(lesson.texts):
        if part in (one, None) and rng.random() <= part_of:
            right = next(i for i, option in enumerate(question["options"]) if option.get("right"))
            wrong = rng.choice([i for i in range(len(question["options"])) if i != right])
            choice = right if rng.random() < share else wrong
            yield "quizzes", name, {"choice": "abcdefghij"[choice], "right": choice == right}


def pictures():
    """Return the pictures of the invented learner as HTML figures."""
    drawn = my_figures.done(DONE), my_figures.errors(ERRORS), my_figures.reliability(SURE)
    both = zip(drawn, WORDS, strict=True)
    style = "text-align:start;font-size:1rem;font-weight:400;color:inherit"
    return "".join(
        f'<figure>\n{svg}\n<figcaption style="{style}">{words}</figcaption>\n</figure>\n' for svg, words in both
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(pictures(), encoding="utf-8")
