"""Rules for what stands beside an assignment: wrong solutions, right solutions, the rubric of its written parts."""

from __future__ import annotations

import re

from aiskills.authoring.cases import read_cases
from aiskills.authoring.files import Files
from aiskills.catalog import CatalogError, Cell

CRITERIA = LEVELS = 4
ANCHORS = ALTERNATIVES = 2
BLANKS = re.compile(r"""\?|\bNone\b|\.\.\.|""|''""")
AI_USE = re.compile(r"\bAI\b[* ]*(use|tool)")


def cases(files: Files):
    """Each part that tests mark is lost by a wrong solution; two right ones rewrite every answer of code."""
    if not files.cases.is_dir():
        yield f"{files.name(files.cases)} is missing: write mutants/ and alternatives/, one file an answer."
        return
    try:
        found = read_cases(files.slug, files.cases)
    except CatalogError as error:
        yield str(error).replace(f"{files.root}/", "")
        return
    for path in sorted(files.cases.glob("*/*.py")):
        if path.name.startswith("test_"):
            yield f"{files.name(path)} is named like a test, and pytest would run it as one: give it another name."
    answers = {_mark(cell)["grade_id"] for cell in _answers(files)}
    parts = {_mark(cell)["grade_id"] for cell in _tests(files)}
    for case in found:
        for name in sorted(set(case.cells) - {*answers, *_written_ids(files)}):
            yield f"{case.title}: there is no answer cell {name!r}; there are: {', '.join(sorted(answers))}."
        for name in sorted(case.loses - parts):
            yield f"{case.title}: loses {name!r}, which is no part that tests mark: {', '.join(sorted(parts))}."
    mutants = [case for case in found if case.kind == "mutant"]
    for case in mutants:
        if not case.loses:
            yield f"{case.title} loses nothing: say which parts it must lose."
        if not case.misconception:
            yield f"{case.title}: say in the line 'misconception:' what somebody believes who answers so."
    for name in sorted(parts - set().union(*(case.loses for case in mutants))):
        yield f"no wrong solution loses the part {name!r}: write one, or ask what the part is for."
    alternatives = [case for case in found if case.kind == "alternative"]
    if len(alternatives) < ALTERNATIVES:
        yield f"there are {len(alternatives)} right solutions in alternatives/; write at least {ALTERNATIVES}."
    for case in alternatives:
        for name in sorted(answers - set(case.cells)):
            yield f"{case.title} does not rewrite {name!r}: a right solution is written anew in every answer of code."


def blanks(files: Files):
    """An answer that needs no code is given as names with blanks: a learner fills them in and deletes nothing."""
    for answer, tests in _with_tests(files):
        lanes = {cell.metadata.get("aiskills", {}).get("lane") for cell in tests}
        if lanes == {"decide"} and answer.type == "code" and not BLANKS.search(_outside(answer.source)):
            yield (
                f"assignment, cell {answer.number} ({answer.id}) is answered without programming: put the name with its"
                " blanks (?, None or ...) above ### BEGIN SOLUTION, so that nobody has to write or delete a line."
            )


def rubric(files: Files):
    """A written part has a rubric of four criteria with four levels, and two answers that were marked with it."""
    if not _written_ids(files) or not files.rubric.is_file():
        return  # the rule of the notebook says that it is missing
    text = files.rubric.read_text(encoding="utf-8")
    tables = [[line for line in block.splitlines() if line.startswith("|")] for block in text.split("\n\n")]
    sizes = [(len(table) - 2, table[0].strip().strip("|").count("|")) for table in tables if len(table) > 2]
    if not any(rows >= CRITERIA and levels >= LEVELS for rows, levels in sizes):
        yield f"rubric.md: it needs a table of {CRITERIA} criteria (lines) with {LEVELS} levels (columns) each."
    anchors = re.findall(r"^#+ Anchor.*?\d+ points", text, re.M)
    if len(anchors) < ANCHORS:
        yield (
            f"rubric.md: it has {len(anchors)} anchor answers with their points in the heading ('## Anchor answer A:"
            f" 12 points'); markers need {ANCHORS}, one of them far from full marks."
        )
    if not any(AI_USE.search(cell.source) for cell in files.assignment.prose):
        yield "a written part asks for one line on the use of AI tools: let its cell end with '*AI use:*'."


def _mark(cell: Cell) -> dict:
    return cell.metadata.get("nbgrader", {})


def _tests(files: Files) -> list[Cell]:
    return [cell for cell in files.assignment.code if _mark(cell).get("grade") and not _mark(cell).get("solution")]


def _answers(files: Files) -> list[Cell]:
    return [cell for cell in files.assignment.code if _mark(cell).get("solution")]


def _written_ids(files: Files) -> set[str]:
    cells = files.assignment.prose
    return {_mark(cell)["grade_id"] for cell in cells if _mark(cell).get("grade") and _mark(cell).get("solution")}


def _with_tests(files: Files):
    """Each answer cell with the test cells that follow it."""
    answer, tests = None, []
    for cell in [*files.assignment.cells, None]:
        if cell is None or _mark(cell).get("solution"):
            if answer is not None and tests:
                yield answer, tests
            answer, tests = cell, []
        elif _mark(cell).get("grade"):
            tests.append(cell)


def _outside(source: str) -> str:
    return re.sub(r"### BEGIN SOLUTION.*?### END SOLUTION", "", source, flags=re.S)
