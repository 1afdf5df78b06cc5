"""The page "my learning": honest numbers, calm words, safe with any file, and nothing that reaches outside."""

import json
import re
import stat
from datetime import date, datetime, timedelta

import pytest

from aiskills import learn
from aiskills.catalog import find_root
from aiskills.learn import calibration, invented, mine, my_links, my_page, progress, spacing
from aiskills.learn.loader import all_texts
from aiskills.learn.progress_form import merge_entry, one_event

from .conftest import TEXTS

TODAY = date(2026, 3, 30)
LESSONS = {"t00-test": TEXTS}


def days(*numbers):
    return [TODAY + timedelta(days=n) for n in numbers]


@pytest.mark.parametrize(
    ("answers", "rung", "due"),
    [
        ([(0, True)], 1, 1),
        ([(0, True), (0, True)], 1, 1),  # again on the same day: nothing gained
        ([(0, True), (1, True)], 2, 4),
        ([(0, True), (9, True)], 2, 12),  # late, but right: one step
        ([(0, True), (1, True), (4, True), (11, True), (27, True)], 5, 62),
        ([(0, True), (1, True), (4, True), (11, True), (27, True), (62, True)], 5, 97),
        ([(0, True), (1, True), (4, False)], 0, 4),
        ([(0, True), (1, True), (4, False), (4, True)], 1, 5),
        ([(0, False)], 0, 0),
    ],
)
def test_the_gaps_grow_and_a_wrong_answer_starts_again(answers, rung, due):
    dated = [(TODAY + timedelta(days=n), right) for n, right in answers]
    assert spacing.schedule(dated) == (rung, TODAY + timedelta(days=due))


def kept(*items):
    """A state from (kind, name, day, values)."""
    state = progress.empty()
    for kind, name, day, values in items:
        at = datetime(2026, 3, 1, 9).replace(day=day).isoformat() + "+00:00"
        there = state["lessons"].setdefault("t00-test", {}).setdefault(kind, {})
        there[name] = merge_entry(kind, there.get(name, {}), one_event(kind, at, values))
    return state


def quiz_names():
    return [name for *_, name in spacing.questions(TEXTS)]


def test_the_plan_puts_what_is_due_longest_first_and_leaves_out_what_the_lesson_lost():
    one, two, three = quiz_names()[:3]
    state = kept(
        ("quizzes", one, 29, {"choice": "a", "right": True}),
        ("quizzes", two, 20, {"choice": "b", "right": False}),
        ("quizzes", three, 20, {"choice": "a", "right": True}),
        ("quizzes", "recall-0123456789", 1, {"choice": "a", "right": True}),
    )
    plan = spacing.plan(state, LESSONS, TODAY)
    assert [(p["number"], p["due"].day, p["rung"], p["right"]) for p in plan] == [
        (2, 20, 0, False),
        (3, 21, 1, True),
        (1, 30, 1, True),
    ]


def test_revise_asks_the_due_questions_and_keeps_answers_with_their_lesson(monkeypatch):
    texts = all_texts()
    slug = "f02-honest-evaluation"
    _, _, question, name = next(spacing.questions(texts[slug]))
    assert "No answers are kept yet" in repr(learn.revise(today=TODAY))
    monkeypatch.setattr(progress, "now", lambda: "2026-03-20T09:00:00+00:00")
    progress.record(slug, "quizzes", name, choice="a", right=False)
    monkeypatch.setattr(progress, "now", lambda: "2026-03-30T09:00:00+00:00")
    quiz = learn.revise(today=TODAY)
    assert question["question"] in repr(quiz)
    right = next(i for i, option in enumerate(question["options"]) if option.get("right"))
    assert quiz.keep(1, "ABC"[right])
    assert [row[2] for row in progress.entry(slug, "quizzes", name)["history"]] == [False, True]
    assert "The next question is due on 31 March 2026" in repr(learn.revise(today=TODAY))


def test_only_a_guess_before_the_first_result_is_a_prediction():
    state = kept(
        ("predictions", "score", 1, {"guess": 0.9}),
        ("predictions", "score", 2, {"guess": 0.8}),
        ("predictions", "score", 3, {"result": 0.5}),
        ("predictions", "score", 4, {"guess": 0.5}),  # after the result: no prediction any more
        ("predictions", "side", 3, {"result": "left"}),
        ("predictions", "side", 4, {"guess": "left"}),
    )
    (one,) = calibration.pairs(state, LESSONS)
    assert (one["guess"], one["result"], one["unit"]) == (0.8, 0.5, "R²")
    assert one["error"] == pytest.approx(0.3) and one["share"] == pytest.approx(0.15)


def number_errors(*errors):
    return [{"error": error, "share": None, "sure": None, "right": None} for error in errors]


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        ([1, 1, -1, 0], "Too few yet to see a habit: 3 of the 5"),
        ([1] * 5, "You tend to guess too high"),
        ([-1] * 6, "You tend to guess too low"),
        ([1, 1, 1, -1, -1], "3 of 5 guesses were too high (23 to 88 %, a 95 % interval). The interval holds one half"),
    ],
)
def test_a_habit_is_named_only_when_the_interval_leaves_out_one_half(errors, words):
    assert words in calibration.direction(number_errors(*errors))[2]


def choices(*pairs):
    return [{"error": None, "sure": sure, "right": right} for sure, right in pairs]


def test_sureness_is_set_against_being_right():
    assert "Too few yet: 9 of the 10" in calibration.sureness(choices(*[(80, True)] * 9))[1]
    bins, said = calibration.sureness(choices(*[(90, True)] * 3, *[(90, False)] * 7))
    assert bins == [(90, 3, 10)]
    assert "90 % sure on average, and 3 of 10" in said and "surer than you were right" in said
    assert "right more often" in calibration.sureness(choices(*[(40, True)] * 12))[1]
    bins, said = calibration.sureness(choices(*[(70, True)] * 7, *[(70, False)] * 3, (100, True), (0, False)))
    assert [(right, of) for _, right, of in bins] == [(0, 1), (7, 10), (1, 1)] and "fits together" in said


def test_wilson_agrees_with_published_values():
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3.
    for (k, n), (low, high) in {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0000, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }.items():
        assert calibration.wilson(k, n) == pytest.approx((low, high), abs=6e-5)


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<body>") :]))


@pytest.fixture
def someone(tmp_path):
    path = tmp_path / "progress.json"
    path.write_text(json.dumps(invented.state(all_texts(), TODAY)))
    return path


def test_the_page_of_an_invented_learner(someone, tmp_path):
    path = mine.write(tmp_path / "page.html", [someone], today=TODAY)
    text = path.read_text(encoding="utf-8")
    for part in ("revise next", "What is done", "Checks", "predictions and the results", "Polls", "Quiz questions"):
        assert part in text
    assert "What is done" in words(text) and "minutes are an estimate" in words(text)
    # nothing runs, nothing is fetched, every picture has its words
    assert not re.search(r"<script|<img|<link|<iframe|\bon\w+=|url\(|@import", text)
    assert set(re.findall(r'href="([a-z]+):', text)) <= {"file"}
    assert "default-src 'none'" in text
    assert all('aria-label="' in svg for svg in re.findall(r"<svg[^>]*>", text)) and text.count("<svg") == 2
    assert text.count("<table>") == text.count("<caption>") >= 4
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_page_is_the_same_for_the_same_file(someone, tmp_path):
    pages = [mine.write(tmp_path / f"{n}.html", [someone], today=TODAY).read_bytes() for n in (1, 2)]
    assert pages[0] == pages[1]
    assert invented.state(all_texts(), TODAY) == json.loads(someone.read_text())


def test_the_pictures_in_the_book_are_the_ones_that_the_command_makes():
    book = find_root() / "book/my-learning-example.html"
    assert book.read_text(encoding="utf-8") == invented.pictures()
    high = sum(error > 0 for error in invented.ERRORS)
    low, top = (f"{100 * share:.0f}" for share in calibration.wilson(high, len(invented.ERRORS)))
    assert f"({low} to {top} %" in invented.WORDS[1]


def test_an_empty_file_gets_kind_words_and_a_first_step(tmp_path):
    text = mine.write(tmp_path / "page.html", today=TODAY).read_text(encoding="utf-8")
    assert "a fine place to begin" in text and "F00" in words(text)
    assert "<table" not in text


def test_a_file_from_anybody_cannot_put_code_into_the_page(tmp_path):
    evil = "</td><script>alert(1)</script><img src=x onerror=alert(1)>"
    at = "2026-03-01T09:00:00+00:00"
    slug = "f02-honest-evaluation"
    odd = {
        "checks": {evil: {"history": [[at, evil]], "tries": 1}, "order": {"history": [[at, {"a": [evil]}]]}},
        "polls": {"start": {"history": [[at, evil]]}, "exit": {"history": [[at, [1]]]}},
        "predictions": {
            "worst-continent": {"history": [[at, 10**400]], "results": [["2026-03-02", evil]]},
            "without-population": {"history": [[at, evil, "x"]], "results": [["2026-03-02", evil]]},
        },
        "quizzes": {evil: {"history": [["no time", evil, evil]]}, "exit-1": {"history": [[at, None]]}},
    }
    path = tmp_path / "evil.json"
    lessons = {slug: odd, evil: odd, "empty": {}}
    path.write_text(json.dumps({"format": "aiskills-progress", "version": 2, "lessons": lessons}))
    text = mine.write(tmp_path / "page.html", [path], today=TODAY).read_text(encoding="utf-8")
    assert "<script" not in text and "<img" not in text and "&lt;script" in text


def test_links_lead_to_the_question_in_the_book(someone, tmp_path):
    web = mine.write(tmp_path / "w.html", [someone], today=TODAY, book="https://example.org/course/").read_text("utf-8")
    found = re.findall(r'href="(https://example.org/course/notebooks/[^"]+#quiz-[^"]+)"', web)
    assert len(found) == my_page.SHOWN
    assert re.fullmatch(r".*/foundations/(f0\d-[a-z-]+)\.html#quiz-\1-(recall|exit)-1-\d", found[0])
    here = my_links.links(folder=tmp_path).lesson("f02-honest-evaluation")
    assert here.startswith('<a href="') and "f02-honest-evaluation.ipynb" in here


def test_the_book_gives_questions_the_ids_that_links_use(monkeypatch):
    """The first showing of a quiz while the book is built carries the id `quiz-<lesson>-<part>-1-<number>`."""
    from aiskills.learn import quizzes

    monkeypatch.setenv("AISKILLS_STATIC", "1")
    quizzes._rendered.clear()
    page = learn.lesson("f02-honest-evaluation").quiz("exit")._repr_html_()
    assert 'id="quiz-f02-honest-evaluation-exit-1-2"' in page


def test_a_page_of_another_kind_is_left_alone(tmp_path):
    other = tmp_path / "thesis.html"
    other.write_text("<p>mine</p>")
    with pytest.raises(learn.CourseError, match="left alone"):
        mine.write(other, today=TODAY)
    assert other.read_text() == "<p>mine</p>"
    with pytest.raises(learn.CourseError, match="left alone"):
        mine.write(tmp_path / "page.html", [other], today=TODAY)
    assert not (tmp_path / "page.html").exists()


def test_a_notebook_shows_the_page_without_its_frame(monkeypatch, someone, own_progress):
    own_progress.parent.mkdir()
    own_progress.write_text(someone.read_text())
    shown = learn.my_learning()
    assert "check" in repr(shown)
    html = shown._repr_html_()
    assert "What to revise next" in html and "<html" not in html and "file:" not in html
