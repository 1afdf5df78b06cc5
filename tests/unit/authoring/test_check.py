"""The command `aiskills check`: what its arguments mean, what it says, and a real run."""

import shutil

import pytest

from aiskills.authoring import check
from aiskills.catalog import CatalogError, load_catalog

from .conftest import ROOT, SLUG

CATALOG = load_catalog(ROOT)
BOTH = {"lesson", "assignment"}


def meant(name):
    return {files.slug: parts for files, parts in check.targets([name], CATALOG)}


def test_a_path_is_a_slug_a_first_word_a_notebook_or_a_folder(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert meant("f02-honest-evaluation") == meant("f02") == {"f02-honest-evaluation": BOTH}
    assert meant("notebooks/foundations/f02-honest-evaluation.ipynb") == {"f02-honest-evaluation": {"lesson"}}
    source = "assignments/source/f02-honest-evaluation"
    assert meant(f"{source}/f02-honest-evaluation.ipynb") == {"f02-honest-evaluation": {"assignment"}}
    assert meant(source) == meant("tests/notebooks/f02-honest-evaluation") == {"f02-honest-evaluation": BOTH}
    foundations = {module.slug for module in CATALOG.written if module.area == "foundations"}
    assert set(meant("notebooks/foundations")) == foundations
    assert set(meant(".")) == {module.slug for module in CATALOG.written} | set(CATALOG.assignments)


@pytest.mark.parametrize("name", ["f77", "book", "nowhere/x.py"])
def test_a_path_that_means_nothing_is_one_sentence(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    with pytest.raises(CatalogError, match="is no module, no notebook and no folder with one"):
        check.targets([name], CATALOG)


def test_a_new_module_is_checked_with_its_run_and_told_to_be_a_draft(written):
    done = written.run("check", SLUG)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1] == "No faults found."
    assert all(theme in lines[0] for theme in [*check.LESSON, *check.ASSIGNMENT]) and " s in all." in lines[0]
    assert lines[1] == f"{SLUG}: note: the assignment and the lesson is a draft, and is not published."
    assert "with its solutions (pytest tests/notebooks -k SLUG)" in lines[2] and "--fast" not in lines[2]


def test_fast_leaves_the_run_out_and_says_so(written):
    done = written.run("check", "--fast", f"notebooks/generative/{SLUG}.ipynb")
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and check.RUN not in lines[0] and "rubric" not in lines[0]
    assert "the run of the lesson (leave --fast away)" in lines[-2]


def test_a_fault_is_a_line_with_its_module_and_theme_and_a_bad_status(checkout):
    card = checkout.root / "book/teach/f00-start-here.md"
    card.write_text(card.read_text(encoding="utf-8").replace("| 80 | 90 |", "| 80 | 95 |"), encoding="utf-8")
    done = checkout.run("check", "--fast", "f00")
    assert done.returncode == 1 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "f00-start-here, facilitator card, Webinar: it ends at 95 minutes, but must end at 90."
    assert lines[-1] == "1 fault."


def test_a_notebook_outside_of_a_library_is_held_to_the_rules_of_its_file(tmp_path, capsys):
    path = tmp_path / "f02-honest-evaluation.ipynb"
    shutil.copy(CATALOG.module("f02-honest-evaluation").path, path)
    said = []
    assert check.report([str(path)], True, said.append) == 0 and said == []
