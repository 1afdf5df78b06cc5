"""Make the "filled" copy of a lesson: every exercise is tried blank, then solved, and both answers are asserted."""

from __future__ import annotations

import json
from pathlib import Path


def _source(cell: dict) -> str:
    return cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])


def _tags(cell: dict) -> list[str]:
    return cell["metadata"].get("tags", [])


def _asserting(source: str, word: str) -> str:
    """The source with its last line, a call of lesson.check, turned into an assertion on what the check says."""
    *body, check = source.strip().splitlines()
    return "\n".join([*body, f"_said = str({check})", f"assert _said.startswith({word!r}), _said"])


def write_filled(lesson: Path, target: Path) -> int:
    """Write the filled copy of ``lesson`` to ``target``; returns how many exercises it holds.

    A blank exercise must be answered "Not yet", its solution "Yes". Committed outputs are left out: the copy proves
    the solutions, the lesson itself proves its outputs.
    """
    notebook = json.loads(lesson.read_text(encoding="utf-8"))
    cells, exercises = [], 0
    waiting = None
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
        if "exercise" in _tags(cell):
            waiting = _source(cell)
            cell["source"] = _asserting(waiting, "Not yet")
            exercises += 1
        elif "solution" in _tags(cell) and waiting:
            check = waiting.strip().splitlines()[-1]
            cell["source"] = _asserting(_source(cell) + "\n" + check, "Yes")
            waiting = None
        cells.append(cell)
    notebook["cells"] = cells
    target.write_text(json.dumps(notebook), encoding="utf-8")
    return exercises
