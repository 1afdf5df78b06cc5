"""From the bytes that a learner handed in to a notebook that nbgrader can grade.

Everything but the learner's own text comes from the instructor's copy: tests, points, flags and locked cells are put
back where they belong, whatever was deleted, copied, edited or renumbered. Saved outputs are dropped.
"""

from __future__ import annotations

import json

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from .release import Assignment

SIZE_LIMIT = 100_000_000
CELL_COUNT_LIMIT = 5_000
_NEW = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


class Refused(Exception):
    """The file cannot be graded; the message is one sentence for the learner: what is wrong and what to do."""


def parse(data: bytes) -> dict:
    """The notebook's JSON, in nbformat 4. Raises Refused."""
    if not data.strip():
        raise Refused("The file is empty: save the notebook and hand it in again.")
    if len(data) > SIZE_LIMIT:
        raise Refused(f"The file has {len(data) // 1_000_000} MB: clear the outputs, save, and hand it in again.")
    if data.startswith(b"PK"):
        raise Refused("The file is a zip archive: hand in the notebook (.ipynb) that is inside it.")
    if data.startswith(b"%PDF"):
        raise Refused("The file is a PDF: hand in the notebook (.ipynb) itself.")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("The file is not UTF-8 text: download the notebook again and hand that file in.") from None
    start = text.lstrip()[:200]
    if start.startswith("<<<<<<<") or "\n<<<<<<< " in text:
        raise Refused("The file holds unresolved marks of a git merge (<<<<<<<): repair it and hand it in again.")
    if start.startswith("<"):
        raise Refused("The file is a web page, not a notebook: use File > Download > .ipynb and hand that file in.")
    if start.startswith("version https://git-lfs"):
        raise Refused("The file is only a pointer of Git LFS: hand in the notebook itself.")
    try:
        raw = json.loads(text)
    except RecursionError:
        raise Refused("The file is nested too deeply to be a notebook.") from None
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            raise Refused(
                "The file is cut off before its end: download the notebook again and hand that file in."
            ) from None
        raise Refused(f"The file is not a notebook: its JSON is broken in line {error.lineno}.") from None
    except ValueError:
        raise Refused("The file is not a notebook: it holds a number that cannot be read.") from None
    return _version_4(raw)


def _version_4(raw: object) -> dict:
    if not isinstance(raw, dict) or not ("cells" in raw or "worksheets" in raw):
        raise Refused("The file is not a notebook: it has no cells.")
    major = raw.get("nbformat", 4)
    if not isinstance(major, int) or isinstance(major, bool) or not 1 <= major <= 4:
        raise Refused(f"The notebook's format is {str(major)[:20]!r}: save it with a current JupyterLab or Colab.")
    if major < 4:
        try:
            raw = nbformat.convert(nbformat.from_dict(raw), 4)
        except Exception:
            raise Refused(
                f"The notebook's old format {major} cannot be read: open it in JupyterLab and save it."
            ) from None
    if not isinstance(raw.get("cells"), list):
        raise Refused("The file is not a notebook: its cells are not a list.")
    if len(raw["cells"]) > CELL_COUNT_LIMIT:
        raise Refused(f"The notebook has {len(raw['cells'])} cells: hand in the assignment alone.")
    return raw


def align(raw: dict, assignment: Assignment) -> tuple[NotebookNode, list[str]]:
    """The submission as nbgrader needs it, and flags that say what was put right.

    Cells are matched by grade id, or by cell id where the grade id was lost. Raises Refused for a notebook in which
    no answer cell of this assignment is found.
    """
    slug = _dig(raw, "metadata", "aiskills", "slug")
    if isinstance(slug, str) and slug != assignment.slug:
        raise Refused(f"This is the notebook of {slug[:60]!r}, not of {assignment.slug!r}.")
    ours = {c.metadata.nbgrader.grade_id: c for c in assignment.release.cells if _is_ours(c)}
    theirs = [cell for cell in (_clean(cell) for cell in raw["cells"]) if cell]
    flags = [] if len(theirs) == len(raw["cells"]) else ["damaged cells were left out"]
    claims = _claims(theirs, ours, flags)

    placed: list[tuple[tuple[int, int, int], NotebookNode]] = []
    answers, dropped = {}, set()
    for grade_id, cell in ours.items():
        found = claims.get(grade_id, [])
        if cell.metadata.nbgrader.solution:
            if found:
                answers[grade_id] = _choose(found, theirs, cell)
        else:
            dropped.update(found)
    if not answers and any(c.metadata.nbgrader.solution for c in ours.values()):
        raise Refused(
            "No answer cell of this assignment was recognised (its marks were lost, or it is another file): "
            "copy your answers into a fresh copy of the assignment and hand that in."
        )

    answered = {position: grade_id for grade_id, position in answers.items()}
    for position, cell in enumerate(theirs):
        if position in dropped:
            continue
        like = ours[answered[position]] if position in answered else None
        kind = like.cell_type if like else cell["cell_type"]
        new = _NEW[kind](cell["source"], metadata=dict(like.metadata) if like else {})
        if kind == "markdown" and cell["attachments"]:
            new.attachments = cell["attachments"]
        placed.append(((position, 0, 0), new))

    last = (-1, 0, 0)  # no instructor's cell stands before the one that it follows in the source
    for order, (grade_id, cell) in enumerate(ours.items()):
        if grade_id in answers:
            last = max(last, (answers[grade_id], 0, 0))
            continue
        found = claims.get(grade_id, [])
        if cell.metadata.nbgrader.solution:
            flags.append(f"answer cell {grade_id!r} is missing")
            if cell.cell_type != "markdown":
                continue
        elif not found:
            flags.append(f"cell {grade_id!r} was deleted and put back")
        elif theirs[found[-1]]["source"].strip() != cell.source.strip():
            flags.append(f"cell {grade_id!r} was edited; the instructor's text was used")
        last = max(last[:1] + (1, order), (found[-1], 1, order) if found else (-1, 0, 0))
        placed.append((last, _NEW[cell.cell_type](cell.source, metadata=dict(cell.metadata))))

    notebook = new_notebook(metadata=dict(assignment.release.metadata))
    notebook.cells = [cell for _, cell in sorted(placed, key=lambda item: item[0])]
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    return notebook, flags


def _is_ours(cell: NotebookNode) -> bool:
    marks = cell.metadata.get("nbgrader", {})
    return bool(marks.get("grade") or marks.get("solution") or marks.get("locked"))


def _clean(cell: object) -> dict | None:
    """A cell's type, text, grade id, cell id, points and attachments, or None where it is not a cell."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in _NEW:
        return None
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    source = source.encode("utf-8", errors="replace").decode("utf-8")  # half a surrogate pair cannot be written
    attachments = cell.get("attachments")
    return {
        "cell_type": cell["cell_type"],
        "source": source,
        "grade_id": _dig(cell, "metadata", "nbgrader", "grade_id"),
        "points": _dig(cell, "metadata", "nbgrader", "points"),
        "tags": _dig(cell, "metadata", "tags"),
        "id": cell.get("id"),
        "attachments": attachments if isinstance(attachments, dict) else None,
    }


def _dig(thing: object, *keys: str) -> object:
    for key in keys:
        thing = thing.get(key) if isinstance(thing, dict) else None
    return thing


def _claims(theirs: list[dict], ours: dict[str, NotebookNode], flags: list[str]) -> dict[str, list[int]]:
    """Grade id -> the positions of the cells that carry it."""
    claims: dict[str, list[int]] = {}
    for position, cell in enumerate(theirs):
        grade_id = cell["grade_id"]
        if isinstance(grade_id, str) and grade_id in ours:
            claims.setdefault(grade_id, []).append(position)
            points = ours[grade_id].metadata.nbgrader.get("points")
            if points is not None and cell["points"] != points:
                flags.append(f"the points of {grade_id!r} were changed; the instructor's count")
        elif grade_id is not None:
            flags.append(f"a cell names an unknown part {str(grade_id)[:40]!r}; it is an ordinary cell here")
        if isinstance(cell["tags"], list) and "skip-execution" in cell["tags"]:
            flags.append("a cell was tagged skip-execution; it was run")
    taken = {position for found in claims.values() for position in found}
    by_id = {cell.id: grade_id for grade_id, cell in ours.items() if "id" in cell}
    for position, cell in enumerate(theirs):
        grade_id = by_id.get(cell["id"]) if isinstance(cell["id"], str) else None
        if position not in taken and grade_id and grade_id not in claims:
            claims[grade_id] = [position]
            flags.append(f"the marks of {grade_id!r} were lost; it was recognised by its cell id")
    flags.extend(
        f"cell {grade_id!r} stands there {len(found)} times" for grade_id, found in claims.items() if len(found) > 1
    )
    return claims


def _choose(found: list[int], theirs: list[dict], cell: NotebookNode) -> int:
    """Among copies of an answer: the last that was changed; all run in order, so a later definition holds anyway."""
    changed = [position for position in found if theirs[position]["source"].strip() != cell.source.strip()]
    return (changed or found)[-1]
