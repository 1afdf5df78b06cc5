"""What the lesson t03-lesson-and-item-studio says in words holds on its recording, and its helpers do what they say."""

import runpy
from itertools import combinations

import numpy as np
import pytest

from aiskills import learn
from aiskills.catalog import load_catalog
from aiskills.learn.lessons import t03_lesson_and_item_studio as t03

ROOT = load_catalog().root
MAKE = runpy.run_path(str(ROOT / "datasets/draft-labels/make.py"))
TAPE = learn.tape("t03-drafts").frame()
TAPE["passed"] = [not MAKE["faults_of"](t03.read_draft(text)) for text in TAPE["output"]]
LABELS = learn.load("draft-labels").fillna("").set_index("draft")
STYLES = ("bare", "form", "one example", "three examples")


def test_reading_a_draft_puts_nothing_right():
    item = t03.read_draft("Question: Which tool?\nA. a saw\nb) a file\n(C) a rasp\nD: \nKey: b.")
    assert item == {
        "question": "Which tool?",
        "options": {"A": "a saw", "B": "a file", "C": "a rasp", "D": ""},
        "key": "b.",
    }
    twice = t03.read_draft("Which?\nA. one\nB. two\nA. three\nB. four\nKey: A")
    assert twice["options"] == {"A": "one", "B": "two"} and twice["key"] == ""
    assert t03.read_draft("What a creative tool!") == {"question": "What a creative tool!", "options": {}, "key": ""}
    assert t03.read_draft("") == {"question": "", "options": {}, "key": ""}
    assert t03.read_draft("Which?\nA. one\nAnswer: A\nB. two")["options"] == {"A": "one"}


def test_shown_items_name_a_key_that_is_no_option():
    item = {"question": "Which?", "options": {"A": "one", "B": "two"}, "key": "B"}
    assert t03.show(item) == "Which?\nA. one\nB. two   <- key"
    assert t03.show({**item, "key": ""}).endswith("Key: (none)")


def test_the_turns_of_a_recorded_chat_are_those_of_the_prompts():
    for style, turns in (("bare", 1), ("form", 1), ("one example", 3), ("three examples", 7)):
        for prompt in TAPE.loc[TAPE["style"] == style, "prompt"]:
            found = t03.turns(prompt)
            assert len(found) == turns and found[0][0] == found[-1][0] == "user"


def test_the_change_log_names_each_part_that_changed():
    before = t03.read_draft("Which?\nA. one\nB. two\nKey: A")
    after = t03.read_draft("Which one?\nA. one\nB. three\nC. four\nKey: B")
    log = t03.change_log(before, after, 2.5)
    assert log["part"].to_list() == ["question", "option B", "option C", "key", "minutes"]
    assert log.iloc[-1]["is"] == "2.5" and t03.change_log(before, before, ...).iloc[-1]["is"] == "not noted yet"


def test_the_wilson_interval_is_the_one_of_the_lesson_on_confident_errors():
    wilson = runpy.run_path(str(ROOT / "tests/notebooks/g05-hallucination-measured/wrong.py"))["wilson"]
    for count, asked in ((0, 50), (7, 50), (50, 50), (31, 200)):
        low, high = wilson(count, asked)
        assert t03.rate(count, asked) == pytest.approx((count / asked, max(0, low), min(1, high)))


def test_labels_belong_to_the_recording_and_only_to_drafts_without_a_fault():
    faults = ["; ".join(MAKE["faults_of"](t03.read_draft(text))) for text in TAPE["output"]]
    assert faults == LABELS["faults"].to_list()
    assert ((LABELS["faults"] == "") == (LABELS["mark"] != "")).all()
    assert set(LABELS["mark"]) <= {"", *t03.MARKS}


def gain(better, simpler):
    table = TAPE.pivot(index=["trade", "topic"], columns="style", values="passed").astype(float)
    gaps = (table[better] - table[simpler]).to_numpy()
    draws = np.random.default_rng(0).choice(gaps, (4000, len(gaps))).mean(axis=1)
    return gaps.mean(), *np.percentile(draws, [2.5, 97.5])


def test_each_pool_draft_passes_the_checks_and_each_pack_has_each_trade():
    pool = learn.load("draft-pool")
    for _, row in pool.iterrows():
        item = {"question": row["question"], "options": {letter: row[letter] for letter in "ABCD"}, "key": row["key"]}
        assert MAKE["faults_of"](item) == [], row["draft"]
        assert len(set(item["options"].values())) == 4
    assert (pool.groupby("pack")["trade"].nunique() == 10).all() and len(pool) == 60
    assert set(pool["trade"]) == set(learn.load("safety-notes")["trade"]) == set(TAPE["trade"])


def test_sheets_of_two_packs_hold_twenty_drafts():
    packs = learn.load("draft-pool").groupby("pack").size()
    assert all(packs[a] + packs[b] == 20 for a, b in combinations("ABCDEF", 2))
