"""What a check says to a blank, a right answer, a known mistake, and to code that misbehaves."""

import random
import warnings

import numpy as np
import pandas as pd
import pytest

from aiskills.learn.blanks import why_blank
from aiskills.learn.loader import Lesson


def dots(x): ...


def passes(x):
    """A docstring is no answer."""
    pass


def returns_none(x):
    return None


def returns_dots(x):
    return ...


def not_implemented(x):
    raise NotImplementedError("write me")


def one_line_left(x):
    total = ...
    return total


def dots_in_a_call(x):
    return sum([x, ...])


@pytest.mark.parametrize(
    "answer",
    [
        None,
        ...,
        NotImplemented,
        "...",
        "",
        "  \u2026 ",
        dots,
        passes,
        returns_none,
        returns_dots,
        not_implemented,
        one_line_left,
        dots_in_a_call,
        lambda x: ...,
        lambda x: None,
        [...],
        (1, ...),
        {"split": ...},
        {"a": {"b": ...}},
        (None, None),
        [dots, sum],
        {"f": dots},
    ],
)
def test_a_blank_is_not_yet(lesson, answer):
    result = lesson.check("square", answer)
    assert result.status == "not yet"
    assert repr(result).startswith("Not yet: ")
    assert not result


def inner_dots(x):
    return np.asarray(x)[..., 0]


def annotated(x: tuple[int, ...]) -> tuple[int, ...]:
    return x


def generator(x):
    yield x


@pytest.mark.parametrize(
    "answer",
    [
        0,
        False,
        [],
        {},
        "a",
        [1, None],
        np.array([]),
        pd.DataFrame(),
        float("nan"),
        inner_dots,
        annotated,
        generator,
        lambda x: x,
        sum,
        int,
        object(),
        lambda: 0,
        lambda x: "...",
    ],
    ids=lambda answer: type(answer).__name__,  # the same in every process
)
def test_what_was_tried_is_no_blank(answer):
    assert why_blank(answer) is None


def test_a_right_answer_is_yes_and_kept(lesson, same_lesson):
    result = lesson.check("square", lambda x: x * x)
    assert repr(result) == "Yes: It squares."
    assert result
    from aiskills.learn import progress

    assert progress.entry("t00-test", "checks", "square")["passed"]
    assert same_lesson().check("square", lambda x: x**2)


def test_a_wrong_answer_gets_its_misconception_and_the_hints_step_by_step(lesson, same_lesson):
    said = [repr(lesson.check("square", lambda x: 2 * x)) for _ in range(2)]
    said += [repr(same_lesson().check("square", lambda x: 2 * x)) for _ in range(2)]
    assert said == [
        f"Look again: You doubled the number.\nHint {n} of 3: {word} hint."
        for n, word in ((1, "First"), (2, "Second"), (3, "Third"), (3, "Third"))
    ]


def test_a_detail_is_said_too(lesson):
    assert "It fails for some numbers." in repr(lesson.check("square", lambda x: x + 1))


def test_a_blank_costs_no_try(lesson):
    lesson.check("square", ...)
    assert lesson.check("square", lambda x: 2 * x).tries == 1


def raises(x):
    numbers = {"a": 1}
    return numbers["b"]


def test_an_error_names_the_line_of_the_learner(lesson):
    result = lesson.check("square", raises)
    assert result.status == "stopped"
    assert "Your code stopped with `KeyError`: 'b'" in repr(result)
    assert '`return numbers["b"]`' in repr(result) and "in `raises`, line" in repr(result)
    assert "Hint 1 of 3" in repr(result)


def deep(x):
    return deep(x)


def leaves(x):
    raise SystemExit


def interrupted(x):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "answer, said",
    [
        (deep, "calls itself without end"),
        (leaves, "asked Python to close"),
        (interrupted, "Does a loop"),
        (3, "could not use your answer, which is of the type `int`"),
        (np.arange(3), "type `ndarray`"),
        (lambda: 3, "TypeError"),
        (lambda x: pd.Series([1, 2]), "ValueError"),
        (lambda x: float("nan"), "It fails for"),
    ],
)
def test_a_check_never_raises(lesson, answer, said):
    assert said in repr(lesson.check("square", answer))


class Odd:
    def __eq__(self, other):
        raise RuntimeError("no")

    __hash__ = None

    def __repr__(self):
        raise RuntimeError("no repr")


@pytest.mark.parametrize("answer", [Odd(), [Odd()], {"a": Odd()}, lambda x: Odd()])
def test_odd_objects_are_survived(lesson, answer):
    assert lesson.check("square", answer).status == "stopped"


def test_prints_and_warnings_of_the_learner_stay_quiet(lesson, capsys, recwarn):
    def loud(x):
        print("here", x)
        warnings.warn("careful", stacklevel=1)
        return x * x

    assert lesson.check("square", loud)
    assert capsys.readouterr() == ("", "")
    assert len(recwarn) == 0


def test_the_random_state_of_the_learner_is_untouched_and_checks_are_repeatable():
    seen = []

    def function(answer, rng):
        seen.append((random.random(), np.random.rand(), float(rng.random())))
        return "wrong"

    def run():
        return Lesson("t", {"checks": {"c": {}}}, {"c": function}).check("c", 1)

    random.seed(1)
    np.random.seed(1)
    expected = random.random(), np.random.rand()
    random.seed(1)
    np.random.seed(1)
    run()
    assert (random.random(), np.random.rand()) == expected
    run()
    assert seen[0] != seen[1], "a new try has new inputs"


def test_an_unknown_check_is_a_sentence(lesson):
    result = lesson.check("sqare", 1)
    assert result.status == "unknown"
    assert "no check of the name `sqare`. Its checks are: `square`" in repr(result)


def test_the_html_says_the_same_and_escapes(lesson):
    page = lesson.check("square", raises)._repr_html_()
    assert 'role="status"' in page and "<strong>Look again:</strong>" in page
    hostile = Lesson("t", {"checks": {"c": {}}}, {"c": lambda a: ("m", "<script>alert(1)</script>")})
    assert "<script>" not in hostile.check("c", 1)._repr_html_()
