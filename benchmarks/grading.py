"""Seconds for each graded submission with nbgrader's autograder: one worker, two workers, and the cells alone.

The submissions are the instructor's own answers, handed in by several learners. "Cells alone" runs the same released
notebook with its answers in one fresh kernel, without nbgrader: the part of the time that grading cannot save.
"""

import shutil
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from aiskills.catalog import load_catalog
from aiskills.grading import batch

SUBMISSIONS = 6


def _grade(source: Path, folder: Path, workers: int) -> float:
    """Seconds for one submission, when all in ``folder`` are graded with so many workers."""
    with tempfile.TemporaryDirectory() as out:
        start = time.perf_counter()
        verdicts = batch.grade(source, folder, Path(out), workers=workers)
        assert len(verdicts) == SUBMISSIONS
        return (time.perf_counter() - start) / SUBMISSIONS


def _cells(source: Path) -> float:
    notebook = nbformat.read(source, as_version=4)
    start = time.perf_counter()
    NotebookClient(notebook, timeout=120).execute()
    return time.perf_counter() - start


def measure() -> dict:
    result = {}
    for slug, assignment in load_catalog().assignments.items():
        with tempfile.TemporaryDirectory() as folder:
            for number in range(SUBMISSIONS):
                (Path(folder) / f"learner{number}").mkdir()
                shutil.copy(assignment.path, Path(folder) / f"learner{number}" / assignment.path.name)
            one, two = (_grade(assignment.path.parent, Path(folder), workers) for workers in (1, 2))
        alone = _cells(assignment.path)
        result[slug] = {
            "one_worker_seconds": round(one, 1),
            "two_workers_seconds": round(two, 1),
            "fresh_kernel_alone_seconds": round(alone, 1),
            "one_worker_to_kernel_alone": round(one / alone, 2),
            "one_worker_to_two": round(one / two, 2),
        }
        print(f"  {slug}: {result[slug]}", flush=True)
    return result
