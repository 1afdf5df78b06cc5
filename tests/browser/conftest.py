"""The built book, and the local server with JupyterLab: started once, shared by the browser tests."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aiskills.catalog import find_root

ROOT = find_root()


@pytest.fixture(scope="session")
def book() -> Path:
    """The folder of the built book, brought up to date first."""
    subprocess.run([sys.executable, "-m", "aiskills", "book"], cwd=ROOT, check=True, timeout=900)
    return ROOT / "_build/html"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def course(book, tmp_path_factory):
    """The address that `aiskills course` prints: book and JupyterLab on one local server.

    It ends with the module, so that the lessons are soon as they were: other tests read them.
    """
    port = free_port()
    # JupyterLab saves what it shows: the lessons are put back as they were.
    lessons = {path: path.read_bytes() for path in ROOT.glob("notebooks/*/*.ipynb")}
    home = tmp_path_factory.mktemp("home")
    # Lab keeps its workspaces and settings there: the tests neither see nor change those of the person who runs them.
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "lab"),
    }
    log = (home / "log").open("w+")
    command = [sys.executable, "-m", "aiskills", "course", "--no-browser", "--port", str(port)]
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        yield _printed_address(server, home / "log")
    finally:
        os.killpg(server.pid, signal.SIGINT)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
        log.close()
        for path, content in lessons.items():
            path.write_bytes(content)


def _printed_address(server: subprocess.Popen, log: Path) -> str:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        found = re.search(r"http://\S+", log.read_text())
        if found:
            return found.group()
        assert server.poll() is None, log.read_text()
        time.sleep(0.3)
    raise AssertionError(f"No address within five minutes:\n{log.read_text()}")
