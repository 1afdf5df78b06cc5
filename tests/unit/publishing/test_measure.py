"""What is kept of a measured run, and which runs disagree with their label."""

import json
from dataclasses import replace

import pytest

from aiskills.catalog import Module, find_root, load_catalog, read_notebook
from aiskills.publishing import derive, measure
from aiskills.publishing.measure import conditions, facts, minutes

from .conftest import add_lesson, code, markdown

RUN = measure.Run(0, "", processor=8.0, idle=2.0, peak_mb=200.0, models=(), network=False, error="")
LABEL = {"seconds": 10.0, "calibration_seconds": 1.0, "cpu_ratio": 8.0, "peak_mb": 200, "download_mb": 0.0}
LABEL |= {"ran_without": facts.ALONE}


@pytest.fixture
def module(library):
    path = add_lesson(library, slug="f99-new")
    return Module("f99-new", "New", "foundation", 40, 20, "foundations", path)


def over(module, library, run, calibration=1.0, label=LABEL):
    return facts.exceeded(module, library, run, calibration, label)


def test_a_run_like_the_measured_one_exceeds_nothing(module, library):
    assert over(module, library, RUN) == []
    assert over(module, library, replace(RUN, processor=11.9, peak_mb=299)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"peak_mb": 302.0}, ["memory"]),
        ({"processor": 12.2, "idle": 0.0}, ["work for the processor"]),
        ({"idle": 7.5}, ["waiting"]),
        ({"processor": 15.0, "idle": 5.0, "peak_mb": 400.0}, ["work for the processor", "waiting", "memory"]),
    ],
)
def test_more_than_the_label_by_half_is_told(module, library, change, said):
    found = over(module, library, replace(RUN, **change))
    assert len(found) == len(said) and all(word in line for word, line in zip(said, found, strict=True)), found
    assert all("aiskills labels f99-new" in line for line in found)


def test_a_slow_or_busy_computer_is_no_fault_of_the_lesson(module, library):
    assert over(module, library, replace(RUN, processor=40.0), calibration=5.0) == []
    assert len(over(module, library, replace(RUN, processor=8.0), calibration=0.5)) == 2, "a fast one hides nothing"


def test_a_tiny_lesson_is_not_judged_by_moments(module, library):
    tiny = LABEL | {"seconds": 0.0, "cpu_ratio": 0.0}
    assert over(module, library, replace(RUN, processor=0.7, idle=1.0), label=tiny) == []
    assert len(over(module, library, replace(RUN, processor=0.8, idle=7.0), label=tiny)) == 2


def test_a_larger_download_is_told(module, library):
    (library / "datasets/models.toml").write_text("[big]\ndownload = 90_000_000\n")
    (line,) = over(module, library, replace(RUN, models=("big",)))
    assert "download (MB)" in line and "90.0" in line


def test_a_lesson_that_was_never_measured_is_told(module, library):
    (line,) = over(module, library, RUN, label={})
    assert "no measured label" in line


def test_a_lesson_longer_than_its_minutes_by_half_is_told(library):
    words = markdown("prose", "word " * 5000)
    module = replace(_module(library, words), lesson_minutes=27)
    (line,) = over(module, library, RUN)
    assert "42 minutes by the formula" in line and "say 27" in line
    assert over(replace(module, lesson_minutes=29), library, RUN) == []


def _module(library, *cells):
    return Module("f99-new", "New", "foundation", 40, 20, "foundations", add_lesson(library, *cells))


def test_declared_and_used_models_must_agree(module):
    both = replace(module, models=("a", "b"))
    assert facts.disagreements(both, replace(RUN, models=("b", "a"))) == []
    unused, unnamed = facts.disagreements(both, replace(RUN, models=("a", "c")))
    assert "names b" in unused and "lacks c" in unnamed


@pytest.mark.parametrize(
    ("error", "what"),
    [
        ("OSError: [Errno 101] Network is unreachable", "needs the network"),
        ("URLError: <urlopen error [Errno -3] Temporary failure in name resolution>", "needs the network"),
        ("KeyError: 'OPENAI_API_KEY'", "needs a key or an account"),
        ("AssertionError: Torch not compiled with CUDA enabled", "needs a GPU"),
        ("RuntimeError: No CUDA GPUs are available", "needs a GPU"),
        ("KeyError: 'rain'", "A cell stopped with KeyError: 'rain'"),
        ("KeyError: 'chip'", "A cell stopped with KeyError: 'chip'"),
    ],
)
def test_why_a_lesson_stopped_is_told(error, what):
    assert what in facts.stopped(replace(RUN, error=error))


def test_a_run_that_ended_well_has_no_reason_and_one_that_did_not_shows_its_messages():
    assert facts.stopped(RUN) == ""
    assert "no such kernel" in facts.stopped(replace(RUN, status=1, output="no such kernel"))


def test_where_the_network_could_not_be_cut_the_former_fact_stays(module, library):
    there = replace(RUN, network=True)
    assert facts.row(module, library, there, 1.0, {})["ran_without"] == []
    assert facts.row(module, library, there, 1.0, {"ran_without": ["key"]})["ran_without"] == ["key"]
    assert facts.row(module, library, RUN, 1.0, {})["ran_without"] == ["network", "key", "GPU"]


def test_no_key_and_no_proxy_reaches_a_measured_run(tmp_path, monkeypatch):
    for name in ("OPENAI_API_KEY", "HF_TOKEN", "https_proxy", "JUPYTER_TOKEN", "AISKILLS_PROGRESS"):
        monkeypatch.setenv(name, "from outside")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    found = conditions.environment(tmp_path)
    assert "from outside" not in found.values()
    assert found["CUDA_VISIBLE_DEVICES"] == ""


def test_a_computer_that_cannot_cut_the_network_runs_the_command_as_it_is(monkeypatch):
    monkeypatch.setattr(conditions, "_bubblewrap", lambda: None)
    assert conditions.isolated(["python"]) == ["python"]


def test_minutes_are_counted_from_the_notebook(library):
    head = markdown("try", "## Try first", "section:try-first")
    inside = code("e1", "a = ...\nlesson.check('a', a)", "exercise")
    worked = markdown("worked", "## Worked example", "section:worked-example")
    outside = code("e2", "b = ...\nlesson.check('b', b)", "exercise")
    solution = code("s2", "b = 1", "solution")
    asked = [code("q", "lesson.recall()"), code("p", "lesson.poll()"), code("g", "lesson.predict('x', 1)")]
    path = add_lesson(library, head, inside, worked, code("c", "1 + 1"), outside, solution, *asked)
    found = minutes.parts(read_notebook(path), {"recall": [{}, {}, {}], "exit": [{}] * 5}, seconds=90)
    assert found["trying first"] == 10 and found["exercises"] == 4, "the trial's exercise is inside its ten minutes"
    assert found["code"] == 0.5 and found["questions"] == 9 and found["predictions"] == 1 and found["waiting"] == 1.5
    words = len("A new lesson You will see R 2 Try first Worked example".split())
    assert found["reading"] == pytest.approx(words / 119) and found["moving"] == 0


def test_a_link_counts_by_its_words_and_not_by_its_address(library):
    path = add_lesson(library, markdown("m", "See [the two pages](https://example.org/a-b-c/d_e?f=g)."))
    plain = add_lesson(library, markdown("m", "See the two pages."), slug="f98-new")
    reading = [minutes.parts(read_notebook(one), {}, 0)["reading"] for one in (path, plain)]
    assert reading[0] == reading[1] > 0


@pytest.mark.parametrize(("author", "formula", "shown"), [(40, None, 40), (40, 60, 40), (40, 61, 65), (40, 20, 40)])
def test_the_label_shows_the_authors_minutes_unless_they_are_far_too_few(author, formula, shown):
    assert minutes.on_the_label(author, formula) == shown


def test_the_page_for_learners_tells_the_numbers_of_the_formula():
    page = (find_root() / "book/how-to-learn.md").read_text("utf-8").replace("\n  ", " ")
    assert f"at {minutes.WORDS_A_MINUTE:g} words a minute" in page
    said = f"first takes {minutes.TRY_FIRST:g} minutes, an exercise {minutes.EXERCISE:g}, a code cell half a minute, a "
    assert said + f"question or a prediction {minutes.QUESTION:g}, what you" in page
    assert f"can move {minutes.WIDGET:g}." in page
    assert minutes.CODE_CELL == 0.5 and minutes.QUESTION == minutes.PREDICTION
    assert "one and a half times" in page and minutes.LABEL_EXCEEDED == facts.EXCEEDED == 1.5


def test_every_lesson_of_this_library_keeps_to_its_minutes():
    root = find_root()
    rows = measure.results(root)
    long = {
        module.slug: found
        for module in load_catalog(root).written
        if (found := minutes.estimate(root, read_notebook(module.path), rows[module.slug]["seconds"]))
        > minutes.LABEL_EXCEEDED * module.lesson_minutes
    }
    assert long == {}


def test_a_damaged_file_of_results_is_named(library):
    (library / facts.RESULTS).parent.mkdir(parents=True)
    (library / facts.RESULTS).write_text("{")
    with pytest.raises(SystemExit, match="lessons.json is not valid JSON"):
        measure.results(library)


def test_a_module_without_a_notebook_cannot_be_measured(library):
    planned = next(slug for slug, one in load_catalog(library).modules.items() if one.path is None)
    with pytest.raises(SystemExit, match="planned"):
        measure.refresh(library, [planned], say=lambda line: None)


def test_labels_follow_the_measured_lessons_and_others_keep_theirs(library, monkeypatch):
    add_lesson(library, slug="f98-kept")
    lesson = add_lesson(library, slug="f99-new")
    kept = LABEL | {"minutes_by_formula": 30, "processor_seconds": 8.0}
    (library / facts.RESULTS).parent.mkdir(parents=True)
    (library / facts.RESULTS).write_text(json.dumps({"f98-kept": kept, "gone": kept}))
    runs = iter([replace(RUN, peak_mb=210.0), replace(RUN, processor=6.0)])
    monkeypatch.setattr(measure, "calibrate", lambda: 2.0)
    monkeypatch.setattr(measure, "run", lambda path: next(runs))
    said = []
    changed = measure.refresh(library, ["f99-new"], said.append)
    rows = measure.results(library)
    assert rows["f98-kept"] == kept and "gone" not in rows
    assert rows["f99-new"]["cpu_ratio"] == 3.0 and rows["f99-new"]["peak_mb"] == 210, "least work, most memory"
    assert changed == [facts.RESULTS] and derive.write(library)
    assert "memory: up to 210 MB" in lesson.read_text() and "works offline" in lesson.read_text()
    assert any("40 minutes by its author" in line for line in said)


def test_a_lesson_that_stops_is_told_and_the_others_are_kept(library, monkeypatch):
    add_lesson(library, slug="f98-good")
    add_lesson(library, slug="f99-bad")
    bad = replace(RUN, error="ValueError: no")
    monkeypatch.setattr(measure, "calibrate", lambda: 1.0)
    monkeypatch.setattr(measure, "run", lambda path: bad if path.stem == "f99-bad" else RUN)
    with pytest.raises(SystemExit, match="f99-bad: A cell stopped with ValueError: no"):
        measure.refresh(library, [], say=lambda line: None)
    assert set(measure.results(library)) == {"f98-good", "machine", "measured"}


@pytest.mark.parametrize(("second", "told"), [({}, 0), ({"processor": 20.0}, 2)])
def test_what_took_too_long_is_measured_once_more(module, library, monkeypatch, second, told):
    (library / facts.RESULTS).parent.mkdir(parents=True)
    (library / facts.RESULTS).write_text(json.dumps({"f99-new": LABEL}))
    runs = iter([replace(RUN, processor=20.0), replace(RUN, **second)])
    monkeypatch.setattr(measure, "calibrate", lambda: 1.0)
    monkeypatch.setattr(measure, "run", lambda path, command: next(runs))
    assert len(measure.check(module, library, 1.0)[1]) == told and next(runs, None) is None


def test_what_takes_too_much_memory_is_not_measured_again(module, library, monkeypatch):
    (library / facts.RESULTS).parent.mkdir(parents=True)
    (library / facts.RESULTS).write_text(json.dumps({"f99-new": LABEL}))
    runs = iter([replace(RUN, peak_mb=400.0)])
    monkeypatch.setattr(measure, "run", lambda path, command: next(runs))
    (line,) = measure.check(module, library, 1.0)[1]
    assert "memory" in line
