"""A copy of the library in a folder of its own, in which authors' commands can write."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from aiskills.authoring import check
from aiskills.authoring.files import Files
from aiskills.catalog import find_root, load_catalog
from aiskills.learn import lessons, loader

ROOT = find_root()
SLUG = "g95-missing-values"


class Checkout:
    """A copy of the library; ``run`` runs its own command `aiskills`, another module or a program of Python there."""

    def __init__(self, root):
        self.root = root

    def run(self, *arguments, module="aiskills", program=None, timeout=600):
        environment = os.environ | {
            "PYTHONPATH": str(self.root / "src"),
            "AISKILLS_HOME": str(self.root / "home"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.run(
            [sys.executable, *(("-c", program) if program else ("-m", module)), *arguments],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=timeout,
        )


def make_checkout(root):
    unwanted = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in (
        "src",
        "book",
        "notebooks",
        "assignments/source",
        "tests/notebooks",
        "tests/assignments",
        "tests/unit/lessons",
    ):
        shutil.copytree(ROOT / name, root / name, ignore=unwanted)
    for name in ("_toc.yml", "_config.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    (root / "datasets").symlink_to(ROOT / "datasets")
    return Checkout(root)


@pytest.fixture
def checkout(tmp_path):
    """A copy of the library as it is."""
    return make_checkout(tmp_path / "library")


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """A copy of the library with a new lesson and a new assignment, made once and only read."""
    one = make_checkout(tmp_path_factory.mktemp("written") / "library")
    for kind in ("lesson", "assignment"):
        made = one.run("new", kind, SLUG, "--title", 'What "missing" means')
        assert made.returncode == 0, made.stderr
    return one


@pytest.fixture
def module(written, tmp_path, monkeypatch):
    """The files of the new module in a small library of their own, which a test may damage; the package reads them."""
    root = tmp_path / "library"
    for name in (
        "book",
        "notebooks",
        "assignments/source",
        "tests/notebooks",
        "tests/assignments",
        "tests/unit/lessons",
    ):
        shutil.copytree(written.root / name, root / name)
    texts = root / "src/aiskills/learn/lessons"
    texts.mkdir(parents=True)
    for path in (written.root / "src/aiskills/learn/lessons").glob("g95*"):
        shutil.copy(path, texts)
    shutil.copy(written.root / "_toc.yml", root)
    monkeypatch.setattr(loader, "TEXTS", texts)
    monkeypatch.setattr(lessons, "__path__", [*lessons.__path__, str(texts)])
    monkeypatch.delitem(sys.modules, "aiskills.learn.lessons.g95_missing_values", raising=False)
    yield Module(root)
    sys.modules.pop("aiskills.learn.lessons.g95_missing_values", None)


class Module:
    """A module to damage: ``change`` edits a file, ``edit`` a notebook's cell, ``faults`` runs a theme."""

    def __init__(self, root):
        self.root = root

    def path(self, name):
        return self.root / name.replace("SLUG_", SLUG.replace("-", "_")).replace("SLUG", SLUG)

    def change(self, name, old, new):
        text = self.path(name).read_text(encoding="utf-8")
        assert old in text, f"{name} holds no {old!r}"
        self.path(name).write_text(text.replace(old, new, 1), encoding="utf-8")

    def edit(self, name, cell_id, **changes):
        notebook = json.loads(self.path(name).read_text(encoding="utf-8"))
        if cell_id is None:
            notebook["metadata"]["aiskills"].update(changes)
        else:
            next(cell for cell in notebook["cells"] if cell["id"] == cell_id).update(changes)
        self.path(name).write_text(json.dumps(notebook), encoding="utf-8")

    def files(self):
        return Files(load_catalog(self.root), SLUG)

    def faults(self, theme):
        rule = (check.LESSON | check.ASSIGNMENT | {"all its files": check.whole})[theme]
        return list(rule(self.files()))
