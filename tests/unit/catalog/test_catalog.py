"""The catalogue reads the files and says in one sentence what does not agree."""

import json
import shutil
import subprocess

import pytest

from aiskills.catalog import CatalogError, find_root, load_catalog, read_notebook

ROOT = find_root()


@pytest.fixture
def library(tmp_path):
    """A small library: the real tracks file and no module yet."""
    (tmp_path / "book/tracks").mkdir(parents=True)
    shutil.copy(ROOT / "book/tracks/tracks.toml", tmp_path / "book/tracks/tracks.toml")
    (tmp_path / "_toc.yml").write_text("format: jb-book\n")
    (tmp_path / "notebooks").mkdir()
    # In the copy, the modules that are ready in the library are planned ones.
    with (tmp_path / "book/tracks/tracks.toml").open("a", encoding="utf-8") as file:
        for module in load_catalog(ROOT).ready:
            file.write(f'[planned.{module.slug}]\ntitle = "{module.title}"\nlevel = "{module.level}"\n')
            file.write("minutes = { lesson = 60, assignment = 60 }\n")
    return tmp_path


def facts(**changes):
    lists = dict.fromkeys("lanes outcomes frameworks prerequisites packages data models tapes languages".split(), [])
    base = {"slug": "f99-new", "title": "New", "area": "foundations", "level": "foundation"}
    return base | lists | {"minutes": {"lesson": 10, "assignment": 5}} | changes


def add_notebook(library, facts, folder="foundations", name="f99-new"):
    path = library / "notebooks" / folder / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"cells": [], "metadata": {"aiskills": facts}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def test_every_module_of_the_library_is_counted_once():
    catalog = load_catalog(ROOT)
    assert len(catalog.modules) == 35
    in_tracks = {slug for track in catalog.tracks for slug in track.foundation + track.advanced + track.electives}
    assert in_tracks == set(catalog.modules) - {"f00-start-here"}
    assignments = {slug for slug, assignment in catalog.assignments.items() if not assignment.draft}
    assert {module.slug for module in catalog.ready} == assignments - {catalog.capstone}
    assert catalog.capstone in assignments and catalog.capstone not in catalog.modules


def test_a_notebook_makes_a_module_ready(library):
    add_notebook(library, facts())
    assert [module.slug for module in load_catalog(library).ready] == ["f99-new"]


def test_planned_and_present_at_once_is_refused(library):
    add_notebook(library, facts(slug="g06-rag", area="generative"), "generative", "g06-rag")
    with pytest.raises(CatalogError, match="g06-rag has a notebook and still stands under"):
        load_catalog(library)


def test_a_track_cannot_name_an_unknown_module(library):
    tracks = library / "book/tracks/tracks.toml"
    tracks.write_text(
        tracks.read_text(encoding="utf-8").replace('"g06-rag", "g07', '"g06-typo", "g07'), encoding="utf-8"
    )
    with pytest.raises(CatalogError, match="g06-typo neither has a notebook"):
        load_catalog(library)


def test_missing_facts_are_named(library):
    incomplete = facts()
    del incomplete["level"]
    add_notebook(library, incomplete)
    with pytest.raises(CatalogError, match=r"lacks aiskills\.level"):
        load_catalog(library)


def test_a_notebook_in_the_wrong_folder_is_refused(library):
    add_notebook(library, facts(), folder="generative")
    with pytest.raises(CatalogError, match="must be its file and folder"):
        load_catalog(library)


def test_a_file_that_is_no_notebook_is_named(tmp_path):
    broken = tmp_path / "x.ipynb"
    broken.write_text("<html>")
    with pytest.raises(CatalogError, match="is not a notebook"):
        read_notebook(broken)
    with pytest.raises(CatalogError, match="There is no notebook"):
        read_notebook(tmp_path / "y.ipynb")


def test_outside_a_checkout_the_command_says_so(library):
    assert find_root(library / "notebooks") == library


def test_a_draft_is_written_and_not_ready(library):
    path = add_notebook(library, facts(draft=True))
    catalog = load_catalog(library)
    assert catalog.ready == () and [module.path for module in catalog.written] == [path]


def test_no_committed_module_is_a_draft():
    """What is in the repository is published; a draft that is not committed yet disturbs nobody."""
    committed = {ROOT / name for name in _committed()}
    catalog = load_catalog(ROOT)
    found = [*catalog.written, *catalog.assignments.values()]
    assert {item.path for item in found} & committed, "the notebooks were not found"
    drafts = [item.slug for item in found if item.draft and item.path in committed]
    assert drafts == [], 'take "draft" out of the metadata of these, or do not commit them yet'


def _committed():
    """The notebooks that git knows; all of them where there is no git, as in an unpacked archive."""
    listed = subprocess.run(["git", "ls-files", "*.ipynb"], cwd=ROOT, capture_output=True, text=True)
    names = listed.stdout.splitlines() if listed.returncode == 0 else []
    return names or [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.ipynb")]


@pytest.mark.parametrize("name", ["f99", "f99-new"])
def test_a_lesson_is_found_by_its_slug_or_its_first_word(library, name):
    add_notebook(library, facts())
    assert load_catalog(library).lesson(name).slug == "f99-new"


@pytest.mark.parametrize("name", ["f98", "new", "f99-", "", "f02-honest-evaluation"])
def test_a_lesson_that_is_not_there_is_answered_with_those_that_are(library, name):
    add_notebook(library, facts())
    with pytest.raises(CatalogError, match="There is no lesson '.*' to take today. Lessons: f99-new."):
        load_catalog(library).lesson(name)
