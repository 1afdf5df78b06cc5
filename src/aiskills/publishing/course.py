"""Serve the course on this computer: the book and JupyterLab at one address."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path

FIRST_PORT = 8888
HOST = "127.0.0.1"
# How this copy of the course is started: an offline bundle has a program of its own for it.
START = os.environ.get("AISKILLS_START", "make course")


def serve(root: Path, site: Path, port: int, browser: bool = True, say: Callable[[str], None] = print) -> int:
    """Start JupyterLab with the book in ``site`` and wait until it is stopped (Ctrl-C); returns the exit status.

    ``port`` must be free (see ``free_port``). Raises SystemExit with a sentence when JupyterLab cannot start.
    """
    token = secrets.token_hex(20)
    log = root / "_build/jupyterlab.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "jupyterlab",
                "--no-browser",
                f"--ServerApp.root_dir={root}",
                f"--ServerApp.ip={HOST}",
                f"--ServerApp.port={port}",
                "--ServerApp.port_retries=0",
                *_as_root(),
            ],
            cwd=root,
            env=_environment(site, token),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            _wait(server, port, token, log)
            address = f"http://{HOST}:{port}/?token={token}"
            for line in _greeting(address):
                say(line)
            if browser:
                webbrowser.open(address)
            status = server.wait()
            say(f"JupyterLab stopped by itself (status {status}). Its messages: {log}. Start again with `{START}`.")
            return status or 1
        except KeyboardInterrupt:
            _stop(server)
            say(f"\nThe course has stopped. What you saved is in the folder. Start again with `{START}`.")
            return 0
        finally:
            _stop(server)
            signal.signal(signal.SIGTERM, before)


def _greeting(address: str) -> list[str]:
    return [
        "The course is running on this computer. Open this address in your browser:",
        f"    {address}",
        "You see the book. Choose a lesson and follow its link 'JupyterLab on your computer': it opens in Lab.",
        "In Lab, press Shift+Enter to run a cell and go to the next one. Save with Ctrl-S.",
        "Leave this window open while you work. To stop the course, press Ctrl-C here.",
    ]


def free_port(wanted: int | None = None) -> int:
    """The wanted port, or the first free one from 8888; SystemExit with a sentence when there is none."""
    if wanted is not None and not 1024 <= wanted <= 65535:
        raise SystemExit(f"{wanted} is not a usable port: give a number from 1024 to 65535, or leave --port away.")
    for port in [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            # As the server itself does it: a port whose last connections are still closing is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        return port
    if wanted:
        raise SystemExit(
            f"Port {wanted} is in use: choose another one, or leave --port away to take the next free one."
        )
    raise SystemExit(
        f"No port from {FIRST_PORT} to {FIRST_PORT + 99} is free: close other servers, or give one with --port."
    )


def _environment(site: Path, token: str) -> dict[str, str]:
    own = str(Path(__file__).parent / "lab")
    paths = [own, os.environ.get("JUPYTER_CONFIG_PATH", "")]
    return os.environ | {
        "JUPYTER_CONFIG_PATH": os.pathsep.join(path for path in paths if path),
        # Not on the command line, where other users of the machine could read it.
        "JUPYTER_TOKEN": token,
        "AISKILLS_BOOK": str(site),
        "PATH": str(Path(sys.executable).parent) + os.pathsep + os.environ.get("PATH", ""),
    }


def _as_root() -> list[str]:
    """Jupyter refuses to run as root, which is how containers run."""
    return ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _wait(server: subprocess.Popen, port: int, token: str, log: Path) -> None:
    """Wait until the server answers; SystemExit with its last message when it ends or takes more than five minutes."""
    request = urllib.request.Request(f"http://{HOST}:{port}/api/status", headers={"Authorization": f"token {token}"})
    # An address on this computer is never reached through a proxy.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + 300
    while time.monotonic() < end and server.poll() is None:
        try:
            opener.open(request, timeout=30).close()
            return
        except OSError:
            time.sleep(0.2)
    lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    raise SystemExit(f"JupyterLab did not start: {lines[-1] if lines else 'it said nothing'}. All messages: {log}")


def _stop(server: subprocess.Popen) -> None:
    """Ask the server to stop its notebooks and itself; end it after half a minute if it does not."""
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
