"""Rules for the checks of a lesson, tried with the answers that ``tests/notebooks/<slug>/wrong.py`` lists.

Each rule is one promise of a check: "not yet" to a blank, "yes" to a right answer, its misconception to a wrong one.
"""

from __future__ import annotations

import os
import runpy
import tempfile
from contextlib import contextmanager

from aiskills import learn
from aiskills.authoring.files import Files


def answers(files: Files):
    """All promises of all checks of a lesson."""
    if not files.answers.is_file():
        yield f"{files.name(files.answers)} is missing: list wrong answers with their misconceptions, and right ones."
        return
    if not files.texts.is_file():
        return
    listed = runpy.run_path(str(files.answers))
    for rule in (complete, wrong, right, blank, hints):
        yield from rule(files.slug, listed["WRONG"], listed["RIGHT"])


@contextmanager
def own_progress():
    """A progress file that nobody keeps: what is tried here is no learner's try."""
    before = os.environ.get("AISKILLS_PROGRESS")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["AISKILLS_PROGRESS"] = os.path.join(folder, "progress.json")
        try:
            yield
        finally:
            del os.environ["AISKILLS_PROGRESS"]
            if before is not None:
                os.environ["AISKILLS_PROGRESS"] = before


def first_try(slug, name, answer):
    """What the check says to this answer when it is a learner's first one."""
    with own_progress():
        return str(learn.lesson(slug).check(name, answer))


def complete(slug, wrong_answers, right_answers):
    """Every misconception has a listed wrong answer, every check a right one."""
    for name, words in _checks(slug).items():
        listed = {case[1] for case in wrong_answers if case[0] == name}
        for misconception in sorted(set(words["misconceptions"]) - listed):
            yield f"wrong.py: the check {name} names {misconception!r}, and no wrong answer shows it."
        for misconception in sorted(listed - set(words["misconceptions"])):
            yield f"wrong.py: {misconception!r} of the check {name} has no words in the texts."
        if not any(case[0] == name for case in right_answers):
            yield f"wrong.py: the check {name} has no right answer in RIGHT."


def wrong(slug, wrong_answers, right_answers):
    """A wrong answer is told the sentence of its misconception."""
    for name, misconception, answer in (case[:3] for case in wrong_answers):
        sentence = _checks(slug).get(name, {}).get("misconceptions", {}).get(misconception)
        said = first_try(slug, name, answer)
        if sentence is not None and _start(sentence, 60) not in " ".join(said.split()):
            yield f"check {name}: a wrong answer of the kind {misconception!r} is told something else: {said!r}"


def right(slug, wrong_answers, right_answers):
    """A right answer gets a yes."""
    for name, answer in (case[:2] for case in right_answers):
        said = first_try(slug, name, answer)
        if not said.startswith("Yes"):
            yield f"check {name}: an answer listed as right is told {said!r}"


def blank(slug, wrong_answers, right_answers):
    """A blank gets a "not yet", and so does a function whose body is blank."""
    for name in _checks(slug):
        for answer in (..., lambda *args, **kwargs: ...):
            said = first_try(slug, name, answer)
            if not said.startswith("Not yet"):
                yield f"check {name}: a blank is told {said!r}; it must be told 'Not yet'."


def hints(slug, wrong_answers, right_answers):
    """Each wrong try shows the next hint, and the last one stays."""
    for name, words in _checks(slug).items():
        tries = [case[2] for case in wrong_answers if case[0] == name]
        ladder = words["hints"]
        if not tries:
            continue
        with own_progress():
            said = [str(learn.lesson(slug).check(name, tries[0])) for _ in range(len(ladder) + 1)]
        for hint, text in zip([*ladder, ladder[-1]], said, strict=True):
            if _start(hint, 50) not in " ".join(text.split()):
                yield f"check {name}: the hint {hint!r} was not shown at its try."


def _checks(slug):
    return learn.lesson(slug).texts.get("checks", {})


def _start(sentence: str, length: int) -> str:
    return " ".join(sentence.split())[:length]
