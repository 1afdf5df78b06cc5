"""Put a learner's cells into the frame of the assignment.

Everything but the learner's own text comes from the instructor's copy: tests, points, flags and locked cells are put
back where they belong, whatever was deleted, copied, edited or renumbered.
"""

from __future__ import annotations

from collections.abc import Callable

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from .cells import Cell, is_ours, plain
from .matching import Match, match
from .parsing import Refused, dig
from .release import Assignment

_NEW = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
_MARKS = ("grade", "solution", "locked", "schema_version")
_NAMED = 3  # cells that one flag names; the others are counted
_SHOWN = 40  # characters of a learner's own word in a flag


def align(raw: dict, assignment: Assignment) -> tuple[NotebookNode, list[str]]:
    """The submission as nbgrader needs it, and flags that say what was put right: at most a dozen short sentences.

    Raises Refused for a notebook of another assignment, or in which no answer of this one is sure to be found.
    """
    slug = dig(raw, "metadata", "aiskills", "slug")
    if isinstance(slug, str) and slug != assignment.slug:
        raise Refused(
            f"This is the notebook of {shown(slug)!r}, not of {assignment.slug!r}: hand in the right notebook."
        )
    theirs = [cell for cell in map(_clean, raw["cells"]) if cell]
    found = match(theirs, assignment)
    ours = {c.metadata.nbgrader.grade_id: c for c in assignment.release.cells if is_ours(c)}
    if any(c.metadata.nbgrader.solution for c in ours.values()) and not found.sure:
        raise Refused(
            "No answer cell of this assignment was recognised (its marks were lost, or it is another file): "
            "copy your answers into a fresh copy of the assignment and hand that in."
        )
    flags = getattr(raw, "notes", [])[:2]
    if len(theirs) < len(raw["cells"]):
        flags.append("damaged cells were left out")
    flags += _flags(theirs, ours, found)
    return _assemble(theirs, ours, found, assignment), flags


def _assemble(theirs: list[Cell], ours: dict[str, NotebookNode], found: Match, assignment: Assignment) -> NotebookNode:
    placed: list[tuple[tuple[int, int, int], NotebookNode]] = []
    owner = {position: grade_id for grade_id, position in reversed(found.answers.items())}
    left_out = set(found.copies) | {position for positions in found.joined.values() for position in positions}
    for position, cell in enumerate(theirs):
        if position in left_out and position not in owner:
            continue
        like = ours[owner[position]] if position in owner else None
        kind = like.cell_type if like else cell.kind
        texts = [position, *found.joined.get(owner.get(position), [])]
        source = "\n\n".join(theirs[p].source for p in sorted(texts)) if len(texts) > 1 else cell.source
        new = _NEW[kind](source, metadata=dict(like.metadata) if like else {})
        attachments = {name: data for p in texts for name, data in theirs[p].attachments.items()}
        if kind == "markdown" and attachments:
            new.attachments = attachments
        placed.append(((position, 0, 0), new))

    last = (-1, 0, 0)  # no instructor's cell stands before the one that it follows in the source
    missing, names = False, list(ours)
    for order, (grade_id, cell) in enumerate(ours.items()):
        if cell.metadata.nbgrader.solution:
            missing = grade_id not in found.answers
        if grade_id in found.answers:
            last = max(last, (found.answers[grade_id], 0, 0))
            continue
        if cell.metadata.nbgrader.solution and cell.cell_type != "markdown":
            continue
        copies = found.copies_of(grade_id)
        if missing and not copies and cell.metadata.nbgrader.grade and cell.cell_type == "code":
            # Somewhere the learner may have defined it all the same (by an import, say): the test stands behind all.
            placed.append(((len(theirs), 1, order), _NEW["code"](cell.source, metadata=dict(cell.metadata))))
            continue
        place = max(last[:1] + (1, order), (copies[-1], 1, order) if copies else (-1, 0, 0))
        later = [found.answers[name] for name in names[order + 1 :] if name in found.answers]
        if not cell.metadata.nbgrader.grade and later and place[0] > min(later):
            place = (min(later), -1, order)  # a given cell runs before the answers that stand behind it in the source
        else:
            last = place
        placed.append((place, _NEW[cell.cell_type](cell.source, metadata=dict(cell.metadata))))

    notebook = new_notebook(metadata=dict(assignment.release.metadata))
    notebook.cells = [cell for _, cell in sorted(placed, key=lambda item: item[0])]
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    return notebook


def _flags(theirs: list[Cell], ours: dict[str, NotebookNode], found: Match) -> list[str]:
    """One sentence for each thing that was put right; it names the first cells and counts the others."""
    put_back, edited, points, marks, unknown = [], [], [], [], []
    for grade_id, cell in ours.items():
        copies = found.copies_of(grade_id)
        if grade_id in found.answers or cell.metadata.nbgrader.solution:
            continue
        if not copies:
            put_back.append(grade_id)
        elif plain(theirs[copies[-1]].source) != plain(cell.source):
            edited.append(grade_id)
    for cell in theirs:
        if cell.grade_id is None:
            continue
        known = ours.get(cell.grade_id) if isinstance(cell.grade_id, str) else None
        if known is None:
            unknown.append(shown(cell.grade_id) if isinstance(cell.grade_id, str) else type(cell.grade_id).__name__)
            continue
        if known.metadata.nbgrader.get("points") not in (None, cell.marks.get("points")):
            points.append(cell.grade_id)
        if known.cell_type != cell.kind or any(
            key in cell.marks and cell.marks[key] != known.metadata.nbgrader.get(key) for key in _MARKS
        ):
            marks.append(cell.grade_id)
    held = list(found.answers.values())
    several = [f"{grade_id!r} stands there {n} times" for grade_id, n in found.times.items() if n > 1]
    missing = [name for name, cell in ours.items() if cell.metadata.nbgrader.solution and name not in found.answers]
    skipped = any(isinstance(cell.tags, list) and "skip-execution" in cell.tags for cell in theirs)
    return [
        *_flag(missing, lambda names: f"answer cell {names} is missing"),
        *_flag(
            [name for name, position in found.answers.items() if held.count(position) > 1],
            lambda names: f"the answers {names} stand in one cell",
        ),
        *_flag(
            [name for name, beside in found.joined.items() if beside],
            lambda names: f"the text beside answer {names} was read as part of it",
        ),
        *_flag(put_back, lambda names: f"cell {names} was deleted and put back"),
        *_flag(edited, lambda names: f"cell {names} was edited; the instructor's text was used"),
        *_flag(several, lambda names: f"cell {names}", quoted=False),
        *_flag(dict.fromkeys(points), lambda names: f"the points of {names} were changed; the instructor's count"),
        *_flag(dict.fromkeys(marks), lambda names: f"the marks of cell {names} were changed; the instructor's count"),
        *_flag(
            dict.fromkeys(unknown), lambda names: f"a cell names an unknown part {names}; it is an ordinary cell here"
        ),
        *_flag(found.by_id, lambda names: f"the marks of {names} were lost; recognised by cell id"),
        *_flag(found.by_text, lambda names: f"the marks of {names} were lost; recognised by text or place"),
        *(["a cell was tagged skip-execution; it was run"] if skipped else []),
    ]


def _flag(things: list[str] | dict, sentence: Callable[[str], str], quoted: bool = True) -> list[str]:
    names = [repr(thing) if quoted else thing for thing in things]
    if not names:
        return []
    more = [f"and {len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return [sentence(", ".join(names[:_NAMED] + more))]


def _clean(cell: object) -> Cell | None:
    """What can be believed of a cell, or None where it is not a cell."""
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str) or cell["cell_type"] not in _NEW:
        return None
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    marks = dig(cell, "metadata", "nbgrader")
    source = source.encode("utf-8", errors="replace").decode("utf-8")  # half a surrogate pair cannot be written
    return Cell(
        kind=cell["cell_type"],
        source=source.replace("\r\n", "\n").replace("\r", "\n"),
        marks=marks if isinstance(marks, dict) else {},
        tags=dig(cell, "metadata", "tags"),
        id=cell.get("id"),
        attachments=_attachments(cell.get("attachments")),
    )


def _attachments(things: object) -> dict[str, dict[str, str]]:
    """Pictures in a text: file name -> media type -> base64. Anything else is left out."""
    if not isinstance(things, dict):
        return {}
    return {
        name: data
        for name, data in things.items()
        if isinstance(data, dict) and all(isinstance(value, str) and value.isascii() for value in data.values())
        and name.isprintable() and all(kind.isprintable() for kind in data)
    }  # fmt: skip


def shown(word: str) -> str:
    """A learner's own word as it can stand in a sentence: short, and of printable characters."""
    word = word[: _SHOWN + 1]
    clean = "".join(sign if sign.isprintable() else "?" for sign in word)
    return clean if len(clean) <= _SHOWN else clean[: _SHOWN - 1] + "…"
