"""Why a part got no points, told to the learner without a word of the hidden tests.

Our tests speak through the messages of their assertions. For any other error the learner sees its type and the line
of their own that it came from; the text of such an error, and the test's code, may hold hidden inputs and stay out.
Whatever the submission itself can put into words (the name of a class of errors, the text of an error in a cell behind
a test) is shown only where it is Python's own, or stands in the submission already.
"""

from __future__ import annotations

import builtins
import re

from nbformat import NotebookNode

from .course import NO_ANSWER
from .engine import session

_LIMITS = {
    session.CELL_LIMIT: "This part ran out of time: look for a loop that does not end, or does too much.",
    session.NOTEBOOK_LIMIT: "The time for the whole notebook was used up before this part: "
    "look for a loop that does not end.",
    session.MEMORY_LIMIT: "Your code used more memory than a submission may have, and was stopped in this part.",
    session.TESTS_LIMIT: "The tests themselves took too long.",
    session.GRADER_STOPPED: "The grader stopped before this part was tested: grade this file again.",
}
MESSAGE_LIMIT = 400
_UNKNOWN = "an error"
# How NumPy and pandas begin the message of a comparison, and the lines from which on they show values.
_HEADS = re.compile(
    r"^(Items are not equal( to \d+ significant digits)?:|Not equal to tolerance rtol=[\d.e+-]+, atol=[\d.e+-]+|"
    r"Arrays are not (strictly )?(almost )?(equal|ordered `x <=? y`)( to \d+ decimals)?) *"
)
_VALUES = re.compile(
    r"Mismatched elements: |Max absolute difference|\(shapes |x and y |nan location mismatch|inf location mismatch|"
    r" ?ACTUAL: | ?DESIRED: | [xy]: |\[(index|left|right)\]"
)
# Texts of Python's own errors; what they quote must stand in the submission.
_TEXTS = re.compile(
    r"name '(\w+)' is not defined|No module named '([\w.]+)'|\[Errno 2\] No such file or directory: '([^'\n]+)'|"
    r"'(\w+)' object has no attribute '(\w+)'|'(\w+)' object is not (?:callable|subscriptable|iterable)|"
    r"invalid syntax|unexpected indent|unindent does not match|expected ':'|expected an indented block|"
    r"unterminated string literal|division by zero|list index out of range"
)


def reason_of(error: dict, notebook: NotebookNode, cell_errors: dict[int, dict], answers: list[str]) -> str:
    """One or two sentences about a failed test.

    ``error`` is the test's (see ``engine.tests``); ``cell_errors`` are those of the learner's cells by number;
    ``answers`` the grade ids of the answer cells that the test needs.
    """
    limit = error.get("limit")
    if limit in _LIMITS:
        return _LIMITS[limit]
    if limit == session.PROCESS_ENDED:
        return f"Your code ended the Python process ({error.get('text', '')}) before this part could be tested."
    if limit == session.PROCESS_KILLED:
        return "The Python process was stopped from outside, for example because the machine had no memory left."
    name, text = _word(error["name"], notebook), error["text"]
    if name == "NotImplementedError" and text == NO_ANSWER:
        return NO_ANSWER
    if error["own"]:
        return _short(_own_words(text)) or "A check of this part failed."
    place = _line(error.get("place"), notebook)
    if place:
        return f"Your code stopped with {name} in {place}"
    if error.get("missing"):
        return _missing(error["missing"], notebook, cell_errors, answers)
    told = "" if name == _UNKNOWN else f" ({name})"
    return f"The tests could not use your answer{told}: check its type and form against the task."


def _missing(name: str, notebook: NotebookNode, cell_errors: dict[int, dict], answers: list[str]) -> str:
    """The tests looked for a name that is not there: say what became of the cell that should make it."""
    for number, cell in enumerate(notebook.cells):
        error = cell_errors.get(number)
        if error is None or cell.metadata.get("nbgrader", {}).get("grade_id") not in answers:
            continue
        if error.get("text") == NO_ANSWER:
            return NO_ANSWER
        limit = error.get("limit")
        if limit == session.PROCESS_ENDED:
            how = error.get("text", "")
            return f"The cell of your answer ended the Python process ({how}), so {name} was never made."
        if limit:
            return f"The name {name} is not there. {_LIMITS.get(limit, 'Its cell was stopped.')}"
        place = _line(error.get("place"), notebook)
        told = ": ".join(filter(None, [_word(error["name"], notebook), _text(error["text"], notebook)]))
        return f"The name {name} is not defined, because its cell stopped with {told}" + (
            f", in {place}" if place else ""
        )
    return f"The name {name} is not defined: its cell is missing, stopped with an error, or was not answered."


def _line(place: object, notebook: NotebookNode) -> str:
    """The learner's own line at ``place`` (cell number, line number) in words, empty where there is none."""
    if not place or not all(type(number) is int for number in place) or not 0 <= place[0] < len(notebook.cells):
        return ""
    cell = notebook.cells[place[0]]
    if cell.metadata.get("nbgrader", {}).get("grade"):
        return ""
    lines = cell.source.splitlines()
    if not 0 < place[1] <= len(lines):
        return ""
    return f"cell {place[0] + 1}, at your line: {_short(lines[place[1] - 1].strip())}"


def _word(name: str, notebook: NotebookNode) -> str:
    """The name of a class of errors: Python's own, or one that stands in the submission."""
    known = isinstance(getattr(builtins, name, None), type) or _stands(name, notebook)
    return name if known and name.isidentifier() and len(name) <= 60 else _UNKNOWN


def _text(text: str, notebook: NotebookNode) -> str:
    found = _TEXTS.match(text)
    return _short(found[0], 160) if found and all(_stands(word, notebook) for word in found.groups() if word) else ""


def _stands(word: str, notebook: NotebookNode) -> bool:
    """Whether the word stands in the learner's own cells, or is the name of one of Python's types."""
    own = (c.source for c in notebook.cells if not c.metadata.get("nbgrader", {}).get("grade"))
    return isinstance(getattr(builtins, word, None), type) or any(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", source) for source in own
    )


def _own_words(text: str) -> str:
    """A test's message without what numpy.testing and pandas.testing add to it: the values that are expected."""
    kept = []
    for line in text.split("\n"):
        if _VALUES.match(line):
            break
        kept.append(_HEADS.sub("", line))
    return "\n".join(kept).strip()


def _short(text: str, most: int = MESSAGE_LIMIT) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most] + " ..."
