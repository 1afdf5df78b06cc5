"""nbgrader's form-grader on a folder of results, on this machine alone."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import webbrowser
from pathlib import Path

from . import database, results

_POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'self'"


def serve(out: Path, port: int, browser: bool) -> None:
    """Serve nbgrader's form-grader on the results in ``out``, on this machine alone, until Ctrl-C."""
    slug = results.needs_results(out)
    where = database.recorded(out)
    with database.told(where, "Mend this, then give the same command again."):
        database.open_database(where).close()  # so that what is wrong is one sentence here, not a page of them there
    program = shutil.which("jupyter-server", path=str(Path(sys.executable).parent)) or shutil.which("jupyter-server")
    if not program:
        raise SystemExit("jupyter-server is not installed here: run `make course` first.")
    if _answers(port):
        raise SystemExit(f"Port {port} is in use: stop what runs there, or choose another one with --port.")
    token = secrets.token_hex(16)
    # By way of the login page: nbgrader's own pages set the cookie for one folder only, and its tables stay empty.
    page = urllib.parse.quote(f"/formgrader/gradebook/{slug}/{slug}")
    address = f"http://127.0.0.1:{port}/login?token={token}&next={page}"
    options = [
        f"--ServerApp.root_dir={out.resolve()}",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.open_browser=False",
        "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}",
        # nbgrader's page asks a foreign server for MathJax: nothing leaves this machine.
        f"--ServerApp.tornado_settings={{'headers': {{'Content-Security-Policy': {_POLICY!r}}}}}",
        "--Application.log_level=40",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # usual in a container; the address is this machine's alone
        options.append("--allow-root")
    environment = {**os.environ, "JUPYTER_TOKEN": token, "PYTHONWARNINGS": "ignore"}
    with tempfile.TemporaryDirectory(prefix="aiskills-formgrader-") as settings:
        # A learner's or an instructor's own Jupyter settings have no say here.
        environment["JUPYTER_CONFIG_DIR"] = settings
        server = subprocess.Popen([program, *options], cwd=out, env=environment)
        try:
            while not _answers(port):
                if server.poll() is not None:
                    raise SystemExit("The form-grader did not start; its message stands above.")
                time.sleep(0.2)
            print(f"The form-grader is open at {address}")
            print(f"Ctrl-C ends it. When you have given your marks: aiskills gradebook export {out}", flush=True)
            if browser:
                webbrowser.open(address)
            server.wait()
        except KeyboardInterrupt:
            pass
        finally:
            server.terminate()
            try:
                server.wait(60)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
