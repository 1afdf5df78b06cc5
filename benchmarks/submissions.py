"""Submissions of the two assignments in ``fixtures/``: each answer cell is right, wrong or empty, by chance.

Of all cells 70 % are right, 20 % wrong and 10 % left as they were given; the draw is fixed.
"""

import copy
import random
import re
from pathlib import Path

import nbformat

from aiskills.grading.release import Assignment

FIXTURES = Path(__file__).parent / "fixtures"
_MARKER = re.compile(r"^.*### (BEGIN|END) SOLUTION.*\n?", re.MULTILINE)


def source(slug: str) -> Path:
    return FIXTURES / "source" / slug


def write(assignment: Assignment, folder: Path, count: int) -> None:
    """Write ``folder/<student>/<slug>/<slug>.ipynb`` for so many students: nbgrader's own form."""
    wrong = _wrong(assignment.slug)
    right = {
        c.metadata.nbgrader.grade_id: _MARKER.sub("", c.source)
        for c in assignment.source.cells
        if c.metadata.get("nbgrader", {}).get("solution")
    }
    chance = random.Random(20)
    for number in range(count):
        notebook = copy.deepcopy(assignment.release)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in right:
                draw = chance.random()
                cell.source = right[name] if draw < 0.7 else wrong[name] if draw < 0.9 else cell.source
        place = folder / f"student{number:03d}" / assignment.slug
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{assignment.slug}.ipynb")


def write_tiny(assignment: Assignment, folder: Path, count: int) -> None:
    """Write so many submissions of an assignment that takes next to no time: three right, then one empty."""
    empty = copy.deepcopy(assignment.release)
    right = copy.deepcopy(assignment.release)
    answers = {
        c.metadata.nbgrader.grade_id: _MARKER.sub("", c.source)
        for c in assignment.source.cells
        if c.metadata.get("nbgrader", {}).get("solution")
    }
    for cell in right.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    texts = [nbformat.writes(notebook) for notebook in (right, right, right, empty)]
    for number in range(count):
        place = folder / f"student{number:05d}" / assignment.slug
        place.mkdir(parents=True)
        (place / f"{assignment.slug}.ipynb").write_text(texts[number % 4], encoding="utf-8")


def _wrong(slug: str) -> dict[str, str]:
    text = (FIXTURES / "wrong" / f"{slug}.py").read_text(encoding="utf-8")
    pieces = re.split(r"^# %% *(\S+) *$", text, flags=re.MULTILINE)[1:]
    return {name: code.strip() for name, code in zip(pieces[::2], pieces[1::2], strict=True)}
