"""The wheel of the library's own package, built here from its sources: nothing is fetched for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import aiskills
from aiskills.catalog import find_root

# What the build reads (pyproject.toml names the same).
INPUTS = ("src", "datasets", "pyproject.toml", "README.md", "LICENSE", "LICENSE-CONTENT")


def code_of(root: Path) -> Path:
    """The folder of the package's sources: the library's own, or the checkout that this program runs from."""
    for folder in (root, Path(aiskills.__file__).resolve().parents[2], find_root()):
        if (folder / "pyproject.toml").is_file() and (folder / "src/aiskills").is_dir():
            return folder
    raise SystemExit(
        "The sources of the package are not here, and the archive needs them: run this in a checkout of the library."
    )


def build(code: Path, into: Path) -> Path:
    """Build the wheel of the package in ``code`` into the folder ``into``. Raises SystemExit with a sentence.

    A copy is built, because the builder writes beside the sources.
    """
    copy = into / "sources"
    skip = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.egg-info")
    for name in INPUTS:
        if (code / name).is_dir():
            shutil.copytree(code / name, copy / name, ignore=skip)
        else:
            shutil.copy2(code / name, copy / name)
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(into)]
    answer = subprocess.run(command, cwd=copy, capture_output=True, text=True, errors="replace")
    shutil.rmtree(copy)
    wheels = list(into.glob("aiskills-*.whl"))
    if answer.returncode or not wheels:
        if "No module named hatchling" in answer.stderr:
            raise SystemExit("The package hatchling, which builds the wheel, is missing: run `make course` once.")
        last = [line for line in (answer.stdout + answer.stderr).splitlines() if line.strip()] or ["no message"]
        raise SystemExit(f"The wheel of the library's package could not be built: {last[-1].strip()}")
    return wheels[0]
