"""Rules for the sentences of a lesson, an assignment and a facilitator card."""

from __future__ import annotations

import re

from aiskills.authoring.files import Files
from aiskills.catalog import Cell

AUTHOR_NOTE = "To the author:"
SLUG = re.compile(r"`([fgstp]\d\d-[a-z0-9-]+)`")
STATE = re.compile(r"\b(planned|(is|are|not) (yet )?ready|(is|are) not yet (there|written|finished))\b")
ABOUT_MODULES = re.compile(r"\b(modules?|lessons?|assignments?)\b", re.I)
DELETE = re.compile(r"\b(delete|remove|erase|take out)\b[^.]*\b(lines?|`?raise)\b", re.I)
INTERVALS = re.compile(r"\b(intervals?|bars?|bands?|ranges?|dots|spreads?)\b", re.I)
OVERLAP = re.compile(r"\boverlap|\b(do|does|did) not touch\b", re.I)


def lesson(files: Files):
    """The lesson's sentences: no typed state of modules, known slugs, differences with their interval."""
    for cell in files.lesson.prose:
        if "label" in cell.tags:
            continue
        where = f"lesson, {_name(cell)}"
        yield from _modules(files, where, cell.source)
        compared = any(INTERVALS.search(words) and OVERLAP.search(words) for words in _sentences(cell.source))
        if compared and "differen" not in cell.source:
            yield (
                f"{where} compares by overlap. Two intervals that overlap may still differ: give the interval of the"
                " difference, and say so in this cell."
            )
    yield from _notes(files, files.lesson, "lesson")


def assignment(files: Files):
    """The assignment's sentences: as the lesson's, and nobody is asked to delete a line."""
    for cell in files.assignment.cells:
        where = f"assignment, {_name(cell)}"
        if cell.type == "markdown":
            yield from _modules(files, where, cell.source)
        words = cell.source if cell.type == "markdown" else "\n".join(re.findall(r"#.*", cell.source))
        if DELETE.search(words):
            yield (
                f"{where} asks a learner to delete lines. Somebody who does not program fills blanks in and nothing"
                " else: give the names with blanks above ### BEGIN SOLUTION."
            )
    yield from _notes(files, files.assignment, "assignment")


def card(files: Files):
    """The facilitator card's sentences."""
    text = files.card.read_text(encoding="utf-8")
    yield from _modules(files, "facilitator card", text)
    if AUTHOR_NOTE in text and not files.lesson.facts.get("draft"):
        yield f'facilitator card: a note of the skeleton is left ("{AUTHOR_NOTE}"): replace it by your own words.'


def _modules(files: Files, where: str, text: str):
    for slug in SLUG.findall(text):
        if slug not in files.catalog.modules:
            yield f"{where} names the module `{slug}`, which the catalogue does not have: correct the slug."
    for sentence in _sentences(text):
        if ABOUT_MODULES.search(sentence) and STATE.search(sentence):
            words = " ".join(sentence.split()[:8])
            yield f"{where} types the state of a module ({words} ...): the pages read it from the files; name the slug."


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?:])\s|\n\n|\n[-*|]", text)


def _notes(files: Files, notebook, kind: str):
    """A published module holds no note of the skeleton."""
    if notebook.facts.get("draft"):
        return
    for cell in notebook.cells:
        if AUTHOR_NOTE in cell.source:
            yield f'{kind}, {_name(cell)}: a note of the skeleton is left ("{AUTHOR_NOTE}"): write your own words.'


def _name(cell: Cell) -> str:
    return f"cell {cell.number} ({cell.id})"
