"""The page of all modules and the track pages tell what is ready, from the files."""

import json
import re

import pytest

from aiskills.catalog import find_root, load_catalog
from aiskills.publishing import pages
from aiskills.publishing.modules import HEAD, modules_page

from .conftest import add_lesson

ROOT = find_root()


def rows(text):
    """The rows of a page's table: title (without its link), then the other cells by their heading."""
    lines = [line.strip("| \n").split(" | ") for line in text.splitlines() if line.startswith("| ")][2:]
    return {re.sub(r"\[(.*)\]\(.*\)", r"\1", line[0]): dict(zip(HEAD, line, strict=True)) for line in lines}


def test_every_module_of_the_catalogue_is_one_row_with_what_a_learner_chooses_by():
    catalog = load_catalog(ROOT)
    found = rows(modules_page(catalog))
    assert set(found) == {module.title for module in catalog.modules.values()}
    for module in catalog.modules.values():
        row = found[module.title]
        assert (row["State"] == "ready") == module.ready == ("(../notebooks/" in row["Module"])
        assert row["Lesson"] == f"{module.lesson_minutes} min"
    assert found["Confident and wrong"]["Needs"] == "model download, data"
    assert found["The price of your language"]["Needs"] == "data", "its tokenizer travels with the package"
    assert found["How good is it really?"]["Lanes"] == "no programming, short Python"


def test_a_planned_module_and_a_draft_leave_open_what_is_not_decided(library):
    add_lesson(library, slug="f99-new", draft=True)
    found = rows(modules_page(load_catalog(library)))
    assert set(found["A new lesson"].values()) >= {"open", "planned"}
    assert found["A new lesson"]["Module"] == "A new lesson", "no link to what cannot be opened"
    add_lesson(library, slug="f99-new")
    row = rows(modules_page(load_catalog(library)))["A new lesson"]
    assert (row["Needs"], row["State"]) == ("data", "ready")


def tracks_of(library, essentials, foundation):
    """The tracks file of the small library, with another badge and another Foundation level of the first track."""
    path = library / "book/tracks/tracks.toml"
    text = re.sub(r"(?m)^modules = .*", f"modules = {json.dumps(essentials)}", path.read_text(), count=1)
    path.write_text(re.sub(r"(?m)^foundation = .*", f"foundation = {json.dumps(foundation)}", text, count=1))
    return load_catalog(library)


@pytest.mark.parametrize(
    ("slugs", "state"),
    [
        (["f98-one", "f99-new"], "complete: all 2 modules ready"),
        (["f98-one", "f04-calibration-and-uncertainty"], "1 of 2 modules ready"),
        (["f97-draft", "f98-one"], "1 of 2 modules ready"),
    ],
)
def test_a_badge_and_a_certificate_are_complete_when_every_module_is_ready(library, slugs, state):
    add_lesson(library, slug="f97-draft", draft=True)
    add_lesson(library, slug="f98-one")
    add_lesson(library, slug="f99-new")
    catalog = tracks_of(library, slugs, slugs)
    index = pages.tracks(catalog)
    assert f"State: {state}." in index and f"| {state} | 0 of 4 modules ready |" in index
    page = pages.track_page(catalog.tracks[0], catalog)
    assert f"**Foundation certificate:** {state}." in page
    titles = ", ".join(f"*{catalog.module(slug).title}*" for slug in slugs)
    assert f"For the AI Essentials badge too: {titles}\n" in page
