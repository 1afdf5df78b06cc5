"""What the lesson g04-prompting-as-experiment says in words holds on its recording; its data are what the card says."""

import csv
import re
import runpy

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline

from aiskills import learn
from aiskills.catalog import load_catalog
from aiskills.learn.lessons import g04_prompting_as_experiment as g04

ROOT = load_catalog().root
PAIRED = runpy.run_path(str(ROOT / "tests/notebooks/g04-prompting-as-experiment/wrong.py"))["paired"]
OFFICES = list(g04.OFFICES)
MESSAGES = learn.load("citizen-messages").set_index("id")
PARTS = {part: MESSAGES[MESSAGES["part"] == part] for part in ("shots", "development", "test")}
TAPE = learn.tape("g04-messages").frame()
SCORED = TAPE[TAPE["options"].notna()]
WAYS = list(SCORED["way"].unique())
EMPTY = ["empty1", "empty2", "empty3"]
PLAIN = [way for way in WAYS if not way.startswith("examples")]


def shares(way, rule=np.mean):
    rows = SCORED[SCORED["way"] == way].set_index("message")["logprobs"]
    weights = np.exp(pd.DataFrame([[rule(v) for v in one] for one in rows], index=rows.index, columns=OFFICES))
    return weights.div(weights.sum(axis=1), axis=0)


def calibrated(way):
    ratio = shares(way) / shares(way).loc[EMPTY].mean()
    return ratio.div(ratio.sum(axis=1), axis=0)


def named(table, part="development"):
    return table.loc[PARTS[part].index].idxmax(axis=1).value_counts().reindex(OFFICES, fill_value=0)


def right(table, part="development"):
    return (table.loc[PARTS[part].index].idxmax(axis=1) == PARTS[part]["office"]).to_numpy()


def simple_tool():
    """Right or not on development (five folds) and on test, for the tool of the lesson."""
    development, test = PARTS["development"], PARTS["test"]
    model = make_pipeline(TfidfVectorizer(), LogisticRegression())
    folds = cross_val_predict(model, development["message"], development["office"], cv=5) == development["office"]
    model.fit(development["message"], development["office"])
    return folds.to_numpy(), (model.predict(test["message"]) == test["office"]).to_numpy()


def test_parts_are_balanced_and_no_sentence_stands_in_two():
    counts = pd.crosstab(MESSAGES["part"], MESSAGES["office"])
    assert (counts.loc["shots"] == 1).all() and (counts.loc["development"] == 15).all()
    assert (counts.loc["test"] == 20).all() and (PARTS["shots"]["second"] == "-").all()
    assert MESSAGES["message"].is_unique


def test_the_file_is_what_the_program_makes():
    make = runpy.run_path(str(ROOT / "datasets/citizen-messages/make.py"))
    with (ROOT / "datasets/citizen-messages/citizen-messages.csv").open(encoding="utf-8") as file:
        assert list(csv.DictReader(file)) == make["rows"]()
    sentences = [words for _, _, words in make["sentences"]()]
    assert len(set(sentences)) == len(sentences) == len(MESSAGES)


def test_each_way_asks_each_message_and_the_examples_come_from_their_own_part():
    for way in WAYS:
        asked = set(SCORED.loc[SCORED["way"] == way, "message"])
        assert asked == {*PARTS["development"].index, *PARTS["test"].index, *EMPTY}
    for way in ("examples a", "examples b"):
        text = SCORED.loc[SCORED["way"] == way, "prompt"].iloc[0]
        assert all(message in text for message in PARTS["shots"]["message"])
    header = "<|im_start|>assistant\n"
    ends = SCORED.groupby("way")["prompt"].agg(lambda prompts: prompts.str.endswith(header).all())
    assert not ends["no turn"] and ends.drop("no turn").all()
    assert SCORED["logprobs"].map(lambda four: tuple(map(len, four))).unique().tolist() == [(1, 1, 3, 1)]


def test_without_examples_the_length_rule_and_not_the_message_decides():
    assert all(named(shares(way))["power"] == 60 for way in PLAIN)
    assert named(shares("road first", sum))["health"] > 50
    assert right(shares("road first")).sum() == 15  # chance
    tail = SCORED.loc[SCORED["way"] == "road first", "logprobs"].map(lambda four: min(four[2][1:]))
    assert tail.median() > -0.1  # "nearly certain"


def test_examples_help_and_so_does_calibration_without_any():
    base = right(shares("road first"))
    for other in (right(shares("examples a")), right(calibrated("road first"))):
        value, low, _ = PAIRED(other, base)
        assert low > 0 and 0.15 < value < 0.35
    said = named(shares("examples a"))
    assert said["power"] > 30 and said["health"] > 15 and said["road"] < 8 and said["water"] == 0
    assert (named(shares("examples a")) != named(shares("examples b"))).any()
    prior = {way: shares(way).loc[EMPTY].mean() for way in ("road first", "examples a", "examples b")}
    assert prior["road first"]["power"] > 0.9
    assert all(
        prior[way]["power"] < 0.7 and prior[way]["health"] > prior["road first"]["health"] for way in list(prior)[1:]
    )


def test_with_the_habit_out_no_prompt_is_shown_to_be_better():
    base = right(calibrated("road first"))
    for way in ("examples a", "examples b", "magic words", "role", "health first"):
        assert PAIRED(right(calibrated(way)), base)[1] <= 0
    for way in ("examples a", "examples b", "magic words"):
        assert PAIRED(right(calibrated(way)), base)[0] > 0
    assert PAIRED(right(calibrated("no turn")), base)[2] < 0
    assert PAIRED(right(shares("road first")), base)[2] < 0


def test_the_winner_falls_back_and_is_not_shown_to_beat_the_simple_tool():
    folds, on_test = simple_tool()
    board = {way: int(right(shares(way)).sum()) for way in WAYS}
    board |= {f"{way}, calibrated": int(right(calibrated(way)).sum()) for way in WAYS}
    assert board == g04.board()
    best = max(board, key=board.get)
    assert best == "magic words, calibrated" and sorted(board.values())[-2] < board[best]
    assert folds.sum() < board[best]
    winner = right(calibrated("magic words"), "test")
    assert winner.mean() < right(calibrated("magic words")).mean() and 0.45 < winner.mean() < 0.6
    value, low, _ = PAIRED(winner, on_test)
    assert value > 0 > low > -0.05  # "begins just below zero"
    examples, low, _ = PAIRED(right(shares("examples a"), "test"), on_test)
    assert 0 < examples < value and low < 0
    plain = PAIRED(winner, right(calibrated("road first"), "test"))
    assert abs(plain[0]) < 0.05 and plain[1] < 0 < plain[2]


def test_another_candidate_is_far_ahead_on_the_test_only():
    tests = {way: right(calibrated(way), "test").sum() for way in WAYS}
    assert max(tests, key=tests.get) == "examples b" and tests["examples b"] - tests["magic words"] >= 10


def test_the_best_of_many_looks_better_than_it_is():
    best = np.random.default_rng(0).binomial(30, 0.6, (20_000, 20)).max(axis=1) / 30
    assert 0.14 < best.mean() - 0.6 < 0.18
    ours = np.array([right(table(way)) for way in WAYS for table in (shares, calibrated)])
    rng, gains = np.random.default_rng(1), []
    for _ in range(2000):
        drawn = rng.permutation(60)
        winner = ours[:, drawn[:30]].mean(axis=1).argmax()
        gains.append(ours[winner, drawn[:30]].mean() - ours[winner, drawn[30:]].mean())
    assert 0.06 < np.mean(gains) < best.mean() - 0.6


def test_written_answers_have_another_habit_and_some_cannot_be_read():
    names = dict(zip(SCORED["options"].iloc[0], OFFICES, strict=True))
    written = TAPE[TAPE["way"] == "written"].set_index("message")["output"].str.strip()
    found = [[office for name, office in names.items() if name in text.lower()] for text in written]
    said = [one[0] if len(one) == 1 else None for one in found]
    assert set(written.index) <= set(PARTS["test"].index) and len(written) == 40
    assert said.count("health") > 20 and 0 < said.count(None) < 20
    repeats = [
        text
        for text, one in zip(written, said, strict=True)
        if one == "road" and not re.search("department|answer", text)
    ]
    assert any(len(text) > 20 for text in repeats)  # a text that only repeats the message is read as "road"


def test_without_the_model_the_cost_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("AISKILLS_HOME", str(tmp_path))
    said = g04.live_cost(learn.tape("g04-messages"))
    assert said["seconds"] is None and "aiskills models fetch" in said["note"]


def test_the_live_model_agrees_with_the_recording():
    pytest.importorskip("torch")
    said = g04.live_cost(learn.tape("g04-messages"), count=1)
    if said["seconds"] is None:
        pytest.skip(said["note"])
    assert said["gap"] < 0.02 and said["seconds"] > 0


def test_the_figures_name_what_they_show():
    axes = g04.dots({"one": (0.1, -0.1, 0.3), "two": (-0.2, -0.3, -0.1)}, "Title", "points", mark_label="no difference")
    assert [label.get_text() for label in axes.get_yticklabels()] == ["one", "two"]
    axes = g04.said_figure(pd.Series({"power": 5}), {"road": 2, "power": 3}, "Title")
    assert {text.get_text() for text in axes.get_legend().get_texts()} == {"named by the model", "should be named"}
