"""Every rule that a module must meet, run theme by theme; the tests of the library run the same rules.

What takes longer stays with the tests: grading every wrong and right solution, and the lesson with its solutions.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from aiskills.catalog import Catalog, CatalogError, find_root, load_catalog, read_notebook

from .files import Files
from .rules import answers, assignments, cards, notebooks, running, sources, texts, words

Rule = Callable[[Files], Iterator[str]]
RUN = "run of the lesson"
LESSON: dict[str, Rule] = {
    "lesson notebook": lambda files: notebooks.lint_lesson(files.lesson.path),
    "sentences of the lesson": words.lesson,
    "texts and quizzes": texts.texts,
    "glossary": texts.glossary,
    "checks and their answers": answers.answers,
    "data, recordings, models": sources.sources,
    "facilitator card": cards.card,
    "sentences of the card": lambda files: words.card(files) if files.card.is_file() else (),
    RUN: running.lesson,
}
ASSIGNMENT: dict[str, Rule] = {
    "assignment notebook": lambda files: notebooks.lint_assignment(files.assignment.path),
    "sentences of the assignment": words.assignment,
    "blanks to fill in": assignments.blanks,
    "wrong and right solutions": assignments.cases,
    "rubric": assignments.rubric,
}


@dataclass(frozen=True)
class Outcome:
    """One theme of one module: how long it took and its faults, a sentence each."""

    slug: str
    theme: str
    seconds: float
    faults: tuple[str, ...]


def whole(files: Files) -> Iterator[str]:
    """A module has all its parts, not the lesson alone. The capstone is an assignment alone."""
    if files.lesson is None and files.slug != files.catalog.capstone:
        yield f"the lesson is missing: aiskills new lesson {files.slug} writes one that runs."
    if files.assignment is None:
        yield f"the assignment is missing: aiskills new assignment {files.slug} writes one that is graded."
    for path in (files.texts.with_suffix(".py"), files.unit_test):
        if files.lesson is not None and not path.is_file():
            yield f"{files.name(path)} is missing."
    for notebook in (files.lesson, files.assignment):
        cells = notebook.tagged("setup") if notebook else ()
        if cells and "google.colab" not in cells[0].source:
            yield f"{files.name(notebook.path)}: the set-up cell is not the usual one: run aiskills derive."


def check(files: Files, parts: set[str], fast: bool = False) -> Iterator[Outcome]:
    """Run the themes of those ``parts`` ("lesson", "assignment") that exist; of a whole module, say what is missing."""
    themes: dict[str, Rule] = {"all its files": whole} if parts == {"lesson", "assignment"} else {}
    if "lesson" in parts and files.lesson is not None:
        themes |= {name: rule for name, rule in LESSON.items() if not (fast and name == RUN)}
    if "assignment" in parts and files.assignment is not None:
        themes |= ASSIGNMENT
    for theme, rule in themes.items():
        start = time.perf_counter()
        faults = tuple(rule(files))
        yield Outcome(files.slug, theme, time.perf_counter() - start, faults)


def targets(names: list[str], catalog: Catalog) -> list[tuple[Files, set[str]]]:
    """What the names mean: a slug or its first word, a notebook, or a folder (all modules with a file in it).

    Raises CatalogError with a sentence for a name that means nothing.
    """
    found: dict[str, set[str]] = {}
    for name in names:
        for slug, parts in _meant(name, catalog).items():
            found.setdefault(slug, set()).update(parts)
    return [(Files(catalog, slug), parts) for slug, parts in found.items()]


def _meant(name: str, catalog: Catalog) -> dict[str, set[str]]:
    slugs = sorted({module.slug for module in catalog.written} | set(catalog.assignments))
    both = {"lesson", "assignment"}
    named = [slug for slug in slugs if slug == name] or [slug for slug in slugs if slug.split("-")[0] == name]
    path = Path(name).resolve()
    if named and not path.exists():
        return dict.fromkeys(named, both)
    if path.suffix == ".ipynb":
        kind = "assignment" if read_notebook(path).facts.get("kind") == "assignment" else "lesson"
        return {path.stem: {kind}}
    inside = [slug for slug in slugs if path.name == slug or _holds(path, slug, catalog)]
    if path.is_dir() and inside:
        return dict.fromkeys(inside, both)
    raise CatalogError(f"{name!r} is no module, no notebook and no folder with one. Modules: {', '.join(slugs)}.")


def _holds(folder: Path, slug: str, catalog: Catalog) -> bool:
    module = catalog.modules.get(slug)
    paths = [module.path] if module and module.path else []
    paths += [catalog.assignments[slug].path] if slug in catalog.assignments else []
    return any(folder in path.parents for path in paths)


def report(names: list[str], fast: bool, say: Callable[[str], None]) -> int:
    """Check what the names mean and say each fault, what was checked and how long it took; returns how many faults."""
    loose = [name for name in names if _outside(name)]
    count = 0
    for name in loose:  # a notebook that stands in no library: the rules of its file are all there is
        for fault in notebooks.lint(name):
            say(f"{name}: {fault}")
            count += 1
    inside = [name for name in names if name not in loose]
    for files, parts in targets(inside, load_catalog()) if inside else ():
        outcomes = []
        for outcome in check(files, parts, fast):
            outcomes.append(outcome)
            for fault in outcome.faults:
                # A fault that names its theme itself needs it once.
                about = "" if fault.startswith(outcome.theme) else f"{outcome.theme}: "
                say(f"{files.slug}, {about}{fault}")
                count += 1
        _summary(files, parts, outcomes, say)
    if inside:
        _left(fast, say)
    return count


def _outside(name: str) -> bool:
    path = Path(name).resolve()
    return path.suffix == ".ipynb" and path.is_file() and find_root() not in path.parents


def _summary(files: Files, parts: set[str], outcomes: list[Outcome], say: Callable[[str], None]) -> None:
    took = [f"{one.theme} {one.seconds:.1f} s" if one.seconds >= 0.1 else one.theme for one in outcomes]
    say(f"{files.slug}: checked {', '.join(took)}; {sum(one.seconds for one in outcomes):.1f} s in all.")
    drafts = [kind for kind in sorted(parts) if (notebook := getattr(files, kind)) and notebook.facts.get("draft")]
    if drafts:
        say(f"{files.slug}: note: the {' and the '.join(drafts)} is a draft, and is not published.")


def _left(fast: bool, say: Callable[[str], None]) -> None:
    left = ["the run of the lesson (leave --fast away)"] if fast else []
    left += ["the lesson with its solutions (pytest tests/notebooks -k SLUG)"]
    left += ["the grading of all wrong and right solutions (pytest tests/assignments -k SLUG)"]
    say(f"Not checked here: {', '.join(left)}.")
