"""Lessons in the versions that Google Colab ships, with the notebook alone in its folder.

An environment is built once from colab-pins.txt (kept under .cache/, made again when the pins change). A local
server stands for the host of the repository and serves its archive; the set-up cell runs as it is, with only the
name of the host changed.
"""

import hashlib
import http.server
import importlib.metadata
import io
import json
import os
import platform
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from aiskills.bootstrap import TORCH, TORCH_CPU_INDEX
from aiskills.learn import models

ROOT = Path(__file__).parents[2]
PINS = Path(__file__).with_name("colab-pins.txt")
HOST, ADDRESS = "https://github.com", "https://github.com/someone/their-course"
TOLD = (
    "ipykernel ipywidgets numpy pandas scikit-learn matplotlib transformers torch".split()
)  # on the page of the status
LESSONS = sorted((ROOT / "notebooks").rglob("[a-z]*.ipynb"))

# What Colab has in every kernel, and what the course looks for.
PRETEND = "import sys, types\nsys.modules['google.colab'] = types.ModuleType('google.colab')"
RUN = """
import json, sys
import nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
notebook.cells.insert(0, nbformat.v4.new_code_cell(sys.argv[2]))
notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
patience = dict(timeout=300, startup_timeout=300, iopub_timeout=60)
NotebookClient(notebook, **patience, resources={"metadata": {"path": sys.argv[3]}}).execute()
print(json.dumps([o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]))
"""


def pip(python, *arguments):
    answer = subprocess.run(
        [python, "-m", "pip", "--disable-pip-version-check", *arguments], capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    return answer.stdout


def versions(python):
    """Every installed package and its version."""
    return {row["name"].lower(): row["version"] for row in json.loads(pip(python, "list", "--format", "json"))}


@pytest.fixture(scope="session")
def colab():
    """The Python of an environment with Colab's versions, without the course."""
    build = TORCH + "+cpu" * sys.platform.startswith("linux")
    key = hashlib.sha256((PINS.read_text() + build + sys.version).encode()).hexdigest()[:12]
    folder = ROOT / ".cache" / f"colab-{key}"
    python = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    folder.parent.mkdir(exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "complete").exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
            # The build that this environment has is in pip's cache or in a folder that pip knows; else PyTorch's index.
            have = importlib.metadata.version("torch") == build
            index = [] if have else ["--extra-index-url", TORCH_CPU_INDEX]
            # Compiling every file of these packages takes longer than importing what the lessons use of them.
            patient = ["--retries", "10"]
            pip(python, "install", "--no-compile", *patient, "-r", str(PINS), f"torch=={build}", *index)
            (folder / "complete").touch()
    return python


@pytest.fixture(scope="session")
def library(copy):
    """The copy of the repository after a fork has set its own address."""
    answer = subprocess.run(
        [sys.executable, "-m", "aiskills.cli", "settings", "repository", ADDRESS],
        cwd=copy,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stderr
    return copy


@pytest.fixture(scope="session")
def host(library):
    """A server that answers as the repository's host does: the archive of the branch, in a folder of its name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(library.rglob("*")):
            if path.is_file():
                archive.write(path, Path("their-course-main") / path.relative_to(library))

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path != "/someone/their-course/archive/refs/heads/main.zip":
                return self.send_error(404)
            self.send_response(200)
            self.send_header("Content-Type", "application/zip")
            self.send_header("Content-Length", str(packed.getbuffer().nbytes))
            self.end_headers()
            self.wfile.write(packed.getvalue())

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def run(python, notebook, folder):
    """Run `notebook` (JSON) alone in `folder` as Colab would; returns its outputs."""
    folder.mkdir(parents=True)
    (folder / "lesson.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    home = folder.parent / "home"  # the progress of this run, the models of this computer
    home.mkdir(exist_ok=True)
    if not (home / "models").exists():
        (home / "models").symlink_to(models.store(), target_is_directory=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "AISKILLS"))}
    paths = {"AISKILLS_HOME": str(home), "IPYTHONDIR": str(home / "ipython"), "JUPYTER_DATA_DIR": str(home / "jupyter")}
    answer = subprocess.run(
        [python, "-c", RUN, "lesson.ipynb", PRETEND, "."],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**clean, **paths},
        timeout=1800,
    )
    assert answer.returncode == 0, answer.stderr[-3000:]
    return json.loads(answer.stdout.splitlines()[-1])


def read(library, lesson, host):
    text = (library / lesson.relative_to(ROOT)).read_text("utf-8")
    assert f"{ADDRESS}/archive" in text, "the set-up cell follows the setting of the repository"
    return json.loads(text.replace(f"{HOST}/someone", f"{host}/someone"))


def setup_cell(notebook):
    (cell,) = [cell for cell in notebook["cells"] if "setup" in cell["metadata"].get("tags", [])]
    return cell


@pytest.fixture(scope="session")
def installed(colab, host, library, tmp_path_factory):
    """Run the set-up cell of a lesson in a fresh environment, and again after a restart; returns what changed."""
    pip(colab, "uninstall", "--yes", "aiskills", "gguf")
    before = versions(colab)
    notebook = read(library, LESSONS[0], host)
    cells = [setup_cell(notebook)]
    show = {**cells[0], "id": "show", "source": "from aiskills import learn\nprint(learn.__file__)"}
    folder = tmp_path_factory.mktemp("setup")
    states = []
    for turn in ("first", "again"):
        outputs = run(colab, {**notebook, "cells": [*cells, show]}, folder / turn)
        # A kernel may send one line in two pieces.
        printed = "".join(output["text"] for output in outputs if output.get("name") == "stdout")
        assert printed.rstrip().endswith("__init__.py"), "the package is importable in the same session"
        states.append(versions(colab))
    return before, *states


def test_the_setup_cell_adds_the_course_and_changes_nothing(installed):
    before, first, again = installed
    changed = {name: (before[name], first.get(name)) for name in before if first.get(name) != before[name]}
    assert changed == {}, "what Colab ships must stay, PyTorch and NumPy above all"
    added = set(first) - set(before)
    assert "aiskills" in added and len(added) <= 3, f"only what Colab lacks: {sorted(added)}"
    assert again == first, "a second run after a restart changes nothing"


@pytest.mark.shows("colab", "alone")
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_runs_alone_in_colabs_versions(colab, host, library, installed, tmp_path, lesson, record_property):
    record_property("versions", {"python": platform.python_version()} | {name: installed[1][name] for name in TOLD})
    notebook = read(library, lesson, host)
    # Its set-up cell is, sign for sign, the one that has run twice in this environment: pip need not build again.
    assert setup_cell(notebook)["source"] == setup_cell(read(library, LESSONS[0], host))["source"]
    setup_cell(notebook)["source"] = ""
    outputs = run(colab, notebook, tmp_path / "lesson")
    errors = [output for output in outputs if output["output_type"] == "error"]
    assert outputs and errors == []
    assert versions(colab) == installed[2], "a lesson installs nothing more"
