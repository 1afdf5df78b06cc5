"""Why a part got no points, told to the learner without a word of the hidden tests.

Our tests speak through the messages of their assertions. For any other error the learner sees its type and the line
of their own that it came from; the text of such an error, and the test's code, may hold hidden inputs and stay out.
"""

from __future__ import annotations

import re

from nbformat import NotebookNode

from .course import NO_ANSWER
from .preprocessors import CELL_LIMIT, NOTEBOOK_LIMIT, PROCESS_ENDED, PROCESS_KILLED
from .release import Assignment

# Errors after which nobody knows what the part is worth.
UNDECIDED_ERRORS = {PROCESS_KILLED}
LIMITS = {CELL_LIMIT, NOTEBOOK_LIMIT, PROCESS_ENDED, PROCESS_KILLED}

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_FRAME = re.compile(r"^\s*Cell In\[(\d+)\], line (\d+)", re.MULTILINE)
_NAME = re.compile(r"name '(\w+)' is not defined")
MESSAGE_LIMIT = 400


def reason_of(error: NotebookNode, cell: NotebookNode, notebook: NotebookNode, assignment: Assignment) -> str:
    """One or two sentences about the ``error`` output of the test ``cell``."""
    if error.ename == CELL_LIMIT:
        return "The tests of this part ran out of time: look for a loop that does not end, or does too much."
    if error.ename == NOTEBOOK_LIMIT:
        return "The time for the whole notebook was used up before this part: look for a loop that does not end."
    if error.ename == PROCESS_ENDED:
        return f"Your code ended the Python process ({error.evalue}) before this part could be tested."
    if error.ename == PROCESS_KILLED:
        return f"The Python process was stopped from outside ({error.evalue}), for example for lack of memory."
    if error.ename == "NotImplementedError" and error.evalue == NO_ANSWER:
        return NO_ANSWER
    place = _own_line(error, cell, notebook)
    if place:
        number, line = place
        return f"Your code stopped with {_word(error.ename)} in cell {number}, at your line: {line}"
    if error.ename == "AssertionError" and error.evalue.strip():
        return _short(error.evalue)
    if error.ename == "AssertionError":
        return "A check of this part failed."
    missing = _NAME.search(error.evalue) if error.ename == "NameError" else None
    if missing and any(missing[1] in c.source for c in assignment.release.cells):
        return f"The name {missing[1]} is not defined: its cell is missing, stopped with an error, or was not answered."
    return f"The tests could not use your answer ({_word(error.ename)}): check its type and form against the task."


def _own_line(error: NotebookNode, cell: NotebookNode, notebook: NotebookNode) -> tuple[int, str] | None:
    """The last frame of the traceback that stands in a learner's cell below the test: (cell number, line), or None."""
    frames = _FRAME.findall(_ANSI.sub("", "\n".join(error.get("traceback", []))))
    cells = {
        c.get("execution_count"): (number, c) for number, c in enumerate(notebook.cells, 1) if c.cell_type == "code"
    }
    if not frames:
        return None
    if error.ename == "AssertionError" and int(frames[-1][0]) == cell.get("execution_count"):
        return None  # our own assertion
    for count, line in reversed(frames):
        number, found = cells.get(int(count), (0, None))
        if found is None or found.metadata.get("nbgrader", {}).get("grade"):
            continue
        lines = found.source.splitlines()
        if 0 < int(line) <= len(lines):
            return number, _short(lines[int(line) - 1].strip())
    return None


def _word(name: str) -> str:
    return re.sub(r"\W", "", name)[:60] or "an error"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MESSAGE_LIMIT else text[:MESSAGE_LIMIT] + " ..."
