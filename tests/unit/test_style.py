"""The code keeps the style that pyproject.toml sets, notebooks included."""

import subprocess
import sys

from aiskills.catalog import find_root


def test_ruff_finds_nothing():
    check = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "."], cwd=find_root(), capture_output=True, text=True
    )
    assert check.returncode == 0, check.stdout[-4000:]
