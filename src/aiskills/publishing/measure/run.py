"""Run a notebook in measured conditions, and read what the kernel wrote down about it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .conditions import environment, isolated

TIMEOUT = 900  # seconds for a whole notebook
# Runs a notebook from top to bottom in its own folder, and stops at the first error. Nothing is written.
PLAIN = """
import sys, nbformat
from pathlib import Path
from nbclient import NotebookClient
path = Path(sys.argv[1])
notebook = nbformat.read(path, as_version=4)
notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
place = {"metadata": {"path": str(path.parent)}}
NotebookClient(notebook, timeout=600, startup_timeout=300, resources=place).execute()
"""
# What a small laptop has to do too: a loop, a product of matrices, a sort. About one second of processor.
CALIBRATION = (
    "import numpy as np\nrandom = np.random.default_rng(0)",
    "total = 0\nfor number in range(4_000_000):\n    total += number * number % 7",
    "square = random.normal(size=(600, 600))\nfor _ in range(15):\n    square = square @ square.T / 1e3",
    "for _ in range(4):\n    np.sort(random.normal(size=1_000_000))",
)


@dataclass(frozen=True)
class Run:
    """What one run cost. Seconds are of the cells alone; ``idle`` are those in which nothing was computed."""

    status: int  # of the program that ran the notebook; 0: no fault
    output: str  # what that program printed
    processor: float  # seconds of processor
    idle: float  # seconds in which the learner waits for something else than the processor
    peak_mb: float
    models: tuple[str, ...]  # that the store handed out
    network: bool  # whether there was a way to the network
    error: str  # of the first cell that failed; empty: none

    @property
    def seconds(self) -> float:
        """How long a learner waits in all, on a computer with nothing else to do."""
        return self.processor + self.idle


def run(notebook: Path, command: list[str] | None = None) -> Run:
    """Run ``notebook`` by ``command`` (None: from top to bottom, without comparing anything) in measured conditions."""
    command = command or [sys.executable, "-c", PLAIN, str(notebook)]
    with tempfile.TemporaryDirectory(prefix="aiskills-measured-") as name:
        folder = Path(name)
        try:
            done = subprocess.run(
                isolated(command),
                cwd=notebook.parent,
                env=environment(folder),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=TIMEOUT,
            )
        except subprocess.TimeoutExpired:
            raise SystemExit(f"{notebook.name} ran longer than {TIMEOUT // 60} minutes and was stopped.") from None
        log = folder / "costs.jsonl"
        lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.is_file() else []
    return _read(lines, done.returncode, done.stdout)


def _read(lines: list[dict], status: int, output: str) -> Run:
    cells = [line for line in lines if line["kind"] == "cell"]
    errors = [cell["error"] for cell in cells if cell["error"]]
    processor = sum(cell["processor"] for cell in cells)
    working = sum(max(cell["passed"] - cell["queued"], 0) for cell in cells)
    return Run(
        status=status,
        output=output,
        processor=processor,
        # Threads can compute side by side: then more seconds of processor than seconds pass, and nothing is idle.
        idle=max(working - processor, 0.0),
        peak_mb=max((cell["peak_mb"] for cell in cells), default=0.0),
        models=tuple(dict.fromkeys(line["name"] for line in lines if line["kind"] == "model")),
        network=any(line["network"] for line in lines if line["kind"] == "start") or not lines,
        error=errors[0] if errors else "",
    )


def calibrate() -> float:
    """Seconds of processor of a fixed small work in the same conditions: how fast this computer is just now."""
    cells = [
        {"cell_type": "code", "id": f"c{n}", "source": text, "metadata": {}, "outputs": [], "execution_count": None}
        for n, text in enumerate(CALIBRATION)
    ]
    with tempfile.TemporaryDirectory(prefix="aiskills-measured-") as folder:
        path = Path(folder) / "calibration.ipynb"
        notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(notebook), encoding="utf-8")
        done = run(path)
    if done.status or done.error:
        raise SystemExit(f"The calibration did not run: {done.error or done.output[-500:]}")
    return done.processor
