"""The rules that a lesson's file must meet, each told as a sentence that a new contributor understands.

The rules are those of the contributing guide: order of sections, size of cells, folded solutions, alternative text,
numbers that the page computes instead of numbers typed into prose. What only a run can show (time, warnings, pictures
without a description) is tested by running the lesson.
"""

from __future__ import annotations

import ast
import json
import re
import statistics
from pathlib import Path

from aiskills.catalog import SECTIONS, Cell, Lesson, read_notebook

CELLS = (25, 60)
MEDIAN_LINES = 5
LONG_CELL = 20
LONG_SENTENCE = 40
FACTS = (
    "slug title area level lanes minutes outcomes frameworks prerequisites packages data models tapes languages".split()
)
DRAWS = re.compile(
    r"\bplt\.|\.(plot|barh?|scatter|hist|imshow|errorbar|boxplot|fill_between|step)\(|\.plot\.\w+\(|from_(predictions|estimator)\("
)
# A result typed into prose: a decimal number or a percentage. "95 % interval" names a method, not a result.
TYPED_NUMBER = re.compile(r"\d+\.\d+|\d+ ?%(?! (confidence |prediction )?(interval|band))")
MYST = re.compile(r"^(:::|```\{)|\{(term|ref|doc|numref|eq)\}`", re.M)


def lint(path: Path | str) -> list[str]:
    """All faults of a lesson's or an assignment's file; which it is stands in its metadata."""
    is_assignment = read_notebook(path).facts.get("kind") == "assignment"
    return lint_assignment(path) if is_assignment else lint_lesson(path)


def lint_lesson(path: Path | str) -> list[str]:
    """All faults of one lesson's file, a sentence each; an empty list when there is none."""
    lesson = read_notebook(path)
    rules = (_facts, _ids, _sections, _size, _exercises, _pictures, _prose, _imports, _outputs)
    return [fault for rule in rules for fault in rule(lesson)]


def lint_assignment(path: Path | str) -> list[str]:
    """All faults of one assignment's source file, a sentence each; an empty list when there is none."""
    assignment = read_notebook(path)
    rules = (_ids, _parts, _test_cells, _outputs)
    return [fault for rule in rules for fault in rule(assignment)]


def _name(cell: Cell) -> str:
    return f"cell {cell.number} ({cell.id})"


def _facts(lesson: Lesson):
    for name in FACTS:
        if name not in lesson.facts:
            yield f"The notebook's metadata lacks aiskills.{name}: add it."
    if lesson.facts.get("slug") != lesson.path.stem:
        yield f"aiskills.slug is {lesson.facts.get('slug')!r}, but the file is {lesson.path.name}: make them equal."
    if lesson.metadata.get("kernelspec", {}).get("name") != "python3":
        yield "The kernel must be python3, so that the lesson opens everywhere: set kernelspec.name."


def _ids(lesson: Lesson):
    seen: set[str] = set()
    for cell in lesson.cells:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,63}", cell.id):
            yield f"{_name(cell)} needs a readable id of small letters, digits and hyphens."
        if re.fullmatch(r"[0-9a-f]{8}", cell.id):
            yield f"{_name(cell)} has a random id: give it a name that says what the cell does."
        if cell.id in seen:
            yield f"{_name(cell)} has the id of an earlier cell: ids are used once."
        seen.add(cell.id)


def _sections(lesson: Lesson):
    found = [cell.section for cell in lesson.cells if cell.section]
    if found != list(SECTIONS):
        yield f"The sections must be {', '.join(SECTIONS)}, each once, in this order. Found: {', '.join(found)}."
    for cell in lesson.cells:
        if cell.section:
            mark = "# " if cell.section == "title" else "## "
            if cell.type != "markdown" or not cell.source.startswith(mark):
                yield f"{_name(cell)} opens the section {cell.section}: it must be Markdown that starts with {mark!r}."
    for tag in ("label", "setup"):
        if len(lesson.tagged(tag)) != 1:
            yield f"There must be exactly one cell tagged {tag!r}, which `aiskills derive` writes."


def _size(lesson: Lesson):
    low, high = CELLS
    if not low <= len(lesson.cells) <= high:
        yield f"The lesson has {len(lesson.cells)} cells; it must have {low} to {high}."
    lines = sorted(cell.lines for cell in lesson.code)
    if not lines:
        yield "The lesson has no code cell."
        return
    if statistics.median(lines) > MEDIAN_LINES:
        yield f"The median code cell has {statistics.median(lines):g} lines; at most {MEDIAN_LINES}."
    if lines[int(len(lines) * 0.9)] >= LONG_CELL:
        yield f"Nine code cells in ten must be under {LONG_CELL} lines: move helpers to the package or split cells."


def _exercises(lesson: Lesson):
    code = lesson.code
    for cell, following in zip(code, (*code[1:], None), strict=True):
        if "exercise" not in cell.tags:
            continue
        if "lesson.check(" not in (cell.source.strip().splitlines() or [""])[-1]:
            yield f"{_name(cell)} is an exercise: its last line must call lesson.check(...)."
        if "..." not in cell.source:
            yield f"{_name(cell)} is an exercise: mark the learner's blank with `...`."
        if following is None or "solution" not in following.tags:
            yield f"{_name(cell)} is an exercise: the next code cell must be its solution."
    if not lesson.tagged("exercise"):
        yield "The lesson has no exercise."
    for cell in lesson.tagged("solution"):
        folded = cell.metadata.get("jupyter", {}).get("source_hidden") and cell.metadata.get("cellView") == "form"
        if not folded or "hide-input" not in cell.tags or not cell.source.startswith("#@title "):
            yield (
                f"{_name(cell)} is a solution: it needs the tag hide-input, jupyter.source_hidden, cellView form and"
                " a first line '#@title ...', so that it is folded in Lab, in Colab and on the page."
            )


def _pictures(lesson: Lesson):
    for cell in lesson.code:
        image = cell.metadata.get("mystnb", {}).get("image", {})
        draws = DRAWS.search(cell.source) and not cell.source.lstrip().startswith(("def ", "#@title"))
        if draws and not image.get("alt"):
            yield f"{_name(cell)} draws: say the finding in words in its metadata, mystnb.image.alt."
        if image.get("alt") and (len(image["alt"]) < 30 or re.search(r"\d", image["alt"])):
            yield f"{_name(cell)}: the alternative text must state the finding in words, without typed numbers."
    for cell in lesson.prose:
        if re.search(r"!\[\s*\]\(", cell.source):
            yield f"{_name(cell)} has a picture without alternative text."


def _plain(source: str) -> str:
    """Prose without code, formulas, links' addresses and table rules."""
    source = re.sub(r"```.*?```", " ", source, flags=re.S)
    source = re.sub(r"`[^`]*`|\$\$.*?\$\$|\$[^$]*\$", " ", source, flags=re.S)
    return re.sub(r"\]\([^)]*\)", "]", source)


def _prose(lesson: Lesson):
    for cell in lesson.prose:
        if "label" in cell.tags:
            continue
        text = _plain(cell.source)
        for number in TYPED_NUMBER.finditer(text):
            yield f"{_name(cell)} has the typed number {number.group()!r}: let the page compute it and show it."
        if MYST.search(cell.source):
            yield f"{_name(cell)} uses MyST, which Colab and Lab show raw: use plain Markdown."
        for sentence in re.split(r"(?<=[.!?:])\s|\n\s*(?:[-*|#]|\d+\.)|\n\n", text):
            words = sentence.split()
            if len(words) > LONG_SENTENCE:
                yield f"{_name(cell)} has a sentence of {len(words)} words: {' '.join(words[:6])} ..."


def _imports(lesson: Lesson):
    code = [cell for cell in lesson.code if "setup" not in cell.tags]
    for cell in code[1:]:
        if re.search(r"^\s*(import|from)\s+\w", cell.source, re.M):
            yield f"{_name(cell)} imports: all imports stand once, in the cell after the set-up."


def _outputs(lesson: Lesson):
    for number, cell in enumerate(json.loads(lesson.path.read_text(encoding="utf-8"))["cells"]):
        outputs = cell.get("outputs", [])
        if outputs and "nbval-check-output" not in cell["metadata"].get("tags", []):
            yield f"cell {number} ({cell.get('id')}) keeps an output: only cells tagged nbval-check-output may."
        if any("image/png" in output.get("data", {}) for output in outputs):
            yield f"cell {number} ({cell.get('id')}) has a committed picture: remove it."


def _grading(cell: Cell) -> dict:
    return cell.metadata.get("nbgrader", {})


def _parts(assignment: Lesson):
    graded = [cell for cell in assignment.cells if _grading(cell).get("grade")]
    names = {cell.metadata.get("aiskills", {}).get("part") for cell in graded}
    if None in names:
        yield "Each graded cell needs metadata aiskills.part, the name that a learner sees in the feedback."
    for cell in graded:
        if cell.metadata.get("aiskills", {}).get("lane") not in ("decide", "build"):
            yield f"{_name(cell)} needs metadata aiskills.lane: decide or build."
        if not _grading(cell).get("points", 0) > 0:
            yield f"{_name(cell)} is graded and has no points."
    if len(graded) < 4:
        yield f"There are {len(graded)} graded cells; an assignment has at least 4."
    if not (assignment.path.parent / "rubric.md").is_file() and any(cell.type == "markdown" for cell in graded):
        yield "There is a written part: put its rubric and two anchor answers into rubric.md beside the notebook."
    for cell in assignment.code:
        if _grading(cell).get("solution") and "### BEGIN SOLUTION" not in cell.source:
            yield f"{_name(cell)} is a solution cell without a ### BEGIN SOLUTION region."


def _test_cells(assignment: Lesson):
    for cell in assignment.code:
        if not _grading(cell).get("grade"):
            continue
        if "### BEGIN HIDDEN TESTS" not in cell.source:
            yield f"{_name(cell)} has no hidden tests: a copied constant would pass."
        tree = ast.parse(cell.source)
        for node in tree.body:
            if isinstance(node, ast.Expr) and isinstance(node.value, (ast.Compare, ast.BoolOp)):
                yield f"{_name(cell)}, line {node.lineno}: nothing asserts this comparison, so all get the points."
        for node in ast.walk(tree):
            if isinstance(node, ast.Assert) and node.msg is None:
                yield f"{_name(cell)}, line {node.lineno}: an assert without a sentence for the learner."
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
                if any(name.split(".")[0] == "aiskills" for name in names):
                    yield f"{_name(cell)} imports aiskills: tests need only numpy, pandas, scikit-learn and Python."
