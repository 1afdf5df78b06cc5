"""A small library in a folder of its own: settings, tracks, one data card, and one lesson and assignment if wanted."""

import json
import shutil

import pytest

from aiskills.catalog import find_root, load_catalog

ROOT = find_root()
LISTS = "lanes outcomes frameworks prerequisites packages data models tapes languages".split()


def markdown(name, text, *tags):
    return {"cell_type": "markdown", "id": name, "metadata": {"tags": list(tags)}, "source": text}


def code(name, text, *tags):
    return {"cell_type": "code", "id": name, "metadata": {"tags": list(tags)}, "source": text,
            "execution_count": None, "outputs": []}  # fmt: skip


def write_notebook(path, facts, cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    metadata = {"aiskills": facts, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook, indent=1, sort_keys=True) + "\n")
    return path


def add_lesson(root, *cells, slug="f99-new", **more):
    facts = more | {"slug": slug, "title": "A new lesson", "area": "foundations", "level": "foundation"}
    facts |= dict.fromkeys(LISTS, []) | {"minutes": {"lesson": 40, "assignment": 20}}
    facts |= {"lanes": ["decide", "build"], "data": ["rain"], "outcomes": ["see a line"]}
    title = markdown("title", "# A new lesson\n\nYou will see $R^2$.", "section:title")
    start = [title, markdown("label", "*none yet*", "label"), code("setup", "", "setup")]
    return write_notebook(root / f"notebooks/foundations/{slug}.ipynb", facts, [*start, *cells])


@pytest.fixture
def library(tmp_path):
    """The real settings and tracks with every module planned, and one data set."""
    root = tmp_path / "library"
    (root / "book/tracks").mkdir(parents=True)
    (root / "notebooks").mkdir()
    shutil.copy(ROOT / "_config.yml", root)
    shutil.copytree(ROOT / "src/aiskills/publishing/assets", root / "src/aiskills/publishing/assets")
    (root / "_toc.yml").write_text("format: jb-book\nroot: book/index\nchapters:\n  - file: book/lessons\n")
    (root / "book/index.md").write_text("# Welcome\n\nBegin with [the lessons](lessons.md).\n")
    tracks = (ROOT / "book/tracks/tracks.toml").read_text()
    for module in load_catalog(ROOT).ready:
        tracks += f'[planned.{module.slug}]\ntitle = "{module.title}"\nlevel = "{module.level}"\n'
        tracks += "minutes = { lesson = 60, assignment = 60 }\n"
    (root / "book/tracks/tracks.toml").write_text(tracks)
    (root / "datasets/rain").mkdir(parents=True)
    (root / "datasets/rain/card.toml").write_text(CARD)
    return root


CARD = """
title = "Rain"
source = "A gauge"
source_url = "https://example.org/rain"
licence = "CC BY 4.0"
licence_url = "https://creativecommons.org/licenses/by/4.0/"
generated = false
measures = "One row is one day."
rows = 1234
sha256 = "00ff"
who_is_missing = "Villages without a gauge."
used_by = ["f99-new", "f01-learning-from-data"]

[[columns]]
name = "mm"
dtype = "float64"
unit = "mm"
meaning = "Rain | snow of the day"
"""
