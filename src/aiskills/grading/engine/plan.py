"""What runs where: from the instructor's source and an aligned submission to a list of steps.

A test is the source's own cell. The names that it uses are looked up like this: the last cell of the source above the
test that binds the name decides. If that is an answer cell, the name is the learner's and is asked for across the
border; if it is a cell that the instructor gave (an import, a helper), that cell runs in the tests' process; if it is
an earlier test, the name is there already.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

# No line of a hidden test goes to the learner's process, whatever copy of the notebook the steps are made from.
_HIDDEN = re.compile(r"^.*BEGIN HIDDEN TESTS(.*\n)*?(.*END HIDDEN TESTS.*(\n|$)|\Z)", re.MULTILINE)
ANSWER, GIVEN, TEST = "answer", "given", "test"


@dataclass
class SourceCell:
    """A code cell of the instructor's notebook: its kind, the names that it binds at top level and those it reads."""

    kind: str
    grade_id: str
    code: str
    binds: frozenset[str]
    reads: frozenset[str]


@dataclass
class Part:
    """A test: its code, the learner's names that it needs, and the given cells that must run before it, in order."""

    grade_id: str
    points: float
    code: str
    asks: list[str]
    given: list[int]
    answers: list[str] = field(default_factory=list)  # grade ids of the answer cells whose names it asks for


@dataclass
class Blueprint:
    """An assignment's part of every plan; made once."""

    cells: list[SourceCell]
    parts: dict[str, Part]

    @classmethod
    def of(cls, source: NotebookNode) -> Blueprint:
        cells = [_source_cell(cell) for cell in source.cells if cell.cell_type == "code"]
        parts = {}
        marked = {c.metadata.nbgrader.grade_id: c for c in source.cells if c.metadata.get("nbgrader", {}).get("grade")}
        for place, cell in enumerate(cells):
            if cell.kind != TEST:
                continue
            asks, given, answers = {}, set(), {}
            _resolve(cells, place, cell.reads, asks, given, answers)
            points = float(marked[cell.grade_id].metadata.nbgrader.points)
            parts[cell.grade_id] = Part(
                cell.grade_id, points, cell.code, list(asks), sorted(given), [name for name in answers if name]
            )
        return cls(cells, parts)


def _resolve(cells, place: int, names, asks: dict, given: set, answers: dict) -> None:
    for name in sorted(names):
        binder = next((n for n in range(place - 1, -1, -1) if name in cells[n].binds), None)
        if binder is None:
            continue
        cell = cells[binder]
        if cell.kind == ANSWER:
            asks[name] = None
            answers[cell.grade_id] = None
        elif cell.kind == GIVEN and binder not in given:
            given.add(binder)
            _resolve(cells, binder, cell.reads, asks, given, answers)


def _source_cell(cell: NotebookNode) -> SourceCell:
    marks = cell.metadata.get("nbgrader", {})
    kind = ANSWER if marks.get("solution") else TEST if marks.get("grade") else GIVEN
    code = as_python(cell.source)
    return SourceCell(kind, marks.get("grade_id", ""), code, *names_of(code))


@lru_cache(4096)  # most cells are the same in every submission
def as_python(source: str) -> str:
    """The cell with its magics and shell lines as Python."""
    try:
        return TransformerManager().transform_cell(source)
    except SyntaxError:
        return source


@lru_cache(4096)
def names_of(code: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a cell binds (or changes in place) at its top level, and the names that it reads anywhere."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset(), frozenset()
    binds: set[str] = set()
    for statement in tree.body:
        _bound(statement, binds)
    reads = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return frozenset(binds), frozenset(reads)


_OWN_SCOPE = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


def _bound(node: ast.AST, binds: set[str]) -> None:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        binds.add(node.name)
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        binds.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        binds.add(node.id)
    elif isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del)):
        binds.update(_base(node))
    elif isinstance(node, ast.ExceptHandler) and node.name:
        binds.add(node.name)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        # `items.append(x)` may change items; a call of a plain name is no change of that name.
        if isinstance(node.value.func, ast.Attribute):
            binds.update(_base(node.value.func))
    if not isinstance(node, _OWN_SCOPE):
        for child in ast.iter_child_nodes(node):
            _bound(child, binds)


def _base(node: ast.AST) -> set[str]:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def modules_of(source: NotebookNode) -> list[str]:
    """The modules that the notebook's code imports anywhere, in order: what a warm parent should have ready."""
    found: dict[str, None] = {}
    for cell in source.cells:
        if cell.cell_type != "code":
            continue
        try:
            tree = ast.parse(as_python(cell.source))
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found.update(dict.fromkeys(alias.name for alias in node.names))
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found[node.module] = None
                found.update(dict.fromkeys(f"{node.module}.{alias.name}" for alias in node.names))
    return list(found)


def steps(blueprint: Blueprint, notebook: NotebookNode, seed_line) -> list[dict]:
    """The steps of one submission, in the notebook's order. ``seed_line(code)`` puts the student's seed into a test."""
    cells = [(number, cell) for number, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    own_reads = [names_of(as_python(cell.source))[1] if not _is_test(cell) else frozenset() for _, cell in cells]
    plan = []
    for place, (number, cell) in enumerate(cells):
        if not _is_test(cell):
            plan.append({"do": "run", "cell": number, "code": cell.source})
            continue
        part = blueprint.parts[cell.metadata.nbgrader.grade_id]
        # A learner's later cell may use a name of a test's visible text; only then does that text run there too.
        later = frozenset().union(*own_reads[place + 1 :])
        visible = _HIDDEN.sub("", cell.source)
        visible = visible if names_of(as_python(visible))[0] & later else ""
        plan.append(
            {
                "do": "test",
                "cell": number,
                "part": part.grade_id,
                "code": seed_line(part.code),
                "asks": part.asks,
                "given": part.given,
                "visible": visible,
            }
        )
    return plan


def _is_test(cell: NotebookNode) -> bool:
    marks = cell.metadata.get("nbgrader", {})
    return bool(marks.get("grade")) and not marks.get("solution")
