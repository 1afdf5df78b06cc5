"""An attack: what is handed in, and what must come of it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import nbformat

HERE = Path(__file__).parent
SOURCE = HERE / "fixture" / "source" / "five-parts"
SLUG = SOURCE.name

FULL = {"scaled": 3.0, "standard": 3.0, "line": 3.0, "spread": 1.0, "digit": 2.0}
MOST = sum(FULL.values())
NOTHING = dict.fromkeys(FULL, 0.0)
ONLY_WRITTEN = "why"

RIGHT = {
    "scaled": "def scaled(numbers, factor):\n    return [number * factor for number in numbers]",
    "standard": "def standard(table):\n    return (table - table.mean()) / table.std(ddof=0)",
    "line": (
        "class Line:\n    def fit(self, x, y):\n        self.slope, self.level = np.polyfit(x, y, 1)\n"
        "        return self\n\n    def predict(self, x):\n        return self.slope * np.asarray(x) + self.level"
    ),
    "spread": "spread = max(prices) - min(prices)",
    "digit": "def digit(number):\n    return sum(int(sign) for sign in str(number)) % 10",
    "why": "Only two numbers decide it.",
}
WRONG = {
    "scaled": "def scaled(numbers, factor):\n    return list(numbers)",
    "standard": "def standard(table):\n    return table",
    "line": (
        "class Line:\n    def fit(self, x, y):\n        self.slope = 0.0\n        return self\n"
        "\n    def predict(self, x):\n        return np.zeros(len(x))"
    ),
    "spread": "spread = 0",
    "digit": "def digit(number):\n    return 10",
    "why": "I do not know.",
}


def without(*parts: str) -> dict[str, float]:
    """The points of a submission that is right but for these parts."""
    return FULL | dict.fromkeys(parts, 0.0)


def only(*parts: str) -> dict[str, float]:
    """The points of a submission that is right in these parts alone."""
    return NOTHING | {part: FULL[part] for part in parts}


@dataclass(frozen=True)
class Attack:
    """One submission.

    ``rows`` are numbers of ``rows.ROWS``. ``points`` are what the parts must get, a set where more than one is right;
    None for a file that is not graded, whose ``status`` and ``words`` of the reason are told then. ``answers`` are
    RIGHT or WRONG, with changes; ``first`` is a cell before all others, ``behind`` one between the first
    answer and its test, ``last`` one behind everything; ``change`` gets the
    notebook's JSON and may give back other bytes. ``files`` lie beside the notebook. ``flagged``: a flag must be there.
    In the text of all these, @COURSE@, @OUT@, @SUBMISSIONS@, @CANARY@, @HOME@, @ADDRESS@, @PORT@ and @ABSTRACT@
    stand for what is attacked.
    """

    name: str
    rows: tuple[int, ...]
    points: dict[str, float | set[float]] | None
    answers: dict[str, str] = field(default_factory=lambda: RIGHT)
    first: str = ""
    behind: str = ""
    last: str = ""
    change: Callable[[Book], bytes | None] | None = None
    files: dict[str, str | bytes] = field(default_factory=dict)
    status: str = "graded"
    words: str = ""
    flagged: bool = False

    def write(self, folder: Path, names: dict[str, str]) -> None:
        """Write the submission as ``folder/<name>/<slug>.ipynb``; ``names`` fill the @PLACES@."""
        place = folder / self.name
        place.mkdir(parents=True)
        for name, content in self.files.items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else _fill(content, names).encode())
        book = Book()
        for part, text in self.answers.items():
            book.answer(part)["source"] = _fill(text, names)
        if self.behind:
            book.add(book.at("scaled-answer") + 1, _fill(self.behind, names))
        if self.first:
            book.add(0, _fill(self.first, names))
        if self.last:
            book.add(len(book.cells), _fill(self.last, names))
        data = self.change(book) if self.change else None
        (place / f"{SLUG}.ipynb").write_bytes(book.data if data is None else data)


def _fill(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(f"@{name}@", value)
    return text


@cache
def _release() -> str:
    import tempfile

    from aiskills.grading.release import build

    with tempfile.TemporaryDirectory() as scratch:
        return nbformat.writes(build(SOURCE, Path(scratch)).release)


class Book:
    """The learners' copy as JSON, with small ways to damage it."""

    def __init__(self) -> None:
        self.json = json.loads(_release())
        for cell in self.cells:
            cell["source"] = "".join(cell["source"])

    @property
    def cells(self) -> list[dict]:
        return self.json["cells"]

    def cell(self, grade_id: str) -> dict:
        return next(c for c in self.cells if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)

    def answer(self, part: str) -> dict:
        return self.cell(part if part == ONLY_WRITTEN else f"{part}-answer")

    def at(self, grade_id: str) -> int:
        return self.cells.index(self.cell(grade_id))

    def marks(self, grade_id: str, /, **changes) -> None:
        self.cell(grade_id)["metadata"]["nbgrader"].update(changes)

    def add(self, position: int, source: str, cell_type: str = "code") -> dict:
        cell = {"cell_type": cell_type, "id": f"own-{len(self.cells)}", "metadata": {}, "source": source}
        if cell_type == "code":
            cell |= {"outputs": [], "execution_count": None}
        self.cells.insert(position, cell)
        return cell

    def twice(self, grade_id: str) -> dict:
        """Copy a cell behind itself; returns the copy."""
        self.cells.insert(self.at(grade_id) + 1, copy.deepcopy(self.cell(grade_id)))
        return self.cells[self.at(grade_id) + 1]

    def drop(self, *grade_ids: str) -> None:
        for grade_id in grade_ids:
            self.cells.remove(self.cell(grade_id))

    @property
    def data(self) -> bytes:
        return json.dumps(self.json).encode()
