"""A learner's cells, and what of a cell can be compared: its words, the names that it defines, its text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from nbformat import NotebookNode

from .release import Assignment

# Bounds on the work that a hostile notebook can cause; an honest one stays far below.
_TEXT_LIMIT = 8_000  # characters of a cell that are compared with another
_NAMES_LIMIT = 200_000  # characters of a cell in which names are looked for
_WORDS = re.compile(r"\w+|[^\w\s]")
_BOUND = re.compile(
    r"^(?:(?:async[ \t]++)?def|class)[ \t]++(\w++)"
    r"|^([^\W\d]\w*+(?:[ \t]*+,[ \t]*+\w++)*+)[ \t]*+(?::[^=\n]++)?+=(?!=)",
    re.MULTILINE,
)
_NAMES = re.compile(r"\w+")


@dataclass
class Cell:
    """A learner's cell: what can be believed of it."""

    kind: str
    source: str
    marks: dict  # what nbgrader's metadata claim
    tags: object
    id: object
    attachments: dict

    @property
    def grade_id(self) -> object:
        return self.marks.get("grade_id")

    @cached_property
    def words(self) -> Counter:
        return words(self.source)

    @cached_property
    def names(self) -> set[str]:
        return bound(self.source)


def words(source: str) -> Counter:
    return Counter(_WORDS.findall(source[:_TEXT_LIMIT]))


def alike(one: Counter, other: Counter) -> float:
    """The share of words and signs that two texts have in common, 0 to 1."""
    common = (one & other).total()
    return common / max(1, one.total() + other.total() - common)


def bound(source: str) -> set[str]:
    """The names that a cell gives a value to at its outer level. By pattern, so that broken code has names too."""
    found: set[str] = set()
    for single, several in _BOUND.findall(source[:_NAMES_LIMIT]):
        found.update(_NAMES.findall(single or several))
    return found


def needed(assignment: Assignment) -> dict[str, set[str]]:
    """Grade id of each answer in code -> the names that its solution must give to the rest of the assignment."""
    answers, tested = {}, set()
    for cell in assignment.source.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("grade") and not marks.get("solution"):
            tested.update(_NAMES.findall(cell.source))
    released = {c.metadata.nbgrader.grade_id: c.source for c in assignment.release.cells if "nbgrader" in c.metadata}
    for cell in assignment.source.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution") and cell.cell_type == "code":
            names = bound(cell.source)
            answers[marks.grade_id] = names & tested or bound(released.get(marks.grade_id, "")) or names
    shared = Counter(name for names in answers.values() for name in names)
    return {name: {n for n in names if shared[n] == 1} for name, names in answers.items()}


def is_ours(cell: NotebookNode) -> bool:
    """Does nbgrader mark this cell of the instructor's copy?"""
    marks = cell.metadata.get("nbgrader", {})
    return bool(marks.get("grade") or marks.get("solution") or marks.get("locked"))


def plain(source: str) -> str:
    """A text without what editors and format changes do to it."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines() if line.strip())
