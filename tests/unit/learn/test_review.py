"""The texts of every lesson are whole, and the review finds what is not."""

import copy

import pytest

from aiskills import learn
from aiskills.learn import loader
from aiskills.learn.loader import Lesson

from .conftest import TEXTS, square


@pytest.mark.parametrize("slug", loader.slugs())
def test_the_texts_of_the_lesson_are_whole(slug):
    assert learn.lesson(slug).problems() == []


@pytest.mark.parametrize("slug", loader.slugs())
def test_the_lesson_shows_itself(slug):
    assert slug in repr(learn.lesson(slug))


def test_the_whole_texts_pass(lesson):
    assert lesson.problems() == []


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda t: t.pop("poll"), "poll: there is none"),
        (lambda t: t["poll"].update(right="z"), "`right` is not the id"),
        (lambda t: t["poll"]["options"][0].update(misconception=""), "no option stands for a misconception"),
        (lambda t: t["recall"].pop(), "recall: 3 to 3 questions"),
        (lambda t: t["exit"][0]["options"][0].pop("reason"), "exit question 1: an option lacks"),
        (lambda t: t["exit"][0]["options"][0].update(right=True), "exactly one option is right"),
        (lambda t: t["predictions"]["score"].pop("unit"), "a number needs a unit"),
        (lambda t: t["checks"]["square"].update(hints=["one"]), "two or more hints"),
        (lambda t: t["checks"].update(other=t["checks"]["square"]), "check other: it has texts and no function"),
        (lambda t: t["checks"].pop("square"), "check square: it has a function and no texts"),
    ],
)
def test_what_is_missing_is_found(change, said):
    texts = copy.deepcopy(TEXTS)
    change(texts)
    assert said in " ".join(Lesson("t00-test", texts, {"square": square}).problems())
