"""Make submissions of an assignment from its mutants and alternatives, grade them all, and tell who lost what.

A submission is the learners' copy with answer cells filled in: from the reference solution, and where a file in
``tests/assignments/<slug>/{mutants,alternatives}/`` names a cell, from that file.
"""

from __future__ import annotations

import copy
import re
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat

from aiskills.authoring.cases import Case, read_cases
from aiskills.grading.release import Assignment, build
from aiskills.grading.seeds import student_seed
from aiskills.grading.verdicts import Verdict
from aiskills.grading.workers import Task, run

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SOURCES = ROOT / "assignments" / "source"
TABLES = ROOT / "build" / "assignments"

# The reference is graded for three students, so with three draws of data.
REFERENCES = ("reference", "reference (second student)", "reference (third student)")
_KEY = b"a key for tests: the data of these students never change"


def slugs() -> list[str]:
    return sorted(path.parent.name for path in SOURCES.glob("*/*.ipynb") if path.stem == path.parent.name)


def cases(slug: str, folder: Path | None = None) -> list[Case]:
    folder = folder or HERE / slug
    found = [Case(slug, "reference", name) for name in REFERENCES] + [Case(slug, "blank", "blank")]
    return found + read_cases(slug, folder)


def submission(assignment: Assignment, case: Case) -> bytes:
    """The notebook file of a case."""
    reference = {
        c.metadata.nbgrader.grade_id: c.source
        for c in assignment.source.cells
        if c.metadata.get("nbgrader", {}).get("solution")
    }
    unknown = set(case.cells) - set(reference)
    if unknown:
        raise ValueError(
            f"{case.slug}, {case.title}: no answer cell {', '.join(sorted(unknown))}; there are: {', '.join(reference)}"
        )
    notebook = copy.deepcopy(assignment.release)
    if case.kind != "blank":
        for cell in notebook.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if grade_id in reference:
                cell.source = case.cells.get(grade_id, _without_markers(reference[grade_id]))
    return nbformat.writes(notebook).encode()


def _without_markers(source: str) -> str:
    return "\n".join(line for line in source.splitlines() if not re.search(r"(BEGIN|END) SOLUTION", line))


@dataclass
class Graded:
    """An assignment, and its cases with their verdicts (by the title of the case)."""

    assignment: Assignment
    cases: list[Case]
    verdicts: dict[str, Verdict]

    @property
    def auto_parts(self) -> list[str]:
        """The grade ids of the parts that tests decide."""
        return [name for name, cell in self.assignment.parts.items() if not cell.metadata.nbgrader.solution]

    def lost(self, case: Case) -> set[str]:
        """The parts that tests decide and in which the case has fewer points than there are."""
        parts = self.verdicts[case.title].parts
        return {name for name in self.auto_parts if name not in parts or parts[name].score != parts[name].max_score}


@cache
def grade(slug: str, source: Path | None = None, folder: Path | None = None) -> Graded:
    """Grade every case of an assignment through the grader, with two workers. Runs once in a session."""
    scratch = Path(tempfile.mkdtemp(prefix="aiskills-cases-"))
    assignment = build(source or SOURCES / slug, scratch)
    found = cases(slug, folder)
    tasks = [Task(c.title, c.title, submission(assignment, c), student_seed(_KEY, c.title, slug)) for c in found]
    verdicts = {verdict.student: verdict for verdict, _ in run(assignment, tasks, workers=2)}
    graded = Graded(assignment, found, verdicts)
    TABLES.mkdir(parents=True, exist_ok=True)
    (TABLES / f"{slug}.md").write_text(table(graded), encoding="utf-8")
    return graded


def table(graded: Graded) -> str:
    """Part by part who lost what, in Markdown."""
    assignment, parts = graded.assignment, graded.auto_parts
    lines = [
        f"# {assignment.slug}: who loses what",
        "",
        "A dot: full points. A number: what was scored. `?`: could not be graded.",
        "",
    ]
    lines.append(
        "| submission | "
        + " | ".join(f"{p} ({assignment.parts[p].metadata.nbgrader.points})" for p in parts)
        + " | s |"
    )
    lines.append("| --- |" + " --- |" * (len(parts) + 1))
    for case in graded.cases:
        verdict = graded.verdicts[case.title]
        cells = []
        for name in parts:
            part = verdict.parts.get(name)
            known = part is not None and part.score is not None
            cells.append("?" if not known else "·" if part.score == part.max_score else f"**{part.score:g}**")
        lines.append(f"| {case.title} | " + " | ".join(cells) + f" | {verdict.seconds:.1f} |")
    lines += ["", "What the learner is told:", ""]
    for case in graded.cases:
        if case.kind in ("mutant", "alternative"):
            verdict = graded.verdicts[case.title]
            if verdict.reason:
                lines.append(f"- {case.title}: {verdict.status}: {verdict.reason}")
            lines += [
                f"- {case.title}, {name}: {part.reason}"
                for name, part in verdict.parts.items()
                if name in parts and part.reason
            ]
    return "\n".join(lines) + "\n"
