"""Quizzes as a page holds them: names for every part, reasons without a script, nothing from outside."""

import re
from html.parser import HTMLParser

import pytest

from aiskills.learn import quizzes


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def test_every_part_has_its_name(lesson):
    text = lesson.recall()._repr_html_()
    page = Page(text)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert len(page.all("fieldset")) == len(page.all("legend")) == 3
    assert {one["for"] for one in page.all("label")} == {one["id"] for one in page.all("input")}
    assert len({one["name"] for one in page.all("input")}) == 3
    assert all(one["type"] == "button" for one in page.all("button"))
    assert [one["role"] for one in page.all("p")] == ["status"] * 3
    assert page.all("div")[0]["lang"] == "en"


def test_without_a_script_every_reason_is_there_and_no_dead_button(lesson):
    text = lesson.recall()._repr_html_()
    page = Page(text)
    assert all("hidden" in one for one in page.all("button"))
    assert len(page.all("details")) == 3 and not any("hidden" in one for one in page.all("details"))
    for reason in ("Because 1 &lt; 4.", "Because 3 &lt; 4.", "That is not it."):
        assert reason in text
    assert text.count("A is right.") == 3 and text.count("B is not right.") == 3


def test_texts_are_escaped_and_code_is_code(lesson):
    text = lesson.recall()._repr_html_()
    assert "<code>code</code> &amp; &lt;b&gt;signs&lt;/b&gt;" in text


def test_nothing_comes_from_outside(lesson):
    assert re.findall(r"https?:|//[a-z]|url\(|@import", lesson.recall()._repr_html_()) == []


def test_two_showings_of_one_quiz_share_no_id(lesson):
    quiz = lesson.recall()
    one, two = (Page(quiz._repr_html_()) for _ in range(2))
    assert not {a["id"] for a in one.all("input")} & {a["id"] for a in two.all("input")}
    assert not {a["name"] for a in one.all("input")} & {a["name"] for a in two.all("input")}


def test_the_book_build_gives_the_same_page_each_time(lesson, monkeypatch):
    monkeypatch.setenv("AISKILLS_STATIC", "1")
    pages = []
    for _ in range(2):
        quizzes._rendered.clear()
        pages.append([lesson.recall()._repr_html_(), lesson.recall()._repr_html_()])
    assert pages[0] == pages[1]
    assert pages[0][0] != pages[0][1]


def test_the_plain_text_lists_questions_and_options_and_no_answer(lesson):
    assert repr(lesson.quiz("exit")).startswith("Question 1 of 3. At the end, 1?\n  A. No.\n  B. Yes.")
    assert "So it is" not in repr(lesson.quiz("exit"))


@pytest.mark.parametrize("part", ["exits", "poll", None])
def test_an_unknown_quiz_is_a_sentence(lesson, part):
    assert "no quiz of the name" in repr(lesson.quiz(part))
