"""What the lesson g05-hallucination-measured says in words holds on its recording, and its helpers do what they say."""

import math
import runpy

import pytest

from aiskills import learn
from aiskills.catalog import load_catalog
from aiskills.learn.lessons import g05_hallucination_measured as g05

ROOT = load_catalog().root
WILSON = runpy.run_path(str(ROOT / "tests/notebooks/g05-hallucination-measured/wrong.py"))["wilson"]
MAKE = runpy.run_path(str(ROOT / "datasets/capital-answers/make.py"))
FACTS = learn.load("capitals").set_index("country").fillna("")
TAPE = learn.tape("g05-capitals").frame()
TAPE["form"] = TAPE["id"].str.split("/").str[0]


def marks(form, real=True):
    rows = TAPE[(TAPE["form"] == form) & (TAPE["real"] == real)].set_index("country")
    names = {c: f"{row.capitals};{row.aliases}".strip(";").split(";") for c, row in FACTS.iterrows()}
    return rows.index, [MAKE["label"](text, names.get(c, [])) for c, text in rows["output"].items()]


def interval(count, asked):
    return WILSON(int(count), int(asked))


def difference(first, second):
    (p, low, high), (q, below, above) = ((n / m, *interval(n, m)) for n, m in (first, second))
    return p - q - math.hypot(p - low, above - q), p - q + math.hypot(high - p, q - below)


def test_marked_answers_are_those_of_the_recording():
    countries, labels = marks("free")
    answers = learn.load("capital-answers").set_index("country")
    assert dict(zip(countries, labels, strict=True)) == answers["label"].to_dict()
    assert set(answers["half"].value_counts()) == {len(answers) // 2}


def test_about_half_are_wrong_and_none_abstains():
    _, labels = marks("free")
    low, high = interval(labels.count("wrong"), len(labels))
    assert low < 0.5 < high
    for form in ("free", "invite", "completion"):
        assert marks(form)[1].count("abstained") == 0
    assert marks("invite", real=False)[1].count("abstained") == 0


def test_the_form_of_the_question_changes_the_score():
    def options_right(form):
        rows = TAPE[TAPE["form"] == form]
        best = [max(range(4), key=lambda i, v=v: sum(v[i]) / len(v[i])) for v in rows["logprobs"]]
        first = FACTS.capitals.str.split(";").str[0]
        return sum(c[i] == first[n] for c, i, n in zip(rows["cities"], best, rows["country"], strict=True)), len(rows)

    choice, letters = options_right("choice"), options_right("letters")
    free = marks("free")[1]
    assert interval(*letters)[0] < 0.25 < interval(*letters)[1]  # no better than guessing
    assert interval(*choice)[0] > interval(free.count("right"), len(free))[1]
    assert interval(marks("completion")[1].count("right"), len(free))[1] < interval(free.count("right"), len(free))[0]


def test_the_smaller_the_economy_the_more_errors():
    gapminder = learn.load("gapminder").query("year == 2007").set_index("country")
    countries, labels = marks("free")
    joined = FACTS.loc[countries].assign(wrong=[one == "wrong" for one in labels])
    joined = joined[joined["gapminder"] != ""].join(gapminder, on="gapminder")
    thirds = runpy.run_path(str(ROOT / "tests/notebooks/g05-hallucination-measured/wrong.py"))["thirds"]
    for values in (joined.population * joined.gdp_per_person, joined.population):
        lowest, middle, highest = thirds(values, joined.wrong)
        assert difference(lowest, highest)[0] > 0
        assert lowest[0] / lowest[1] > middle[0] / middle[1] > highest[0] / highest[1]
    lowest, _, highest = thirds(joined.gdp_per_person, joined.wrong)
    # By income the two intervals overlap a little, and the difference is clear.
    assert interval(*lowest)[0] < interval(*highest)[1] < 0.5 and difference(lowest, highest)[0] > 0

    rows = TAPE[TAPE["form"] == "choice"].set_index("country")
    first = FACTS.capitals.str.split(";").str[0]
    best = [max(range(4), key=lambda i, v=v: sum(v[i]) / len(v[i])) for v in rows["logprobs"]]
    missed = [cities[i] != first[c] for c, cities, i in zip(rows.index, rows["cities"], best, strict=True)]
    joined["missed"] = joined.index.map(dict(zip(rows.index, missed, strict=True)))
    poor, _, rich = thirds(joined.gdp_per_person, joined.missed)
    assert poor[0] / poor[1] <= rich[0] / rich[1]  # among four cities no step by income is left
    small, _, large = thirds(joined.population * joined.gdp_per_person, joined.missed)
    assert small[0] > large[0] and -0.05 < difference(small, large)[0] < 0  # the order stays, zero is just reached


def test_are_you_sure_does_not_tell_right_from_wrong():
    countries, labels = marks("free")
    replies = TAPE[TAPE["form"] == "sure"].set_index("country")["output"].loc[countries]
    sorry = replies.str.contains("sorry|not sure|cannot|can't", case=False).to_list()
    right = [s for s, one in zip(sorry, labels, strict=True) if one == "right"]
    wrong = [s for s, one in zip(sorry, labels, strict=True) if one == "wrong"]
    assert sum(right) / len(right) >= sum(wrong) / len(wrong) > 0.8
    texts = TAPE.set_index("id")["output"].str.strip()
    for form in ("sure", "again"):
        again = dict(zip(*marks(form), strict=True))
        assert not [c for c, one in zip(countries, labels, strict=True) if one == "wrong" and again[c] == "right"]
    for one in ("right", "wrong"):
        asked = [c for c, label in zip(countries, labels, strict=True) if label == one]
        assert sum(texts[f"again/{c}"] == texts[f"free/{c}"] for c in asked) / len(asked) > 0.8


def test_the_threshold_of_the_lesson_keeps_its_promise_on_one_half_and_cannot_prove_it_on_the_other():
    assert g05.check_threshold(0.4) is None
    used = g05.halves()["report"].query("confidence >= 0.4")
    low, high = interval((used["label"] == "wrong").sum(), len(used))
    assert low < g05.LIMIT < high and 0.15 < high < 0.25  # "up to about one in five"


def test_without_the_model_the_recording_answers_and_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("AISKILLS_HOME", str(tmp_path))
    model = g05.Model(learn.tape("g05-capitals"))
    assert not model.live and "recording" in model.note and "aiskills models fetch" in model.note
    assert model.answer(["Bolivia"])["Bolivia"].strip() == "The capital of Bolivia is La Paz."
    with pytest.raises(learn.CourseError, match="Atlantis"):
        model.answer(["Atlantis"])


def test_every_accepted_name_marks_itself_right_and_no_other_capital_in_its_region():
    for country, row in FACTS.iterrows():
        names = f"{row.capitals};{row.aliases}".strip(";").split(";")
        assert all(MAKE["label"](f"It is {name}.", names) == "right" for name in names), country
        others = FACTS[(FACTS.region == row.region) & (FACTS.index != country)].capitals.str.split(";").explode()
        assert not [o for o in others if MAKE["label"](f"It is {o}.", names) == "right"], country


def test_the_table_joins_gapminder_by_name():
    known = set(learn.load("gapminder")["country"])
    named = FACTS.gapminder[FACTS.gapminder != ""]
    assert set(named) <= known and named.is_unique and len(FACTS) == 193
