"""Progress is never lost: not by a restart, two notebooks at once, a broken file, or a folder that is closed."""

import functools
import itertools
import json
import os
import random
import subprocess
import sys

import pytest

from aiskills import learn
from aiskills.learn import progress, progress_form

MANY = """
from aiskills.learn import progress
for i in range(40):
    progress.record("lesson", "checks", "shared", last=f"{who}-{{i}}")
    progress.record("lesson", "predictions", f"{who}-{{i}}", guess=i)
"""


def test_two_notebooks_at_once_lose_nothing(own_progress):
    own_progress.parent.mkdir()
    running = [subprocess.Popen([sys.executable, "-c", MANY.format(who=who)]) for who in ("one", "two")]
    assert [one.wait() for one in running] == [0, 0]
    lesson = progress.state()["lessons"]["lesson"]
    assert lesson["checks"]["shared"]["tries"] == 80
    assert len(lesson["checks"]["shared"]["history"]) == 80
    assert len(lesson["predictions"]) == 80


def test_merge_keeps_the_newer_entry_the_greater_count_and_both_histories():
    a = progress.empty()
    b = progress.empty()
    a["lessons"]["x"] = {
        "checks": {
            "c": {
                "at": "2026-01-02",
                "tries": 2,
                "last": "yes",
                "passed": "2026-01-02",
                "history": [["2026-01-01", "m"], ["2026-01-02", "yes"]],
            }
        }
    }
    b["lessons"]["x"] = {
        "checks": {
            "c": {"at": "2026-01-03", "tries": 1, "last": "m", "history": [["2026-01-01", "m"], ["2026-01-03", "m"]]}
        },
        "polls": {"start": {"at": "2026-01-01", "choice": "a"}},
    }
    for joined in (progress.merge(a, b), progress.merge(b, a)):
        one = joined["lessons"]["x"]["checks"]["c"]
        assert (one["tries"], one["last"], one["passed"]) == (2, "m", "2026-01-02")
        assert [row[0] for row in one["history"]] == ["2026-01-01", "2026-01-02", "2026-01-03"]
        assert joined["lessons"]["x"]["polls"]["start"]["choice"] == "a"
        assert progress.merge(joined, b) == joined
    assert len(a["lessons"]["x"]) == 1, "merging alters neither side"


TIMES = [f"2026-03-{day:02d}T09:{minute:02d}:00+00:00" for day in (1, 2, 3) for minute in (0, 7)]


def random_state(rng, version):
    """A file as this or the first version of the course writes it, with few times and values, so that they meet."""
    state = {"format": "aiskills-progress", "version": version, "lessons": {}}
    for slug in rng.sample(["a", "b"], rng.randint(0, 2)):
        lesson = state["lessons"][slug] = {}
        for kind in rng.sample(["checks", "polls", "predictions", "quizzes"], rng.randint(0, 4)):
            entry = {}
            for time in sorted(rng.sample(TIMES, rng.randint(1, 4))):
                value = {"checks": ["m", "n", "yes"], "predictions": [0.5, -1, 2.0]}.get(kind, ["a", "b"])
                value = rng.choice(value)
                entry |= {"at": time}
                if kind == "predictions" and rng.random() < 0.4:
                    entry["result"] = value
                    if version == 2:
                        entry.setdefault("results", []).append([time, value])
                    continue
                row = [time, value]
                if kind == "quizzes":
                    row.append(rng.random() < 0.5)
                    entry["right"] = row[2]
                if kind == "polls" and rng.random() < 0.5:
                    entry["cell"] = rng.choice(["one", "two"])
                    row += [entry["cell"]] if version == 2 else []
                if kind == "checks":
                    entry |= {"passed": time} if value == "yes" else {"tries": entry.get("tries", 0) + 1}
                field = {"checks": "last", "predictions": "guess"}.get(kind, "choice")
                entry[field] = value
                entry.setdefault("history", []).append(row)
            lesson.setdefault(kind, {})[rng.choice(["one", "two"])] = entry
    return state


def rows(state):
    """Every event that a state holds, results of predictions included."""
    return {
        (slug, kind, name, *map(str, row[:2]))
        for slug, lesson in state["lessons"].items()
        for kind, items in lesson.items()
        for name, entry in items.items()
        for row in entry.get("history", []) + entry.get("results", [])
    }


@pytest.mark.parametrize("seed", range(60))
def test_a_merge_of_any_files_in_any_order_loses_nothing(seed):
    rng = random.Random(seed)
    raw = [random_state(rng, rng.choice([1, 2])) for _ in range(3)]
    a, b, c = (progress.parse(json.dumps(one)) for one in raw)
    joined = progress.merge(progress.merge(a, b), c)
    assert progress.merge(a, progress.merge(b, c)) == joined
    assert progress.merge(progress.merge(c, b), a) == joined
    assert progress.merge(joined, joined) == joined
    assert all(progress.merge(joined, one) == joined and progress.merge(one, one) == one for one in (a, b, c))
    assert all(rows(one) <= rows(joined) for one in (*raw, a, b, c))
    assert rows(joined) == rows(a) | rows(b) | rows(c)
    wrong = {row for row in rows(joined) if row[1] == "checks" and row[4] != "yes"}
    entries = [e for lesson in joined["lessons"].values() for e in lesson.get("checks", {}).values()]
    assert sum(entry.get("tries", 0) for entry in entries) == len(wrong)
    assert progress.parse(json.dumps(joined)) == joined


def test_what_a_merged_entry_says_follows_from_all_its_events():
    """Newer fields do not hide older ones: the result of one copy and the later guess of another both stand."""
    parts = [{"guess": 1, "history": [["2026-01-01", 1]]}, {"result": 5, "results": [["2026-01-03", 5]]}]
    parts.append({"guess": 2, "sure": 80, "history": [["2026-01-02", 2, 80]]})
    for order in itertools.permutations(parts):
        joined = functools.reduce(lambda a, b: progress_form.merge_entry("predictions", a, b), order)
        assert (joined["guess"], joined["sure"], joined["result"], joined["at"]) == (2, 80, 5, "2026-01-03")


def test_a_file_of_the_first_version_keeps_all_that_it_held():
    old = {
        "format": "aiskills-progress",
        "version": 1,
        "lessons": {
            "x": {
                "checks": {"c": {"tries": 2, "last": "m", "at": "2026-01-02", "history": [["2026-01-01", "m"]]}},
                "polls": {
                    "start": {"choice": "b", "cell": "id-1", "at": "2026-01-01", "history": [["2026-01-01", "b"]]}
                },
                "predictions": {
                    "p": {"guess": 0.7, "result": 0.4, "at": "2026-01-03", "history": [["2026-01-02", 0.7]]},
                    "q": {"guess": 0.1, "at": "2026-01-03"},
                },
            }
        },
    }
    new = progress.parse(json.dumps(old))
    assert new["version"] == 2
    kept = new["lessons"]["x"]
    assert (kept["checks"]["c"]["tries"], kept["checks"]["c"]["last"]) == (2, "m")
    assert (kept["polls"]["start"]["choice"], kept["polls"]["start"]["cell"]) == ("b", "id-1")
    assert kept["predictions"]["p"]["results"] == [["2026-01-03", 0.4]]
    assert kept["predictions"]["q"]["history"] == [["2026-01-03", 0.1]]


def test_save_and_load_join_two_computers(tmp_path, monkeypatch):
    progress.record("x", "polls", "start", choice="a")
    said = learn.progress.save(tmp_path / "mine.json")
    assert "1 poll answer" in repr(said)
    monkeypatch.setenv("AISKILLS_PROGRESS", str(tmp_path / "other" / "progress.json"))
    progress.record("y", "checks", "c", last="yes")
    assert "2 lessons with 1 check passed" in repr(learn.progress.load(tmp_path / "mine.json"))
    assert progress.entry("x", "polls", "start")["choice"] == "a"
    # saving again over the first file joins them there too
    learn.progress.save(tmp_path / "mine.json")
    assert set(json.loads((tmp_path / "mine.json").read_text())["lessons"]) == {"x", "y"}


def test_save_into_a_folder_and_load_from_it(tmp_path):
    progress.record("x", "polls", "start", choice="a")
    learn.progress.save(tmp_path)
    assert (tmp_path / "aiskills-progress.json").is_file()
    assert "1 poll answer" in repr(learn.progress.load(tmp_path))


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": []}'])
def test_a_file_of_another_kind_is_neither_overwritten_nor_loaded(tmp_path, content):
    path = tmp_path / "homework.json"
    path.write_text(content)
    with pytest.raises(learn.CourseError, match="left alone"):
        learn.progress.save(path)
    with pytest.raises(learn.CourseError, match="left alone"):
        learn.progress.load(path)
    assert path.read_text() == content


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(learn.CourseError, match="cannot be read.*progress.save made"):
        learn.progress.load(tmp_path / "none.json")


@pytest.mark.parametrize(
    "content",
    [
        "",
        '{"format": "aiskills-pro',
        "null",
        '{"format": "aiskills-progress"}',
        '{"format": "aiskills-progress", "version": 1, "lessons": {"x": []}}',
        '{"format": "aiskills-progress", "version": 1, "lessons": {"x": {"checks": {"c": {"tries": "3"}}}}}',
        '{"format": "aiskills-progress", "version": 2, "lessons": {"x": {"checks": {"c": {"history": [1]}}}}}',
        "[" * 100_000,
    ],
)
def test_a_broken_file_is_put_aside_and_told_once(own_progress, capsys, content):
    own_progress.parent.mkdir()
    own_progress.write_text(content)
    progress.record("x", "polls", "start", choice="a")
    assert progress.entry("x", "polls", "start")["choice"] == "a"
    aside = list(own_progress.parent.glob("progress.broken-*.json"))
    assert [one.read_text() for one in aside] == [content]
    assert capsys.readouterr().out.count("could not be read") == 1


def test_a_file_of_a_newer_version_is_left_alone(own_progress, capsys):
    own_progress.parent.mkdir()
    newer = json.dumps({"format": "aiskills-progress", "version": 3, "lessons": {}})
    own_progress.write_text(newer)
    progress.record("x", "polls", "start", choice="a")
    progress.record("x", "polls", "exit", choice="b")
    assert own_progress.read_text() == newer
    assert progress.entry("x", "polls", "start")["choice"] == "a"
    assert capsys.readouterr().out.count("update the package") == 1


def test_a_closed_folder_keeps_progress_in_memory(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("a file where a folder should be")
    monkeypatch.setenv("AISKILLS_PROGRESS", str(tmp_path / "file" / "progress.json"))
    for _ in range(2):
        progress.record("x", "checks", "c", last="m")
    assert progress.entry("x", "checks", "c")["tries"] == 2
    assert capsys.readouterr().out.count("cannot be used") == 1
    learn.progress.save(tmp_path / "rescued.json")
    assert json.loads((tmp_path / "rescued.json").read_text())["lessons"]["x"]["checks"]["c"]["tries"] == 2


def test_what_was_in_memory_is_written_when_the_folder_opens(tmp_path, monkeypatch):
    blocker = tmp_path / "later"
    blocker.write_text("")
    monkeypatch.setenv("AISKILLS_PROGRESS", str(blocker / "progress.json"))
    progress.record("x", "polls", "start", choice="a")
    blocker.unlink()
    progress.record("y", "polls", "start", choice="b")
    kept = json.loads((blocker / "progress.json").read_text())["lessons"]
    assert set(kept) == {"x", "y"}


def test_a_write_that_fails_leaves_the_old_file(own_progress, monkeypatch):
    progress.record("x", "polls", "start", choice="a")
    before = own_progress.read_text()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    progress.record("x", "polls", "start", choice="b")
    assert own_progress.read_text() == before
    assert list(own_progress.parent.glob("*.part")) == []


def test_the_summary_says_what_is_kept():
    assert "Nothing is kept yet" in repr(progress.summary())
    progress.record("f02", "checks", "c", last="yes")
    said = "f02: 1 check passed, 0 predictions, 0 poll answers and 0 quiz questions answered."
    assert said in repr(progress.summary())


def test_the_file_stands_where_the_settings_say(monkeypatch, tmp_path):
    monkeypatch.delenv("AISKILLS_PROGRESS")
    monkeypatch.setenv("AISKILLS_HOME", str(tmp_path / "h"))
    assert progress.where() == tmp_path / "h" / "progress.json"
