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
TAPE["faults"] = [MAKE["faults_of"](t03.read_draft(text)) for text in TAPE["output"]]
TAPE["form"] = [not {"question", "options", "key"} & set(faults) for faults in TAPE["faults"]]
TAPE["passed"] = [not faults for faults in TAPE["faults"]]
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


def test_labels_belong_to_the_recording_and_only_to_drafts_of_the_right_form():
    faults = ["; ".join(MAKE["faults_of"](t03.read_draft(text))) for text in TAPE["output"]]
    assert faults == LABELS["faults"].to_list()
    assert (TAPE["form"].to_numpy() == (LABELS["mark"] != "").to_numpy()).all()
    assert set(LABELS["mark"]) <= {"", *t03.MARKS}


def gain(better, simpler, what):
    table = TAPE.pivot(index=["trade", "topic"], columns="style", values=what).astype(float)
    gaps = (table[better] - table[simpler]).to_numpy()
    draws = np.random.default_rng(0).choice(gaps, (4000, len(gaps))).mean(axis=1)
    return gaps.mean(), *np.percentile(draws, [2.5, 97.5])


def test_examples_bring_the_form_and_hardly_a_draft_through_all_checks():
    form, passed = (TAPE.groupby("style")[what].sum() for what in ("form", "passed"))
    assert form["bare"] == form["form"] == 0 and form["three examples"] >= 48  # "nearly all"
    assert passed["bare"] == passed["form"] == 0 and passed["one example"] == passed["three examples"] <= 5
    assert t03.rate(passed.sum(), len(TAPE))[2] < 0.1
    copies = sum("copies" in faults for faults, right in zip(TAPE["faults"], TAPE["form"], strict=True) if right)
    assert copies / TAPE["form"].sum() > 0.8  # "four options that say the same thing"


def test_each_step_gains_form_and_three_examples_gain_nothing_that_can_be_seen():
    for better, simpler in (("one example", "form"), ("three examples", "one example")):
        assert gain(better, simpler, "form")[1] > 0.2  # "a large gain, and its interval is far from zero"
    assert gain("one example", "form", "passed")[1] > 0
    middle, low, high = gain("three examples", "one example", "passed")
    assert middle == 0 and low < -0.05 and high > 0.05


def test_no_draft_is_sound_and_the_two_dangerous_ones_are_stopped_only_as_copies():
    read, passed = LABELS[LABELS["mark"] != ""], LABELS[LABELS["faults"] == ""]
    assert (len(read), len(passed)) == (72, 8) and set(passed["mark"]) == {"faulty"}
    assert 0.3 < t03.rate(0, len(passed))[2] < 0.35  # "up to about one in three"
    dangerous = read[read["mark"] == "dangerous"]
    assert dangerous["faults"].to_list() == ["copies"] * 2 and (read["mark"] == "sound").sum() == 0


def test_the_limit_for_copies_hardly_matters(monkeypatch):
    def left(limit, style):
        monkeypatch.setitem(MAKE["faults_of"].__globals__, "LIMIT", limit)
        return sum(not MAKE["faults_of"](t03.read_draft(text)) for text in TAPE.loc[TAPE["style"] == style, "output"])

    for style in ("one example", "three examples"):
        assert left(0.75, style) == left(1.0, style) > left(0.5, style)
    assert left(1.01, "three examples") >= 45  # without the check for copies nearly all would pass


def test_words_of_danger_shout_at_many_harmless_drafts_and_reading_costs_more_than_writing():
    scary = "acid|bleach|burn|chemical|electr|fire|gas|hot|needle|pesticide|poison|roof|scaffold|silo|trench"
    read = LABELS[LABELS["mark"] != ""]
    named = (read["question"] + read["options"]).str.lower().str.contains(scary)
    harmless = read["mark"] != "dangerous"
    assert t03.rate((named & harmless).sum(), harmless.sum())[1] > 0.25
    assert 2 / t03.rate(0, 8)[2] + 6 > 8  # minutes of reading and mending at the high end, against writing


def test_six_drafts_pass_every_check_and_come_from_where_they_say():
    for name, (mark, text) in t03.SIX.items():
        item = t03.read_draft(text)
        assert MAKE["faults_of"](item) == [] and mark in t03.MARKS, name
        if name.startswith("tape"):
            there = t03.read_draft(TAPE["output"].iloc[int(name[5:8]) - 1])
            changed = [letter for letter in "ABCD" if item["options"][letter] != there["options"][letter]]
            assert item["question"] == there["question"] and item["key"] == there["key"]
            assert changed == (["D"] if "mended" in name else []), name
            label = LABELS.loc[f"d{name[5:8]}", "mark"]
            assert label == mark, name


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
