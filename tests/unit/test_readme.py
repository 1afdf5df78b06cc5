"""The README names what is there: the ready modules, commands and files."""

import re

from typer.main import get_command

from aiskills.catalog import find_root, load_catalog
from aiskills.cli import app

ROOT = find_root()
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_names_the_ready_modules():
    rows = re.findall(r"^\| (.+?) \| .+ \|$", README.split("## I want to learn")[0], re.M)
    assert set(rows[1:]) - {"---"} == {module.title for module in load_catalog().ready}


def test_every_command_it_names_exists():
    verbs = set(get_command(app).commands)
    named = set(re.findall(r"(?:bin/|`)aiskills ([a-z]+)", README))
    assert named and named <= verbs


def test_every_link_leads_to_a_file():
    links = re.findall(r"\]\((?!http)([^)#]+)", README)
    assert links and [link for link in links if not (ROOT / link).exists()] == []
