"""The built book, and the local server with JupyterLab: started once, shared by the browser tests."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aiskills.catalog import find_root
from tests.ports import free_port

ROOT = find_root()


@pytest.fixture(scope="session")
def book() -> Path:
    """The folder of the built book, brought up to date first."""
    subprocess.run([sys.executable, "-m", "aiskills", "book"], cwd=ROOT, check=True, timeout=3600)
    return ROOT / "_build/html"


@pytest.fixture(scope="module")
def course(book, tmp_path_factory):
    """The address that `aiskills course` prints: book and JupyterLab on one local server."""
    port = free_port()
    # JupyterLab saves what it shows, and the tests of another process read the lessons: it gets copies of them.
    library, home = tmp_path_factory.mktemp("library"), tmp_path_factory.mktemp("home")
    for path in ROOT.iterdir():
        if path.name not in ("_build", "notebooks", ".git"):
            (library / path.name).symlink_to(path)
    shutil.copytree(ROOT / "notebooks", library / "notebooks", ignore=shutil.ignore_patterns(".*"))
    (library / "_build").mkdir()
    (library / "_build/html").symlink_to(book)
    shutil.copy(ROOT / "_build/pages.key", library / "_build")
    # Lab and its kernels keep things there: the tests neither see nor change those of the person who runs them.
    environment = os.environ | {
        "AISKILLS_PROGRESS": str(home / "progress.json"),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "lab"),
    }
    log = (home / "log").open("w+")
    command = [sys.executable, "-m", "aiskills", "course", "--no-browser", "--port", str(port)]
    server = subprocess.Popen(
        command, cwd=library, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        yield _printed_address(server, home / "log")
    finally:
        os.killpg(server.pid, signal.SIGINT)
        try:
            server.wait(120)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
        log.close()


def _printed_address(server: subprocess.Popen, log: Path) -> str:
    end = time.monotonic() + 600
    while time.monotonic() < end:
        found = re.search(r"http://\S+", log.read_text())
        if found:
            return found.group()
        assert server.poll() is None, log.read_text()
        time.sleep(0.3)
    raise AssertionError(f"No address within ten minutes:\n{log.read_text()}")
