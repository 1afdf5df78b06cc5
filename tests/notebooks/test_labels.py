"""A lesson needs what its label says: measured in the run that also compares its outputs. Planted lessons are found."""

import json
import os
import shutil

import pytest

from aiskills.catalog import Module, load_catalog
from aiskills.publishing import measure
from aiskills.publishing.measure.facts import ALONE, RESULTS, row

CATALOG = load_catalog()
LESSONS = [module.slug for module in CATALOG.written]


@pytest.mark.parametrize("slug", LESSONS)
def test_lesson_keeps_its_label(slug, as_committed):
    """Memory, work, waiting and download stay under one and a half times the label; nothing else is needed."""
    run, disagreements = as_committed(slug)
    assert disagreements == []
    if run.network and not os.environ.get("AISKILLS_EVERY_TEST"):
        pytest.skip("the network cannot be cut on this computer: that a lesson works without it was not shown")
    assert not run.network, "this run must show that the lesson works without network: install bubblewrap"


@pytest.mark.parametrize("slug", LESSONS)
def test_what_the_label_denies_was_shown_by_a_run(slug):
    assert measure.results(CATALOG.root).get(slug, {}).get("ran_without") == ALONE


@pytest.fixture(scope="module")
def planted(tmp_path_factory, calibration):
    """A library with one tiny lesson and its measured label; ``planted(source)`` puts a cell into the lesson."""
    root = tmp_path_factory.mktemp("planted")
    path = root / "notebooks/foundations/f99-planted.ipynb"
    path.parent.mkdir(parents=True)
    (root / "datasets").mkdir()
    shutil.copy(CATALOG.root / "datasets/models.toml", root / "datasets")
    module = Module("f99-planted", "Planted", "foundation", 40, 20, "foundations", path)

    def plant(source):
        cell = {"cell_type": "code", "id": "own", "metadata": {}, "source": source, "outputs": []}
        notebook = {"cells": [cell | {"execution_count": None}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(notebook))
        return module

    label = row(plant("1 + 1"), root, measure.run(path), calibration, {})
    (root / RESULTS).parent.mkdir(parents=True)
    (root / RESULTS).write_text(json.dumps({"f99-planted": label}))
    return root, plant


FOUND = {
    "memory": ("more = bytes(1) * 200_000_000", "needs more memory"),
    "child": (
        "import subprocess, sys\n"
        "subprocess.run([sys.executable, '-c', 'import time; more = bytes(1) * 200_000_000; time.sleep(1.5)'])",
        "needs more memory",
    ),
    "socket": ("import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=5)", "needs the network"),
    "key": ("import os\nos.environ['PLANTED_API_KEY']", "needs a key or an account"),
    "card": ("import torch\ntorch.zeros(1, device='cuda')", "needs a GPU"),
    "model": ("from aiskills.learn import models\nmodels.path('smollm2-tokenizer')", "lacks smollm2-tokenizer"),
}


@pytest.mark.parametrize(("source", "said"), FOUND.values(), ids=FOUND)
def test_what_a_planted_lesson_needs_is_found(planted, calibration, monkeypatch, source, said):
    monkeypatch.setenv("PLANTED_API_KEY", "a key of the person who runs the tests")
    root, plant = planted
    _, disagreements = measure.check(plant(source), root, calibration)
    assert [said in one for one in disagreements] == [True], disagreements


def test_a_lesson_that_needs_nothing_more_is_found_right(planted, calibration):
    root, plant = planted
    run, disagreements = measure.check(plant("import json\njson.dumps(2)"), root, calibration)
    assert disagreements == [] and run.models == () and run.error == ""
