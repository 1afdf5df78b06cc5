"""Rules that only a run of the lesson can show: time, memory, messages, blank exercises, words for every picture."""

from __future__ import annotations

import copy
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from aiskills.authoring.files import Files

SECONDS, MEGABYTES = 60, 2048
ALT_LENGTH = 30
# The kernel's own peak. It counts kilobytes on Linux and bytes on macOS; Windows has no such module.
PEAK = """try:
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
except ImportError:
    print(0)"""
UNIT = 1024**2 if sys.platform == "darwin" else 1024
PICTURES = ("image/png", "image/svg+xml", "image/jpeg")


@dataclass
class Ran:
    """A run: the cells with their outputs, and what it took. ``stopped`` is a sentence, or empty."""

    cells: list[dict]
    seconds: float
    megabytes: float
    stopped: str = ""


def run(path: Path) -> Ran:
    """Run the notebook in a fresh kernel as the book does: widgets show their states, progress is kept by nobody."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    whole = copy.deepcopy(notebook)
    whole.cells.append(nbformat.v4.new_code_cell(PEAK))
    stopped = ""
    with tempfile.TemporaryDirectory() as folder:
        # Set by a first cell, so that this process keeps its own environment.
        own = {"AISKILLS_STATIC": "1", "AISKILLS_PROGRESS": f"{folder}/progress.json"}
        whole.cells.insert(0, nbformat.v4.new_code_cell(f"import os\nos.environ.update({own!r})"))
        # What a cell shows comes after it has finished: nbclient would go on without it after four seconds.
        place = {"metadata": {"path": str(path.parent)}}
        patience = {"timeout": 4 * SECONDS, "iopub_timeout": SECONDS, "startup_timeout": 4 * SECONDS}
        client = NotebookClient(whole, resources=place, **patience)
        start = time.perf_counter()
        try:
            client.execute()
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            stopped = str(error).strip().splitlines()[-1]
        seconds = time.perf_counter() - start
    texts = [output.text for output in whole.cells[-1].get("outputs", []) if output.output_type == "stream"]
    peak = int(texts[0]) / UNIT if texts else 0.0
    return Ran(whole.cells[1:-1], seconds, peak, re.sub(r"\x1b\[[0-9;]*m", "", stopped))


def lesson(files: Files):
    """The lesson runs from top to bottom with every exercise blank, in time, and each picture has words."""
    yield from faults(run(files.lesson.path))


def faults(ran: Ran):
    """What is wrong with a run, a sentence each."""
    for number, cell in enumerate(ran.cells):
        if cell["cell_type"] == "code":
            yield from _cell(f"cell {number} ({cell['id']})", cell, bool(ran.stopped))
    if ran.stopped and not any(output["output_type"] == "error" for output in _outputs(ran.cells)):
        yield f"the run stopped: {ran.stopped}"
    if ran.seconds > SECONDS:
        yield f"the run took {ran.seconds:.0f} seconds; at most {SECONDS}, also on a busy small computer."
    if ran.megabytes > MEGABYTES:
        yield f"the run needed {ran.megabytes:.0f} MB of memory; a lesson needs at most {MEGABYTES}."


def _outputs(cells):
    return [output for cell in cells for output in cell.get("outputs", [])]


def _cell(where: str, cell: dict, stopped: bool):
    alt = cell["metadata"].get("mystnb", {}).get("image", {}).get("alt", "")
    said = ""
    for output in cell.get("outputs", []):
        if output["output_type"] == "error":
            yield f"{where} stopped with {output['ename']}: {output['evalue']}. It must run with every exercise blank."
        if output["output_type"] == "stream" and output["name"] == "stderr":
            first = output["text"].strip().splitlines()
            yield f"{where} writes a message to stderr, which a reader would see: {first[-1] if first else ''!r}"
        data = output.get("data", {})
        said += output.get("text", "") + data.get("text/plain", "")
        if any(kind in data for kind in PICTURES) and len(alt) < ALT_LENGTH:
            yield f"{where} shows a picture without words: state its finding in the metadata, mystnb.image.alt."
        for image in re.findall(r"<img\b[^>]*>", data.get("text/html", "")):
            words = re.search(r'\balt="([^"]*)"', image)
            if words is None or len(words[1]) < ALT_LENGTH:
                yield f"{where} shows a picture in HTML without words: give it an alt text that states its finding."
    if "exercise" in cell["metadata"].get("tags", ()) and not stopped and "Not yet" not in said:
        yield f"{where} is an exercise: left blank, its check must say 'Not yet'. It said {said.strip()[:60]!r}."
