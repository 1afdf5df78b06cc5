"""One setting knows the public address, and every link follows it."""

import json
import re

import pytest
from typer.testing import CliRunner

from aiskills.catalog import find_root, load_catalog
from aiskills.cli import app
from aiskills.publishing import derive
from aiskills.publishing.settings import PLACEHOLDER, Repository, read_repository, set_repository

from .conftest import add_lesson

ROOT = find_root()
URL = "https://github.com/Some-People/ai_skills.course"


def test_links_and_set_up_cells_of_this_library_agree_with_the_setting():
    repository = read_repository(ROOT)
    catalog = load_catalog(ROOT)
    notebooks = [module.path for module in catalog.ready] + [item.path for item in catalog.assignments.values()]
    assert notebooks
    for path in notebooks:
        cells = json.loads(path.read_text())["cells"]
        setups = ["".join(cell["source"]) for cell in cells if "setup" in cell["metadata"].get("tags", ())]
        assert setups == [repository.setup_cell()], path
    for module in catalog.ready:
        text = "".join("".join(cell["source"]) for cell in json.loads(module.path.read_text())["cells"])
        name = module.path.relative_to(ROOT).as_posix()
        assert repository.binder(name) in text and repository.colab(name) in text, name


def test_texts_name_no_other_address_than_the_setting():
    own = read_repository(ROOT)._name
    for path in [*ROOT.glob("*.md"), *ROOT.glob("book/**/*.md")]:
        for name in re.findall(r"git clone https://github\.com/([\w.-]+/[\w.-]+)", path.read_text()):
            assert name == own, path


def test_setting_the_address_changes_every_link(library, monkeypatch):
    (library / "README.md").write_text(f"git clone {PLACEHOLDER} course\n")
    lesson = add_lesson(library)
    derive.write(library)
    monkeypatch.chdir(library)
    run = CliRunner().invoke(app, ["settings", "repository", URL + ".git"])
    assert run.exit_code == 0, run.output
    assert read_repository(library) == Repository(URL, "main")
    assert derive.stale(library) == []
    text = lesson.read_text()
    assert "OWNER" not in text
    assert f"{URL}/archive/refs/heads/main.zip" in text
    assert "https://mybinder.org/v2/gh/Some-People/ai_skills.course/main?urlpath=lab%2Ftree%2Fnotebooks" in text
    assert "https://colab.research.google.com/github/Some-People/ai_skills.course/blob/main/notebooks" in text
    assert URL in (library / "README.md").read_text()
    assert "# The one place" in (library / "_config.yml").read_text(), "comments stay"


@pytest.mark.parametrize("url", ["", "github.com/a/b", "https://gitlab.com/a/b", "https://github.com/a", "x y"])
def test_an_address_that_cannot_carry_the_links_is_refused_in_a_sentence(library, url):
    with pytest.raises(SystemExit, match="give one like https://github.com/OWNER/REPOSITORY"):
        set_repository(library, url)
    assert read_repository(library).is_placeholder


def test_a_configuration_without_the_setting_is_refused(library):
    (library / "_config.yml").write_text("title: x\n")
    with pytest.raises(SystemExit, match="aiskills settings repository"):
        read_repository(library)
