"""What a lesson's checks say: "not yet" to a blank, "yes" to a right answer, its misconception to a wrong one."""

import runpy
import tomllib

import pytest

from aiskills import learn
from aiskills.catalog import load_catalog

CATALOG = load_catalog()


def _answers(slug):
    return runpy.run_path(str(CATALOG.root / "tests/notebooks" / slug / "wrong.py"))


def _texts(slug):
    path = CATALOG.root / "src/aiskills/learn/lessons" / f"{slug.replace('-', '_')}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


SLUGS = [module.slug for module in CATALOG.ready]
WRONG = [
    pytest.param(slug, *case[:3], id=f"{slug}:{case[0]}:{case[1]}:{number}")
    for slug in SLUGS
    for number, case in enumerate(_answers(slug)["WRONG"])
]
RIGHT = [
    pytest.param(slug, *case[:2], id=f"{slug}:{case[0]}:{n}")
    for slug in SLUGS
    for n, case in enumerate(_answers(slug)["RIGHT"])
]
CHECKS = [pytest.param(slug, name, id=f"{slug}:{name}") for slug in SLUGS for name in _texts(slug)["checks"]]


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    """Progress of the tests never mixes with that of the person who runs them."""
    monkeypatch.setenv("AISKILLS_HOME", str(tmp_path))


@pytest.mark.parametrize(("slug", "name", "misconception", "answer"), WRONG)
def test_wrong_answer_names_its_misconception(slug, name, misconception, answer):
    said = str(learn.lesson(slug).check(name, answer))
    sentence = _texts(slug)["checks"][name]["misconceptions"][misconception]
    assert " ".join(sentence.split())[:60] in " ".join(said.split()), said


@pytest.mark.parametrize(("slug", "name", "answer"), RIGHT)
def test_right_answer_gets_a_yes(slug, name, answer):
    assert str(learn.lesson(slug).check(name, answer)).startswith("Yes")


@pytest.mark.parametrize(("slug", "name"), CHECKS)
def test_blank_gets_a_not_yet(slug, name):
    assert str(learn.lesson(slug).check(name, ...)).startswith("Not yet")
    assert str(learn.lesson(slug).check(name, lambda *args, **kwargs: ...)).startswith("Not yet")


@pytest.mark.parametrize(("slug", "name"), CHECKS)
def test_hints_climb_a_ladder_and_stay_on_the_last(slug, name):
    wrong = [case for case in _answers(slug)["WRONG"] if case[0] == name]
    assert wrong, f"{slug}: the check {name} has no listed wrong answer"
    hints = _texts(slug)["checks"][name]["hints"]
    lesson = learn.lesson(slug)
    said = [str(lesson.check(name, wrong[0][2])) for _ in range(len(hints) + 1)]
    for hint, text in zip([*hints, hints[-1]], said, strict=True):
        assert " ".join(hint.split())[:50] in " ".join(text.split())


@pytest.mark.parametrize("slug", SLUGS)
def test_every_misconception_has_a_listed_wrong_answer_and_every_check_a_right_one(slug):
    answers = _answers(slug)
    for name, texts in _texts(slug)["checks"].items():
        listed = {case[1] for case in answers["WRONG"] if case[0] == name}
        assert listed == set(texts["misconceptions"]), f"{slug}: {name}"
        assert any(case[0] == name for case in answers["RIGHT"]), f"{slug}: {name}"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_quiz_option_has_its_reason(slug):
    texts = _texts(slug)
    assert len(texts["recall"]) == 3
    assert 3 <= len(texts["exit"]) <= 5
    for question in [*texts["recall"], *texts["exit"]]:
        assert sum(option.get("right", False) for option in question["options"]) == 1, question["question"]
        reasons = [option["reason"] for option in question["options"]]
        assert all(len(reason.split()) >= 4 for reason in reasons), question["question"]
        assert len(set(reasons)) == len(reasons), question["question"]
    poll = texts["poll"]
    assert poll["right"] in {option["id"] for option in poll["options"]}
