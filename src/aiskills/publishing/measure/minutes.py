"""How long a lesson takes a learner, by a formula. It is an estimate: no person was measured.

The formula counts what stands in the notebook. Reading: Brysbaert (2019), "How many words do we read per minute?",
Journal of Memory and Language 109, finds 238 words a minute for adults who read English non-fiction silently, and
fewer for those whose first language is another one. Half of that is taken here, for a text with new ideas in a
reader's third language. All other minutes are round numbers of ours.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from aiskills.catalog import Cell, Lesson

WORDS_A_MINUTE = 238 / 2
TRY_FIRST = 10.0  # minutes at the problem before any help, as the lessons themselves say
CODE_CELL = 0.5  # to read about five lines, to run them, and to look at what comes out
EXERCISE = 4.0  # to think, to write, to read the answer of the check
QUESTION = 1.0  # of a quiz or a poll, with the reason that follows
PREDICTION = 1.0  # to decide on a guess before a cell is run
WIDGET = 3.0  # to move what can be moved
LABEL_EXCEEDED = 1.5  # the author's minutes stand on the label unless the formula's are more by half

# Cells that are answered, not read: their minutes are counted as questions. A solution is read after its exercise.
ASKING = re.compile(r"\blesson\.(recall|quiz|poll|predict|reveal)\(|\blearn\.progress\.")
MARKUP = re.compile(r"\]\([^)]*\)|<[^>]+>|`{3}.*?`{3}", re.S)


def parts(lesson: Lesson, texts: dict, seconds: float) -> dict[str, float]:
    """Minutes by part. ``texts``: the lesson's questions as in its TOML file; ``seconds``: what the computer needs."""
    prose = " ".join(cell.source for cell in lesson.prose if "label" not in cell.tags)
    words = len(re.findall(r"\w+(?:['’.,]\w+)*", MARKUP.sub(" ", prose)))
    read = [
        cell
        for cell in lesson.code
        if not cell.tags & {"setup", "exercise", "solution"} and not ASKING.search(cell.source)
    ]
    code = "\n".join(cell.source for cell in lesson.code)
    polls = len(re.findall(r"\blesson\.poll\(", code))
    return {
        "reading": words / WORDS_A_MINUTE,
        "code": CODE_CELL * len(read),
        "trying first": TRY_FIRST * any(cell.section == "try-first" for cell in lesson.cells),
        "exercises": EXERCISE * sum("exercise" in cell.tags for cell in _after_the_trial(lesson)),
        "questions": QUESTION * (len(texts.get("recall", ())) + len(texts.get("exit", ())) + polls),
        "predictions": PREDICTION * len(re.findall(r"\blesson\.predict\(", code)),
        "moving": WIDGET * any(cell.section == "move-it" for cell in lesson.cells),
        "waiting": seconds / 60,
    }


def _after_the_trial(lesson: Lesson) -> list[Cell]:
    """The cells outside the part "try first", whose ten minutes hold its exercise."""
    section, kept = None, []
    for cell in lesson.cells:
        section = cell.section or section
        kept += [cell] * (section != "try-first")
    return kept


def estimate(root: Path, lesson: Lesson, seconds: float) -> float:
    """All minutes of ``lesson`` together, in the library at ``root``."""
    path = root / "src/aiskills/learn/lessons" / f"{lesson.path.stem.replace('-', '_')}.toml"
    texts = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return sum(parts(lesson, texts, seconds).values())


def on_the_label(author: int, formula: float | None) -> int:
    """The minutes that a label shows: the author's, or the formula's in steps of five where those are more by half."""
    if formula is None or formula <= LABEL_EXCEEDED * author:
        return author
    return int(-(-formula // 5) * 5)
