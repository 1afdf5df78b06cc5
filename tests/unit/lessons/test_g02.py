"""Helpers of the lesson g02-tokens-and-languages: what they count, cut and draw. The checks have their own tests."""

import re

import matplotlib
import numpy as np
import pandas as pd
import pytest
from tokenizers import Tokenizer, pre_tokenizers

from aiskills import learn
from aiskills.learn.lessons import g02_tokens_and_languages as g02

matplotlib.use("Agg")


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer.from_file(f"{learn.model_path('smollm2-tokenizer')}/tokenizer.json")


@pytest.fixture(scope="module")
def articles():
    return learn.load("udhr-articles")


def premium(language, copies=True):
    counts = learn.load("territory-tokens")
    rows = counts[(counts["language"] == language) & (copies | ~counts["same_as_english"])]
    return rows["name_tokens"].sum() / rows["english_tokens"].sum()


def test_a_split_loses_no_text_and_no_token(tokenizer, articles):
    for text in articles[articles["article"] == 1]["text"]:
        pieces = g02.split_visibly(tokenizer, text)
        assert "".join(piece for piece, _ in pieces) == text
        assert sum(times for _, times in pieces) == len(tokenizer.encode(text).ids)


def test_the_view_says_in_words_what_the_boxes_show(tokenizer):
    view = g02.TokenView(tokenizer, [("Amharic", " ኢትዮጵያ", "am", "ltr"), ("Arabic", "مصر", "ar", "rtl")])
    assert repr(view).startswith("Amharic, 15 tokens: ␣ኢ (3), ት (3)")
    page = view._repr_html_()
    assert 'lang="ar" dir="rtl"' in page and page.count("<span") == sum(map(len, view.pieces))
    assert "dashed" in page, "the colour must not be the only sign of a border between tokens"


def test_the_view_escapes_text(tokenizer):
    assert "<b>" not in g02.TokenView(tokenizer, [("English", "<b> & more", "en", "ltr")])._repr_html_()


def test_the_vocabulary_is_mostly_latin_and_has_no_ethiopic(tokenizer):
    scripts = g02.scripts_of_vocabulary(tokenizer)
    assert scripts["Latin"] > 0.9 * tokenizer.get_vocab_size()
    assert "Ethiopic" not in scripts and "Myanmar" not in scripts


# Bands of the numbers that the lesson's sentences lean on: order and size, not the last digit.
def test_the_measured_story_of_names_holds():
    assert 7 < premium("Amharic") < 9.5 and 13 < premium("Burmese") < 18
    assert premium("Igbo") < premium("French") < premium("Yoruba") < premium("Arabic") < premium("Hindi")
    assert premium("Igbo", copies=False) > 1.7 * premium("Igbo")


def test_the_measured_story_of_sentences_holds(tokenizer, articles):
    tokens = articles.assign(tokens=[len(one.ids) for one in tokenizer.encode_batch(list(articles["text"]))])
    totals = tokens.groupby("language")["tokens"].sum()
    ratio = {
        language: totals[language] / totals["English"] / premium(language, copies=False)
        for language in totals.index.drop("English")
    }
    assert all(ratio[language] > 1.3 for language in ("Burmese", "Vietnamese", "Yoruba", "Hausa"))
    assert all(ratio[language] < 0.85 for language in ("Chinese", "Arabic"))
    assert 0.8 < totals["Igbo"] / totals["Hausa"] < 1.25


def test_words_of_burmese_are_cut_before_any_join():
    cut = pre_tokenizers.ByteLevel(add_prefix_space=False).pre_tokenize_str
    assert len(cut("လူတိုင်းသည်")) > 5 and len(cut("የሰው")) == 1


def test_recorded_counts_are_those_of_the_tokenizer(tokenizer):
    names, counts = learn.load("cldr-territories"), learn.load("territory-tokens")
    for column, recorded in (("name", "name_tokens"), ("english", "english_tokens")):
        found = tokenizer.encode_batch([" " + text for text in names[column]])
        assert [len(one.ids) for one in found] == list(counts[recorded])


def test_a_balanced_tokenizer_shares_the_cost_on_unseen_articles(articles):
    alone = g02.train_on_mix(articles, {"English": 1, "Swahili": 0, "Amharic": 0, "Burmese": 0})
    equal = g02.train_on_mix(articles, dict.fromkeys(alone.index, 1))
    assert (alone / alone["English"])["Amharic"] > 3 > 1.5 > (equal / equal["English"])["Amharic"]
    assert alone["English"] < equal["English"], "the balance has a price, and the lesson says so"


def test_the_bill_follows_tokens_and_messages(tokenizer, articles):
    bill = g02.bill_figure(tokenizer, articles)

    def dollars(text):
        return [float(number.replace(",", "")) for number in re.findall(r"([\d,]+\.\d\d) dollars", text)]

    one, ten = dollars(bill("Burmese", 1000)), dollars(bill("Burmese", 10_000))
    assert ten == pytest.approx([10 * amount for amount in one], abs=0.06) and one[0] > 10 * one[1]
    assert bill("Burmese", 1000, "Hello").startswith("Your text: 1 token;")


def test_figures_are_drawn_with_labels():
    table = pd.DataFrame(
        {"premium": [2.0, 8.0], "low": [1.8, 7.5], "high": [2.2, 8.6], "of names": [1.9, 8.2]}, index=["A", "B"]
    )
    axes = g02.premium_dots(table, "A finding").axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["A", "B"] and axes.get_xlabel()
    drawn = g02.names_and_articles(table).axes[0]
    assert {"A", "B"} <= {text.get_text() for text in drawn.texts} and drawn.get_ylabel()
    assert np.allclose(drawn.get_xlim(), drawn.get_ylim())
