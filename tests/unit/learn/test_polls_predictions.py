"""Polls and predictions: answers kept, then and now, the error of a guess in its unit."""

import numpy as np
import pytest

from aiskills.learn import polls, progress


def at(monkeypatch, cell):
    monkeypatch.setattr(polls, "cell_id", lambda: cell)


def test_the_poll_shows_then_and_now(lesson, same_lesson, monkeypatch):
    at(monkeypatch, "cell-1")
    assert 'lesson.poll("a")' in repr(lesson.poll())
    assert "Kept: a" in repr(lesson.poll("a"))
    later = same_lesson()  # after a restart, the exit ticket runs first
    at(monkeypatch, "cell-9")
    assert "At the start: a" in repr(later.poll())
    said = repr(later.poll("B"))
    assert "At the start: a" in said and "Now: b" in said
    assert "You changed your answer." in said and "speaks for: b" in said


def test_running_the_first_cell_again_is_still_the_start(lesson, same_lesson, monkeypatch):
    at(monkeypatch, "cell-1")
    lesson.poll("a")
    assert "speaks for" not in repr(lesson.poll("b"))
    assert "speaks for" not in repr(same_lesson().poll("b"))
    assert progress.entry("t00-test", "polls", "exit") == {}


def test_without_cell_ids_the_second_call_is_the_exit(lesson):
    assert "speaks for" not in repr(lesson.poll("a"))
    assert "You kept your answer." in repr(lesson.poll("a"))


def test_an_answer_in_a_cell_of_its_own_is_the_first_one(lesson, monkeypatch):
    at(monkeypatch, "cell-1")
    lesson.poll()
    at(monkeypatch, "scratch")
    assert "Kept: b" in repr(lesson.poll("b"))


def test_the_poll_does_not_tell_the_answer_at_the_start(lesson):
    assert "<details>" not in lesson.poll()._repr_html_()
    assert "<details>" in lesson.poll()._repr_html_()


@pytest.mark.parametrize("choice", ["z", 3, ""])
def test_an_unknown_option_is_a_sentence(lesson, choice):
    assert 'Choose one of "a", "b"' in repr(lesson.poll(choice))
    assert progress.state()["lessons"] == {}


@pytest.mark.parametrize("blank", [..., None, "..."])
def test_a_blank_prediction_keeps_nothing(lesson, blank):
    assert repr(lesson.predict("score", blank)).startswith("No guess yet. How good will it be?")
    assert progress.state()["lessons"] == {}
    assert "You kept no guess" in repr(lesson.reveal("score", 0.5))


@pytest.mark.parametrize(
    "guess, result, said",
    [
        (0.7, 0.45, "Your guess: 0.7 R².\nResult: 0.45 R².\nYour guess was 0.25 R² too high."),
        (-0.5, np.float64(0.25), "Your guess: −0.5 R².\nResult: 0.25 R².\nYour guess was 0.75 R² too low."),
        (1, np.array([1.0]), "Your guess: 1 R².\nResult: 1 R².\nThat is your guess, to the digits shown."),
    ],
)
def test_the_error_of_a_guess_is_told_in_its_unit(lesson, same_lesson, guess, result, said):
    lesson.predict("score", guess)
    assert repr(same_lesson().reveal("score", result)) == said


@pytest.mark.parametrize(
    "guess, said",
    [
        ("high", "you gave `'high'`"),
        (float("nan"), "NaN"),
        (float("inf"), "without end"),
        ([1, 2], "type `list`"),
        (True, "`True`"),
        (np.arange(3), "type `ndarray`"),
    ],
)
def test_a_guess_that_is_no_number_is_a_sentence(lesson, guess, said):
    assert said in repr(lesson.predict("score", guess))
    assert progress.state()["lessons"] == {}


def test_a_guess_out_of_range_is_kept_and_questioned(lesson):
    assert "outside the range from −1 R² to 1 R²" in repr(lesson.predict("score", 70))
    assert progress.entry("t00-test", "predictions", "score")["guess"] == 70


@pytest.mark.parametrize("result", [None, ..., "text", float("nan"), np.arange(2), object()])
def test_an_odd_result_is_a_sentence(lesson, result):
    assert "result" in repr(lesson.reveal("score", result))


def test_a_prediction_among_options(lesson):
    assert 'one of "left", "right"' in repr(lesson.predict("side", "up"))
    lesson.predict("side", "left")
    assert "It differs from your guess." in repr(lesson.reveal("side", "right"))


def test_a_prediction_without_a_guess_asks_for_it(lesson):
    assert 'lesson.predict("score", ...)' in repr(lesson.predict("score"))


def test_an_unknown_prediction_is_a_sentence(lesson):
    for said in (lesson.predict("scores", 1), lesson.reveal("scores", 1)):
        assert "no prediction of the name `scores`. It has: `score`, `side`" in repr(said)
