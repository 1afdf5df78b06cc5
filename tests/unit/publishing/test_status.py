"""From a test's record to the learner's page: what is kept, what is left out, and what the page says."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from aiskills.catalog import find_root, load_catalog
from aiskills.publishing import derive, status
from aiskills.publishing.status.page import state
from tests import recording

from .conftest import add_lesson

PAGE = "book/status.md"
DAY = "2026-11-{:02d}T08:00:00+00:00"
VERSIONS = {"python": "3.11.7", "jupyterlab": "4.6.6"}


@pytest.fixture
def planted(library):
    """``planted(place, check, slug, outcome, day)`` leaves a record; the library has two lessons."""
    add_lesson(library, slug="f98-old")
    add_lesson(library, slug="f99-new")
    folder = library / status.RECORDS
    folder.mkdir(parents=True)

    def plant(place, check, slug="f99-new", outcome="green", day=23, name=None, **more):
        date = DAY.format(day) if isinstance(day, int) else day
        facts = {"place": place, "check": check, "slug": slug, "outcome": outcome, "date": date, "versions": VERSIONS}
        (folder / f"{name or f'{place}{check}{slug}'}.json").write_text(json.dumps(facts | more))

    def keep():
        changed = status.keep(library, said.append)
        derive.write(library)
        return changed

    plant.root = library
    plant.keep = keep
    plant.said = said = []
    plant.state = lambda place, slug="f99-new": state(status.read(library), slug, place)
    return plant


def lab(planted, **more):
    planted("lab", "as committed", **more)
    planted("lab", "with solutions", **more)


def test_a_green_run_works_on_its_day(planted):
    lab(planted)
    assert planted.keep() == [status.STATUS]
    assert planted.state("lab") == "works, 23 November 2026"
    assert planted.state("lab", "f98-old") == "not tried"
    assert list((planted.root / status.RECORDS).iterdir()) == [], "taken records are gone"


def test_only_a_part_of_what_is_needed_is_not_yet_working(planted):
    planted("lab", "as committed")
    planted.keep()
    assert planted.state("lab") == "not tried"


def test_a_red_run_is_told_with_the_day_of_the_first(planted):
    lab(planted, day=20)
    planted.keep()
    for day in (21, 22):
        planted("lab", "with solutions", outcome="red", day=day)
        planted.keep()
    assert planted.state("lab") == "does not work since 21 November 2026"
    planted("lab", "as committed", day=23)
    planted.keep()
    assert planted.state("lab") == "does not work since 21 November 2026", "the other check is still red"
    planted("lab", "with solutions", day=24)
    planted.keep()
    assert planted.state("lab") == "works, 23 November 2026", "the older of both days"


def test_of_several_tests_of_one_check_the_red_one_counts(planted):
    planted("page", "quiz", name="a")
    planted("page", "quiz", outcome="red", day=22, name="b")
    planted("page", "quiz", name="c")
    planted.keep()
    assert planted.state("page") == "does not work since 22 November 2026"


def test_an_older_record_changes_nothing(planted):
    planted("page", "quiz", day=23)
    planted.keep()
    before = (planted.root / status.STATUS).read_text()
    planted("page", "quiz", outcome="red", day=22)
    assert planted.keep() == []
    assert (planted.root / status.STATUS).read_text() == before


def test_a_partial_run_erases_nothing(planted):
    planted("page", "quiz", day=22)
    planted("page", "quiz", "f98-old", day=22)
    planted.keep()
    planted("page", "quiz", "f98-old", day=23)
    planted("colab", "alone", "f98-old", day=23)
    planted.keep()
    assert planted.state("page") == "works, 22 November 2026"
    assert planted.state("page", "f98-old") == planted.state("colab", "f98-old") == "works, 23 November 2026"


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        json.dumps({"place": "moon", "check": "x", "slug": "f99-new", "outcome": "green", "date": DAY.format(1)}),
        json.dumps({"place": "page", "check": "quiz", "slug": "f00-gone", "outcome": "green", "date": DAY.format(1)}),
        json.dumps({"place": "page", "check": "quiz", "slug": "f99-new", "outcome": "maybe", "date": DAY.format(1)}),
    ],
)
def test_a_broken_record_is_named_and_left_out(planted, text):
    planted("page", "quiz")
    broken = planted.root / status.RECORDS / "broken.json"
    broken.write_text(text)
    planted.keep()
    assert any("_build/status/broken.json is no record" in line for line in planted.said)
    assert broken.exists() and planted.state("page") == "works, 23 November 2026"


def test_without_a_record_the_kept_file_and_its_page_stay(planted):
    planted("page", "quiz")
    planted.keep()
    assert planted.keep() == []
    assert any("no new record" in line for line in planted.said)


def test_a_damaged_file_of_the_status_is_named(planted):
    (planted.root / status.STATUS).write_text('{"lessons": {"f99-new": {"lab": {"as committed": {}}}}, "places": {}}')
    with pytest.raises(SystemExit, match="book/status.json is damaged"):
        planted.keep()


def test_a_lesson_that_is_gone_leaves_the_status(planted):
    planted("page", "quiz", "f98-old")
    planted.keep()
    (planted.root / "notebooks/foundations/f98-old.ipynb").unlink()
    planted("page", "quiz", "f99-new")
    planted.keep()
    assert set(status.read(planted.root)["lessons"]) == {"f99-new"}


def test_binder_needs_the_recipe_and_a_run_in_the_versions_of_the_lock(planted):
    lab(planted)
    planted.keep()
    assert planted.state("binder") == "not tried"
    planted("binder", "recipe", "*", day=22)
    planted.keep()
    assert planted.state("binder") == "recipe checked, 22 November 2026"
    assert planted.state("binder", "f98-old") == "not tried", "this lesson was not run"
    planted("lab", "as committed", outcome="red", day=24)
    planted.keep()
    assert planted.state("binder") == "does not work since 24 November 2026"
    planted("lab", "as committed", day=25, differs=["numpy"])
    planted.keep()
    assert planted.state("binder") == "not tried", "it ran in other versions than Binder takes"


def test_a_run_long_before_the_newest_record_is_told(planted):
    planted("page", "quiz", day="2026-09-24T08:00:00+00:00")
    planted("page", "quiz", "f98-old", day=23)
    planted.keep()
    assert planted.state("page") == "works, 24 September 2026", "60 days"
    planted("page", "quiz", "f98-old", day=24)
    planted.keep()
    assert planted.state("page") == "worked on 24 September 2026, not tried since"


def test_the_browser_without_a_kernel_is_not_possible_until_a_run_shows_it(planted):
    planted("page", "quiz")
    planted.keep()
    assert planted.state("browser") == "not possible yet"
    page = (planted.root / PAGE).read_text()
    assert "(in-the-browser.md)" not in page and "(contributing.md)" not in page, "the book has no such pages"
    planted("browser", "runs")
    planted.keep()
    assert planted.state("browser") == "works, 23 November 2026"
    contents = planted.root / "_toc.yml"
    contents.write_text(contents.read_text() + "  - file: book/in-the-browser\n  - file: book/contributing\n")
    page = status.page(load_catalog(planted.root), status.read(planted.root))
    assert "(in-the-browser.md)" in page and "(contributing.md)" in page


def test_the_page_says_it_in_words(planted):
    lab(planted, day=20)
    planted("colab", "alone", outcome="red", day=21)
    planted("lab", "opened", day=22)
    planted.keep()
    page = (planted.root / PAGE).read_text()
    assert page.startswith(derive.NOTE) and "The newest one is of 22 November 2026." in page
    assert "**1 of 2 lessons does not work in every place.**" in page
    assert "  - **does not work since 21 November 2026**\n" in page and "  - works, 20 November 2026\n" in page
    assert (
        ":header-rows: 1\n:stub-columns: 1\n" in page and "* - [A new lesson](../notebooks/foundations/f99-new" in page
    )
    assert "Opened and run in a real JupyterLab in Chromium as well: *A new lesson* (22 November 2026)." in page
    assert "- **JupyterLab**, 22 November 2026: Python 3.11.7, JupyterLab 4.6.6. All packages are those of" in page
    assert derive.stale(planted.root) == []


def test_the_page_is_made_from_the_kept_file_alone(planted):
    lab(planted)
    planted.keep()
    before = (planted.root / PAGE).read_text()
    planted("page", "quiz", outcome="red", day=24)
    derive.write(planted.root)
    assert (planted.root / PAGE).read_text() == before and derive.stale(planted.root) == []


def test_a_library_without_a_status_has_no_such_page(planted):
    derive.write(planted.root)
    assert not (planted.root / PAGE).exists()
    planted("page", "quiz")
    planted.keep()
    (planted.root / status.STATUS).unlink()
    derive.write(planted.root)
    assert not (planted.root / PAGE).exists()


def item(root, **params):
    (root / "requirements.lock").write_text("pytest==0.0.1\n")
    return SimpleNamespace(
        nodeid=f"tests/test_it.py::test[{params}]",
        user_properties=[],
        config=SimpleNamespace(rootpath=root),
        callspec=SimpleNamespace(params=params),
    )


@pytest.mark.parametrize("outcome", ["green", "red"])
def test_what_a_test_writes_down_is_what_the_command_takes(planted, outcome):
    recording.differs.cache_clear()
    recording.record(item(planted.root, slug="f99-new"), pytest.mark.shows("page", "quiz").mark, outcome)
    planted.keep()
    assert planted.state("page").startswith("works" if outcome == "green" else "does not work since")
    assert status.read(planted.root)["places"]["page"]["differs"] == ["pytest"]
    assert list((planted.root / status.RECORDS).iterdir()) == []


def test_a_record_names_the_lesson_by_any_of_a_tests_parameters(planted, tmp_path):
    (module,) = (one for one in load_catalog(planted.root).ready if one.slug == "f99-new")
    for params in ({"slug": "f99-new"}, {"module": module, "width": 390}, {"lesson": module.path}):
        assert recording.lesson_of(item(tmp_path, **params)) == "f99-new"


TEST = """
import pytest

@pytest.fixture
def broken():
    raise OSError("no such place")

@pytest.fixture
def dirty():
    yield
    raise OSError("left behind")

@pytest.mark.shows("page", "quiz")
@pytest.mark.parametrize("slug", ["good", "wrong", "left-out"])
def test_call(slug):
    if slug == "left-out":
        pytest.skip("not here")
    assert slug == "good"

@pytest.mark.shows("page", "quiz", slug="before")
def test_setup(broken):
    pass

@pytest.mark.shows("page", "quiz", slug="after")
def test_teardown(dirty, record_property):
    record_property("versions", {"python": "3.13.0"})

def test_unmarked():
    pass
"""


def test_the_plugin_records_marked_tests_of_several_processes(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '--strict-markers'\n")
    (tmp_path / "requirements.lock").write_text("")
    (tmp_path / "conftest.py").write_text(
        "from tests.recording import pytest_configure, pytest_runtest_makereport  # noqa: F401\n"
    )
    (tmp_path / "test_it.py").write_text(TEST)
    root = find_root()
    run = subprocess.run(
        [sys.executable, "-c", "import sys; sys.path[:0] = sys.argv[1:3]; import pytest; pytest.main(sys.argv[3:])",
         str(root), str(root / "src"), "-q", "-p", "xdist.plugin", "-n", "2", str(tmp_path)],
        capture_output=True, text=True, cwd=tmp_path, timeout=600,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )  # fmt: skip
    found = [json.loads(path.read_text()) for path in (tmp_path / status.RECORDS).glob("*")]
    outcomes = {record["slug"]: record["outcome"] for record in found}
    assert outcomes == {"good": "green", "wrong": "red", "before": "red", "after": "red"}, run.stdout
    assert [record["versions"] for record in found if record["slug"] == "after"] == [{"python": "3.13.0"}]
