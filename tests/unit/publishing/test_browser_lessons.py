"""Lessons in the browser: which are offered follows the measurement, and a page links only to what is there."""

import gzip
import json
import re

import pytest

from aiskills.catalog import find_root, load_catalog
from aiskills.publishing.browser import guest, links, make, page
from aiskills.publishing.browser.measured import RESULTS, results, runs

ROOT = find_root()
LABEL = "<html><head><title>x</title></head><body><p><strong>Open it:</strong> <a href='#'>Binder</a></p></body></html>"


@pytest.fixture
def catalog():
    return load_catalog(ROOT)


def test_every_lesson_was_measured_with_the_packages_it_names_today(catalog):
    measured = results(ROOT)["lessons"]
    for module in catalog.ready:
        assert module.slug in measured, f"{module.slug}: run `python -m benchmarks browser`"
        assert measured[module.slug]["packages"] == list(module.packages), module.slug


def test_a_lesson_is_offered_only_when_all_ran_and_every_compared_number_was_the_same():
    for slug, facts in results(ROOT)["lessons"].items():
        assert runs(ROOT, slug) == facts["runs"]
        if facts["runs"]:
            assert facts["same_outputs"] == facts["checked_outputs"] and facts["outside_requests"] == 0
            assert "stopped" not in facts
        else:
            assert "stopped" in facts or facts["same_outputs"] < facts["checked_outputs"]


def test_the_page_says_of_each_lesson_what_was_measured(catalog):
    text = page.browser_page(catalog)
    rows = {line.split("](")[0].removeprefix("| ["): line for line in text.splitlines() if line.startswith("| [")}
    for module in catalog.ready:
        facts, row = results(ROOT)["lessons"][module.slug], rows[module.title]
        assert ("| runs |" in row) == facts["runs"]
        if missing := re.search(r"No module named '(\w+)", facts.get("stopped", "")):
            assert f"`{missing[1]}`" in row
    assert "{" not in text


def test_a_library_without_a_measurement_has_no_page_and_no_lesson_to_offer(tmp_path, catalog):
    assert results(tmp_path) == {} and not runs(tmp_path, "f00-start-here")
    (tmp_path / RESULTS).parent.mkdir(parents=True)
    (tmp_path / RESULTS).write_text(json.dumps({"lessons": {"f00-start-here": {"runs": True}}}))
    assert runs(tmp_path, "f00-start-here") and not runs(tmp_path, "f01-learning-from-data")


def test_a_pack_holds_every_file_where_its_index_says():
    files = {"b/two.py": b"2\n\n", "a.bin": bytes(range(256)), "c/empty": b""}
    whole = gzip.decompress(guest.pack(files))
    index, _, content = whole.partition(b"\n")
    found = {path: content[start : start + length] for path, (start, length) in json.loads(index).items()}
    assert found == files
    assert guest.pack(files) == guest.pack(dict(reversed(files.items())))


def test_the_course_in_the_browser_has_the_lessons_package_and_nothing_of_grading():
    files = guest.course(ROOT)
    assert "course/aiskills/learn/__init__.py" in files and "course/IPython/__init__.py" in files
    assert any(path.startswith("course/aiskills/datasets/") for path in files)
    rooms = {path.split("/")[2] for path in files if path.startswith("course/aiskills/")}
    assert rooms == {"__init__.py", "learn", "datasets"}


def test_the_link_stands_hidden_in_the_label_of_each_lesson_and_nowhere_else(tmp_path, catalog):
    (tmp_path / "_static").mkdir()
    modules = catalog.ready[:2]
    for module in catalog.ready[:3]:
        file = tmp_path / "notebooks" / module.area / f"{module.slug}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(LABEL)
    links.link(tmp_path, modules, {"python.bin": 21_000_000, "library.bin": 30_000_000})
    for module in modules:
        text = (tmp_path / "notebooks" / module.area / f"{module.slug}.html").read_text()
        assert f'href="../../browser/notebooks/index.html?path={module.slug}.ipynb"' in text
        assert text.count('class="in-browser" hidden') == 1 and "51 MB" in text
    other = catalog.ready[2]
    assert (tmp_path / "notebooks" / other.area / f"{other.slug}.html").read_text() == LABEL
    assert (tmp_path / "_static" / links.SCRIPT).is_file()


def test_a_page_without_a_label_is_named(tmp_path, catalog):
    (tmp_path / "_static").mkdir()
    module = catalog.ready[0]
    file = tmp_path / "notebooks" / module.area / f"{module.slug}.html"
    file.parent.mkdir(parents=True)
    file.write_text("<p>Nothing here</p>")
    with pytest.raises(SystemExit, match=f"{module.slug}.html: the label has no line"):
        links.link(tmp_path, [module], {})


def test_what_is_missing_is_said_before_anything_is_written(tmp_path, monkeypatch):
    with pytest.raises(SystemExit, match="run `aiskills book` first"):
        make(tmp_path, tmp_path / "out")
    site = tmp_path / "_build/html"
    site.mkdir(parents=True)
    (site / "index.html").write_text("x")
    monkeypatch.setattr(guest.metadata, "files", lambda name: None)
    with pytest.raises(SystemExit, match=r"pip install 'aiskills\[browser\]'"):
        make(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_else_in_it_stays_as_it_is(tmp_path, monkeypatch):
    site, mine = tmp_path / "_build/html", tmp_path / "mine"
    for folder in (site, mine):
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("mine")
    monkeypatch.setattr("aiskills.publishing.browser.site.util.find_spec", lambda name: True)
    monkeypatch.setattr(guest, "artifacts", lambda: tmp_path)
    with pytest.raises(SystemExit, match="mine holds something else"):
        make(tmp_path, mine)
    assert (mine / "index.html").read_text() == "mine"
