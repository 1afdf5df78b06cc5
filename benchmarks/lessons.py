"""Run time and memory of each lesson, as committed, in a fresh kernel; the labels of the lessons are made from this.

The memory is the kernel's own peak (ru_maxrss), read in a last cell. The ratio is to the start of an empty kernel.
"""

import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from aiskills.catalog import load_catalog
from aiskills.learn import models

RUNS = 3
# ru_maxrss counts kilobytes on Linux and bytes on macOS.
_PEAK = "import resource, sys\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
_UNIT = 1024**2 if sys.platform == "darwin" else 1024


def _run(notebook, folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of one run of a notebook in a fresh kernel."""
    notebook = nbformat.from_dict(notebook)
    notebook.cells.append(nbformat.v4.new_code_cell(_PEAK))
    start = time.perf_counter()
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    seconds = time.perf_counter() - start
    return seconds, int(notebook.cells[-1].outputs[0].text) / _UNIT


def _download_mb(names) -> float:
    registry = models.registry()
    return round(sum(registry[name]["download"] for name in names) / 1e6, 1)


def measure() -> dict:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    catalog = load_catalog()
    result = {}
    with tempfile.TemporaryDirectory() as folder:
        empty = nbformat.v4.new_notebook()
        start = statistics.median(_run(empty, Path(folder))[0] for _ in range(RUNS))
        for module in catalog.ready:
            notebook = nbformat.read(module.path, as_version=4)
            runs = [_run(notebook, Path(folder)) for _ in range(RUNS)]
            seconds = statistics.median(run[0] for run in runs)
            result[module.slug] = {
                "seconds": round(seconds, 1),
                "peak_mb": round(max(run[1] for run in runs)),
                "download_mb": _download_mb(module.models),
                "ratio_to_empty_kernel": round(seconds / start, 1),
            }
            print(f"  {module.slug}: {result[module.slug]}", flush=True)
    return result
