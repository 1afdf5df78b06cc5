"""The same tests for an ordinary user: the box is then built in a user namespace."""

import os
import re
import subprocess
import sys

import pytest

from aiskills.catalog import find_root


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests of this folder run as an ordinary user already")
def test_everything_holds_for_an_ordinary_user(tmp_path_factory):
    folder = "tests/unit/warm/"
    command = [sys.executable, "-m", "tests.unit.warm.ordinary", sys.executable, "-m", "pytest", "-q", "-rs"]
    command += [
        "-p",
        "no:cacheprovider",
        *(folder + name for name in ("test_warm.py", "test_box.py", "test_limits.py")),
    ]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=find_root(), env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 60
