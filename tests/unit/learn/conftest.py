"""Every test of this folder has a progress file of its own and no page build around it."""

import pytest

from aiskills.learn import progress
from aiskills.learn.loader import Lesson

TEXTS = {
    "poll": {
        "question": "What does a score promise?",
        "options": [
            {"id": "a", "text": "The same everywhere.", "misconception": "score-travels"},
            {"id": "b", "text": "Only what was tested.", "misconception": ""},
        ],
        "right": "b",
    },
    "recall": [
        {
            "question": f"Question {n} with `code` & <b>signs</b>?",
            "options": [
                {"text": "This one.", "right": True, "reason": f"Because {n} < 4."},
                {"text": "That `one`.", "reason": "That is not it."},
            ],
        }
        for n in (1, 2, 3)
    ],
    "exit": [
        {
            "question": f"At the end, {n}?",
            "options": [
                {"text": "No.", "reason": "Look again."},
                {"text": "Yes.", "right": True, "reason": "So it is."},
            ],
        }
        for n in (1, 2, 3)
    ],
    "predictions": {
        "score": {"question": "How good will it be?", "unit": "R²", "low": -1.0, "high": 1.0},
        "side": {"question": "Which side?", "options": ["left", "right"]},
    },
    "checks": {
        "square": {
            "yes": "It squares.",
            "hints": ["First hint.", "Second hint.", "Third hint."],
            "misconceptions": {"doubles": "You doubled the number."},
        }
    },
}


def square(answer):
    if answer(3) == 6:
        return "doubles"
    return None if [answer(x) for x in (0, 3, -2)] == [0, 9, 4] else ("other", "It fails for some numbers.")


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    monkeypatch.setenv("AISKILLS_PROGRESS", str(tmp_path / "home" / "progress.json"))
    monkeypatch.delenv("AISKILLS_STATIC", raising=False)
    monkeypatch.setattr(progress, "_memory", None)
    monkeypatch.setattr(progress, "_told", set())
    return tmp_path / "home" / "progress.json"


@pytest.fixture
def lesson():
    return Lesson("t00-test", TEXTS, {"square": square})


@pytest.fixture
def same_lesson():
    """The lesson as it is after a restart: new objects, the same progress file."""
    return lambda: Lesson("t00-test", TEXTS, {"square": square})
