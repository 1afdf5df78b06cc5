"""What is written by `aiskills derive` follows from its sources, and what does not is named."""

import json

import pytest
from typer.testing import CliRunner

from aiskills.catalog import find_root
from aiskills.cli import app
from aiskills.publishing import derive

from .conftest import add_lesson, code, write_notebook


def source(path, name):
    cells = json.loads(path.read_text())["cells"]
    return "".join(next(cell["source"] for cell in cells if cell["id"] == name))


def test_this_library_is_current():
    assert derive.stale(find_root()) == []


def test_writing_twice_changes_nothing(library):
    add_lesson(library)
    assert derive.write(library)
    assert derive.write(library) == []
    assert derive.stale(library) == []


def test_a_changed_page_a_changed_label_and_a_leftover_are_named(library):
    lesson = add_lesson(library)
    derive.write(library)
    (library / "book/lessons.md").write_text("by hand")
    lesson.write_text(lesson.read_text().replace("40 minutes", "4 minutes"))
    gone = library / "book/data/gone.md"
    gone.write_text(derive.NOTE + "# Gone")
    assert derive.stale(library) == ["book/data/gone.md", "book/lessons.md", "notebooks/foundations/f99-new.ipynb"]
    derive.write(library)
    assert not gone.exists()
    assert "40 minutes" in source(lesson, "label")


def test_pages_written_by_hand_are_left_alone(library):
    derive.write(library)
    assert (library / "book/index.md").read_text().startswith("# Welcome")


def test_the_label_says_only_what_was_measured(library):
    lesson = add_lesson(library)
    derive.write(library)
    label = source(lesson, "label")
    assert "40 minutes" in label and "lanes: decide" in label
    assert not any(word in label for word in ("memory", "download", "MB", "no key", "no GPU", "offline"))
    results = library / "benchmarks/results/lessons.json"
    results.parent.mkdir(parents=True)
    results.write_text(json.dumps({"f99-new": {"seconds": 11.2, "peak_mb": 1234.0, "download_mb": 268.4}}))
    derive.write(library)
    label = source(lesson, "label")
    assert "memory: up to 1.3 GB" in label and "model: 270 MB, fetched once" in label and "about 15 seconds" in label
    assert not any(word in label for word in ("no key", "no GPU", "offline")), "no run has shown it"
    facts = {"seconds": 11.2, "peak_mb": 234.0, "download_mb": 0, "ran_without": ["key", "GPU"]}
    results.write_text(json.dumps({"f99-new": facts | {"minutes_by_formula": 60}}))
    derive.write(library)
    label = source(lesson, "label")
    assert "40 minutes" in label and "memory: up to 240 MB" in label and "nothing to download" in label
    assert "no key, no account, no GPU" in label and "offline" not in label
    facts["ran_without"] = ["network", "key", "GPU"]
    results.write_text(json.dumps({"f99-new": facts | {"minutes_by_formula": 61}}))
    derive.write(library)
    label = source(lesson, "label")
    assert "no key, no account, no GPU, works offline" in label
    assert "65 minutes" in label, "the formula's minutes are more than the author's by more than half"


def test_other_cells_and_metadata_of_a_notebook_stay_as_they_are(library):
    lesson = add_lesson(library, code("own", "x = 'Lomé'\nx", "exercise"))
    before = json.loads(lesson.read_text())
    derive.write(library)
    after = json.loads(lesson.read_text())
    assert after["metadata"] == before["metadata"]
    assert [c for c in after["cells"] if c["id"] in ("title", "own")] == [before["cells"][0], before["cells"][3]]


def test_planned_modules_are_named_and_not_linked(library):
    add_lesson(library)
    derive.write(library)
    page = (library / "book/tracks/foundations.md").read_text()
    assert "| Rules or examples? |" in page and "planned" in page
    assert "f01-learning-from-data" not in page
    assert "[A new lesson](../notebooks/foundations/f99-new.ipynb)" in (library / "book/lessons.md").read_text()


def test_a_data_card_becomes_a_page(library):
    add_lesson(library)
    derive.write(library)
    page = (library / "book/data/rain.md").read_text()
    assert "## Who is missing\n\nVillages without a gauge." in page
    assert "1 234" in page and "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)" in page
    assert "[A new lesson](../../notebooks/foundations/f99-new.ipynb)" in page
    assert "f01" not in page, "a lesson that is only planned has no link"
    assert r"Rain \| snow" in page, "a bar inside a cell would break the table"


def test_the_command_says_what_is_stale_and_fails(library, monkeypatch):
    add_lesson(library)
    monkeypatch.chdir(library)
    run = CliRunner().invoke(app, ["derive", "--check"])
    assert run.exit_code == 1 and "not current: book/lessons.md" in run.output and "aiskills derive" in run.output
    assert CliRunner().invoke(app, ["derive"]).exit_code == 0
    run = CliRunner().invoke(app, ["derive", "--check"])
    assert run.exit_code == 0 and "current" in run.output


def test_an_unreadable_card_is_named(library):
    (library / "datasets/rain/card.toml").write_text("title = ")
    with pytest.raises(SystemExit, match="datasets/rain/card.toml"):
        derive.stale(library)


def test_assignments_get_the_set_up_cell(library):
    facts = {"slug": "f99-new", "kind": "assignment", "minutes": 20}
    path = write_notebook(library / "assignments/source/f99-new/f99-new.ipynb", facts, [code("setup", "", "setup")])
    derive.write(library)
    assert "google.colab" in source(path, "setup")
