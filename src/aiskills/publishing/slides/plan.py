"""The facilitator card laid along the lesson: which minute, what happens, and where learners stumble in each part.

Rows of a run sheet name the parts of a lesson ("Try first: coins", "Step 4: ..."). A row that names none belongs to
the parts between those of its neighbours, because both go through the lesson in the same order.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass

from aiskills.catalog import SECTIONS

from ..cards import Card, Sheet, Step, Stumble
from ..markup import inline

NAMES = {
    "setup": r"set-?up|welcome|arrival|settings",
    "recall": r"recall",
    "question": r"question\b|.*(’|')s (question|decision|page)|poll\b(?! again)|read the .*\bpoll",
    "try-first": r"try first",
    "worked-example": r"worked example|steps? \d",
    "fill-in": r"fill in",
    "predict": r"predict",
    "move-it": r"move it|(move the )?widget",
    "make": r"make\b",
    "limits": r"limits",
    "exit-ticket": r"poll again|exit (questions|ticket)",
}
TIMED = ("webinar", "workshop")
LATER = re.compile(r"homework|after the session", re.I)


@dataclass(frozen=True)
class Row:
    """A row of a run sheet, the parts of the lesson that it covers, and the worked steps that it names."""

    step: Step
    sections: tuple[str, ...]
    steps: tuple[int, ...] = ()


class Plan:
    """What a speaker needs in each part; ``words`` are the words of each part of the lesson."""

    def __init__(self, card: Card, words: dict[str, str]):
        self.card = card
        self.rows = {name: laid(card.sheets[name]) for name in TIMED if name in card.sheets}
        self.later = {name: _later(card.sheets[name]) for name in self.rows}
        self.stumbles = _placed(card.stumbles, words)

    def found(self, format: str, section: str, step: int | None = None) -> list[Row]:
        """The rows for a part; for a worked step those that name it, where rows name steps."""
        rows = [row for row in self.rows.get(format, ()) if section in row.sections]
        named = [row for row in rows if step in row.steps]
        return named if step is not None and named else rows

    def when(self, section: str, step: int | None = None) -> str:
        """One line: the minutes of this part in the webinar and in the workshop."""
        lines = []
        for name in self.rows:
            rows, total = self.found(name, section, step), self.card.sheets[name].minutes
            if rows:
                said = f"minute {rows[0].step.start} to {rows[-1].step.end} of {total}"
            elif section in self.later[name]:
                said = "homework"
            else:
                continue
            lines.append(f"<strong>{name.capitalize()}:</strong> {said}.")
        return " ".join(lines)

    def happens(self, section: str, step: int | None = None) -> list[str]:
        """What the rows say: a paragraph for each, with minutes and who works."""
        said = []
        for name in self.rows:
            for row in self.found(name, section, step):
                who = f" <em>({inline(row.step.who)})</em>" if row.step.who else ""
                said.append(
                    f"{name.capitalize()}, minute {row.step.start} to {row.step.end}: {inline(row.step.what)}{who}"
                )
        return said

    def minutes(self, section: str) -> int:
        """Minutes of this part in the webinar; 0 where it has none."""
        return sum(row.step.minutes for row in self.found("webinar", section))

    def checkpoint(self, section: str) -> bool:
        """Whether everyone stops at the end of this part, in the webinar or the workshop."""
        return any(row.step.checkpoint for name in self.rows for row in self.found(name, section))

    def helps(self, section: str) -> list[str]:
        """Where learners stumble in this part, a paragraph for each point."""
        return [
            f"<strong>They stumble:</strong> {inline(one.seen)} <strong>What helps:</strong> {inline(one.helps)}"
            for one in self.stumbles.get(section, ())
        ]


def laid(sheet: Sheet) -> list[Row]:
    """The rows of a run sheet with the parts of the lesson that each of them covers; breaks are left out."""
    steps = [step for step in sheet.steps if not step.what.startswith("Break")]
    named = [_named(step.what) for step in steps]
    rows = []
    for place, step in enumerate(steps):
        sections = [one for one in named[place] if one] or _between(named, place)
        numbers = [
            int(n) for n in re.findall(r"\d", "".join(re.findall(r"[Ss]teps? \d(?:[\d, and to]*\d)?", step.what)))
        ]
        if len(numbers) == 2:
            numbers = list(range(numbers[0], numbers[1] + 1))
        rows.append(Row(step, tuple(sections), tuple(numbers) if "worked-example" in sections else ()))
    return rows


def _named(what: str, later: bool = False) -> list[str]:
    """The parts that a row names; with ``later`` those that it leaves for after the session."""
    found = []
    for sentence in re.split(r"[.;]\s+", what.replace("*", "")):
        if bool(LATER.search(sentence)) is not later:
            continue
        # What follows a colon tells about the part, and may use the same words.
        for clause in re.split(r",\s+(?:and\s+)?|\s+and\s+", sentence.split(":")[0]):
            clause = re.sub(r"^(then|the)\s+", "", clause.strip().lower())
            found += [name for name, pattern in NAMES.items() if re.match(pattern, clause) and name not in found]
    return sorted(found, key=SECTIONS.index)


def _between(named: list[list[str]], place: int) -> list[str]:
    before = next((one[-1] for one in reversed(named[:place]) if one), SECTIONS[0])
    after = next((one[0] for one in named[place + 1 :] if one), SECTIONS[-1])
    between = list(SECTIONS[SECTIONS.index(before) + 1 : SECTIONS.index(after)])
    return between or [before]


def _later(sheet: Sheet) -> set[str]:
    return {name for step in sheet.steps for name in _named(step.what, later=True)}


def _placed(stumbles: tuple[Stumble, ...], words: dict[str, str]) -> dict[str, list[Stumble]]:
    """Each point at the part that it names, or whose words are most like its own."""
    parts = [name for name in SECTIONS if name in words and name not in ("title", "setup", "recall", "exit-ticket")]
    counts = {name: Counter(_stems(words[name])) for name in parts}
    rare = {
        stem: math.log(1 + len(parts) / sum(stem in one for one in counts.values()))
        for one in counts.values()
        for stem in one
    }
    placed: dict[str, list[Stumble]] = {}
    for one in stumbles:
        text = f"{one.seen} {one.misconception} {one.helps}"
        told = [
            name
            for name in parts
            if name != "question" and re.search(rf"\*({NAMES[name]})|^({NAMES[name]})[^.]*:", one.helps, re.I)
        ]
        stems = set(_stems(text))
        score = {
            name: sum(rare[stem] for stem in stems & set(counts[name])) / _norm(counts[name], rare) for name in parts
        }
        best = told[0] if told else max(parts, key=lambda name: score[name])
        placed.setdefault(best, []).append(one)
    return placed


def _stems(text: str) -> list[str]:
    return [word[:6] for word in re.findall(r"[^\W\d_]{4,}", text.lower())]


def _norm(count: Counter, rare: dict[str, float]) -> float:
    """Long parts have every word: their score is divided by a length that grows slowly."""
    return math.sqrt(sum(rare[stem] ** 2 for stem in count)) or 1.0
