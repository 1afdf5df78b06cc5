"""Progress that travels: the documented form, the table of events, minutes, the panel and the commands."""

import csv
import io
import json
import sys
import types
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from aiskills import learn
from aiskills.learn import invented, progress, progress_command, progress_events, progress_panel, quizzes
from aiskills.learn.loader import all_texts

SCHEMA = json.loads(Path(progress.__file__).with_name("schema-of-progress.json").read_text("utf-8"))
FORM = jsonschema.Draft202012Validator(SCHEMA)


@pytest.fixture
def someone():
    return invented.state(all_texts(), date(2026, 3, 30))


def test_real_files_fit_the_documented_form(lesson, own_progress, tmp_path, someone):
    FORM.check_schema(SCHEMA)
    lesson.poll("a")
    lesson.predict("score", 0.7)
    lesson.predict("side", "left", sure=80)
    lesson.reveal("score", 0.4)
    lesson.reveal("side", "left")
    lesson.check("square", lambda x: 2 * x)
    lesson.check("square", lambda x: x * x)
    assert lesson.quiz("exit").keep(1, "B") and lesson.recall().keep(2, "B")
    written = json.loads(own_progress.read_text())
    FORM.validate(written)
    assert {kind for one in written["lessons"].values() for kind in one} == set(SCHEMA["$defs"]["lesson"]["properties"])
    learn.progress.save(tmp_path)
    FORM.validate(json.loads((tmp_path / "aiskills-progress.json").read_text()))
    FORM.validate(someone)
    for broken in (
        {"format": "aiskills-progress", "version": 1, "lessons": {}},
        {**someone, "lessons": {"x": {"quizzes": {"q": {"at": "2026-01-01", "history": [["2026-01-01", "a"]]}}}}},
        {**someone, "lessons": {"x": {"checks": {"q": {"at": "2026-01-01", "tries": -1}}}}},
    ):
        assert not FORM.is_valid(broken)


def test_every_field_is_described_on_the_page_for_learners():
    page = (Path(progress.__file__).parents[3] / "book/my-learning.md").read_text("utf-8")
    fields = {
        name
        for kind in SCHEMA["$defs"]["lesson"]["properties"].values()
        for name in kind["additionalProperties"]["properties"]
    }
    assert {
        name for name in {*fields, *SCHEMA["properties"], *progress_events.COLUMNS} if f"`{name}`" not in page
    } == set()


def test_what_is_typed_into_a_check_is_not_kept(lesson, own_progress):
    lesson.check("square", "my secret answer")
    assert "secret" not in own_progress.read_text()


def test_quiz_answers_are_kept_and_a_changed_question_is_another_one(lesson):
    quiz = lesson.quiz("exit")
    assert quiz.kept() == "Your answers are kept in your progress file. None is kept yet."
    assert quiz.keep(1, "A") and quiz.keep(1, "B") and quiz.keep(3, "A")
    assert quiz.kept() == "Kept in your progress file, by question: 1 right, 3 not right."
    question = lesson.texts["exit"][0]
    entry = progress.entry("t00-test", "quizzes", quizzes.key("exit", question))
    assert [row[1:] for row in entry["history"]] == [["a", False], ["b", True]]
    assert quizzes.key("exit", {**question, "question": "Other?"}) != quizzes.key("exit", question)
    assert quizzes.key("exit", {**question, "options": question["options"][::-1]}) != quizzes.key("exit", question)


@pytest.mark.parametrize("message", [(0, "A"), (4, "A"), (1, "C"), (1, ""), ("1", "A"), (None, None)])
def test_what_a_page_sends_is_checked(lesson, message):
    assert lesson.quiz("exit").keep(*message) is False
    assert progress.state()["lessons"] == {}


def test_a_page_without_a_kernel_says_that_answers_are_not_kept(lesson, monkeypatch):
    monkeypatch.setenv("AISKILLS_STATIC", "1")
    assert "Answers on this page are not kept." in lesson.quiz("exit")._repr_html_()
    assert "data-bridge" not in lesson.quiz("exit")._repr_html_()


def test_sureness_is_a_percent_of_a_choice(lesson):
    assert "left, 80 % sure" in repr(lesson.predict("side", "left", sure=80))
    assert progress.entry("t00-test", "predictions", "side")["sure"] == 80
    for odd in (101, -1, "very", float("nan"), True):
        assert "from 0 to 100" in repr(lesson.predict("side", "right", sure=odd))
    assert progress.entry("t00-test", "predictions", "side")["guess"] == "left"
    lesson.predict("side", "right")
    assert "sure" not in progress.entry("t00-test", "predictions", "side")


def timed(*events):
    """A state of checks, from (lesson, time of the day as hh:mm:ss)."""
    state = progress.empty()
    for slug, at in events:
        entry = state["lessons"].setdefault(slug, {}).setdefault("checks", {}).setdefault("c", {"history": []})
        entry["history"].append([f"2026-03-01T{at}+00:00", "m"])
    return progress.parse(json.dumps(state))


@pytest.mark.parametrize(
    ("events", "minutes"),
    [
        ([("a", "09:00:00")], {"a": 0}),
        ([("a", "09:00:00"), ("a", "09:10:30"), ("a", "09:25:30")], {"a": 25.5}),
        ([("a", "09:00:00"), ("a", "09:15:01")], {"a": 0}),  # a pause
        ([("a", "09:00:00"), ("b", "09:02:00"), ("a", "09:04:00")], {"a": 0, "b": 0}),
        ([("a", "09:00:00"), ("a", "09:02:00"), ("b", "09:04:00"), ("b", "09:09:00")], {"a": 2, "b": 5}),
    ],
)
def test_minutes_add_up_the_time_between_events_of_one_lesson(events, minutes):
    assert progress_events.minutes(timed(*events)) == minutes


def test_a_time_that_is_none_counts_for_nothing():
    state = timed(("a", "09:00:00"), ("a", "09:05:00"))
    state["lessons"]["a"]["checks"]["c"]["history"].append(["yesterday", "m"])
    assert progress_events.minutes(state) == {"a": 5}


def test_the_table_has_one_row_for_each_event(someone, tmp_path):
    rows = list(csv.DictReader(io.StringIO(progress_events.as_csv(someone))))
    count = sum(
        len(entry.get("history", [])) + len(entry.get("results", []))
        for lesson in someone["lessons"].values()
        for kind in lesson.values()
        for entry in kind.values()
    )
    assert len(rows) == count > 100
    assert {row["kind"] for row in rows} == {"check", "poll", "guess", "result", "quiz"}
    assert {row["right"] for row in rows if row["kind"] == "quiz"} == {"yes", "no"}
    assert {row["right"] for row in rows if row["kind"] == "poll"} == {""}
    assert [row["time"] for row in rows] == sorted(row["time"] for row in rows)


def test_a_spreadsheet_runs_no_formula_from_a_file():
    state = timed(("a", "09:00:00"))
    state["lessons"]["a"]["checks"]["c"]["history"] = [["2026-03-01T09:00:00", '=HYPERLINK("x")']]
    assert '"\'=HYPERLINK(""x"")"' in progress_events.as_csv(state)


CONTENT = json.dumps(
    {"format": "aiskills-progress", "version": 1, "lessons": {"z": {"polls": {"start": {"choice": "a", "at": "2026"}}}}}
).encode()


@pytest.mark.parametrize(
    "value",
    [
        ({"name": "p.json", "type": "", "size": 1, "content": memoryview(CONTENT)},),  # ipywidgets 8
        {"p.json": {"metadata": {"name": "p.json"}, "content": CONTENT}},  # ipywidgets 7
    ],
    ids=["ipywidgets-8", "ipywidgets-7"],
)
def test_the_panel_takes_the_file_of_both_versions_of_ipywidgets(value):
    assert "Loaded: 1 lesson" in repr(progress_panel.Panel().upload(value))
    assert progress.entry("z", "polls", "start")["choice"] == "a"


def test_a_foreign_file_in_the_panel_is_one_sentence_and_nothing_is_lost(own_progress):
    progress.record("x", "polls", "start", choice="a")
    before = own_progress.read_bytes()
    for content in (b"", b"{}", b"\xff\xfe\x00", b"PK\x03\x04", b'{"format": "aiskills-progress", "version": 99}'):
        said = repr(progress_panel.Panel().upload(({"name": "holiday.json", "content": content},)))
        assert said.startswith("Not loaded: The file holiday.json was left alone:") and "\n" not in said
    assert own_progress.read_bytes() == before
    assert "No file was chosen" in repr(progress_panel.Panel().upload(()))


def test_the_panels_link_holds_the_file_and_each_press_makes_a_new_one():
    progress.record("x", "polls", "start", choice="a")
    panel = progress_panel.Panel()
    assert json.loads(panel.file())["lessons"]["x"]["polls"]["start"]["choice"] == "a"
    assert 'download="aiskills-progress.json" href="data:application/json;base64,' in panel.download("k")
    assert 'data-at="2"' in panel.download("k")
    assert "learn.progress.save()" in repr(panel) and "learn.progress.load()" in panel._repr_html_()


def test_one_file_out_and_one_in_without_any_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    progress.record("x", "polls", "start", choice="a")
    learn.progress.save()
    assert set(json.loads((tmp_path / "aiskills-progress.json").read_text())["minutes"]) == {"x"}
    monkeypatch.setenv("AISKILLS_PROGRESS", str(tmp_path / "other.json"))
    assert "1 poll answer" in repr(learn.progress.load())
    assert "minutes" not in progress.state()


def test_on_colab_the_browser_gets_the_file_and_gives_it(tmp_path, monkeypatch):
    """With a stand-in for `google.colab.files` that has its two functions."""
    sent = []
    files = types.SimpleNamespace(download=sent.append, upload=lambda: {"mine (1).json": CONTENT})
    colab = types.ModuleType("google.colab")
    colab.files = files
    monkeypatch.setitem(sys.modules, "google", types.ModuleType("google"))
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    monkeypatch.chdir(tmp_path)
    learn.progress.save()
    assert sent == ["aiskills-progress.json"] and (tmp_path / sent[0]).is_file()
    learn.progress.save(tmp_path / "drive.json")
    assert len(sent) == 1, "a place that was named is enough"
    assert "Loaded: 1 lesson" in repr(learn.progress.load())
    files.upload = dict
    assert "No file was chosen" in repr(learn.progress.load())


def test_the_commands(tmp_path, capsys, own_progress, someone):
    progress_command.where()
    assert "Nothing is kept there yet" in capsys.readouterr().out
    progress.record("x", "polls", "start", choice="a")
    (tmp_path / "a.json").write_text(json.dumps(someone))
    progress_command.export(tmp_path / "b.json")
    out = progress_command.merge_files(tmp_path / "all.json", [tmp_path / "a.json", tmp_path / "b.json"])
    joined = json.loads(out.read_text())
    assert set(joined["lessons"]) == {"x", *someone["lessons"]}
    again = progress_command.merge_files(out, [tmp_path / "b.json"])
    assert json.loads(again.read_text()) == joined
    table = progress_command.export(tmp_path / "all.csv", [out])
    assert len(table.read_text().splitlines()) == 1 + len(progress_events.events(joined))
    progress_command.export(tmp_path / "all.csv", [out])  # its own table may be written again
    page = progress_command.page(tmp_path / "page.html", [out])
    assert "My learning" in page.read_text()
    progress_command.where()
    assert "1 lesson with 0 checks passed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "name"),
    [("export", "thesis.csv"), ("export", "thesis.json"), ("page", "thesis.html"), ("page", "none/file/page.html")],
)
def test_a_command_overwrites_nothing_of_another_kind(tmp_path, command, name):
    (tmp_path / "none").mkdir()
    (tmp_path / "none/file").write_text("")
    if "/" not in name:
        (tmp_path / name).write_text("mine")
    with pytest.raises(SystemExit) as stop:
        getattr(progress_command, command)(tmp_path / name)
    assert isinstance(stop.value.code, str) and "\n" not in stop.value.code
    assert "/" in name or (tmp_path / name).read_text() == "mine"


def test_a_foreign_or_missing_file_stops_a_command_with_a_sentence(tmp_path):
    (tmp_path / "x.json").write_text("{}")
    for file in ("x.json", "missing.json"):
        for command in (progress_command.export, progress_command.page, progress_command.merge_files):
            with pytest.raises(SystemExit, match="left alone|cannot be read"):
                command(tmp_path / "out.json", [tmp_path / file])
    with pytest.raises(SystemExit, match="Name the progress files"):
        progress_command.merge_files(tmp_path / "out.json", [])
    assert not (tmp_path / "out.json").exists()


def test_the_field_for_sureness_keeps_what_was_chosen_and_no_answer_is_none(lesson, monkeypatch):
    """The real widgets of this environment's ipywidgets, with the clicks made by the test."""
    import ipywidgets

    from aiskills.learn import predictions

    shown = []
    monkeypatch.setattr(predictions, "live", lambda: True)
    monkeypatch.setattr(predictions, "display_widget", lambda box, **_: shown.append(box))

    def press(sure):
        lesson.predict("side")._ipython_display_()
        parts = {type(part): part for part in shown[-1].children}
        before = parts[ipywidgets.Dropdown].value
        parts[ipywidgets.RadioButtons].value = "left"
        parts[ipywidgets.Dropdown].value = sure
        parts[ipywidgets.Button].click()
        return before, progress.entry("t00-test", "predictions", "side").get("sure")

    assert press(0) == (0, None)
    assert press(70) == (0, 70)
    assert press(0) == (70, None)
