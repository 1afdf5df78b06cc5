"""A copy of the library in a folder of its own, in which authors' commands can write."""

import os
import shutil
import subprocess
import sys

import pytest

from aiskills.catalog import find_root

ROOT = find_root()
SLUG = "g95-missing-values"


class Checkout:
    """A copy of the library; ``run`` runs its own command `aiskills` or another module of Python there."""

    def __init__(self, root):
        self.root = root

    def run(self, *arguments, module="aiskills", timeout=300):
        environment = os.environ | {
            "PYTHONPATH": str(self.root / "src"),
            "AISKILLS_HOME": str(self.root / "home"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=timeout,
        )


def make_checkout(root):
    unwanted = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in ("src", "book", "notebooks", "assignments/source", "tests/notebooks", "tests/assignments"):
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
