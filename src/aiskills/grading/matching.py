"""Which of a learner's cells answers which cell of the instructor: by mark, by cell id, by text, by name, by place.

Every answer cell runs in its order, whichever it is matched to, so a match decides where the tests stand and what a
person reads. Where several cells could be the written answer, all of them are taken: nothing a learner wrote is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from nbformat import NotebookNode

from .cells import Cell, alike, bound, is_ours, needed, plain, words
from .release import Assignment

# A locked cell and an edited copy of it share this much of their words and signs.
ALIKE = 0.85
# Pairs of cells that are compared word by word: a bound on the work that a hostile notebook can cause.
_COMPARISONS = 20_000


@dataclass
class Match:
    """Positions in the learner's notebook.

    ``answers``: grade id of an answer -> its cell; ``joined``: grade id of a written answer -> the further cells that
    belong to it; ``copies``: position of each cell that stands for an instructor's -> that one's grade id;
    ``times``: grade id -> how many cells carry it; ``by_id``, ``by_text``: grade ids that were recognised so;
    ``weak``: answers known by a variable or by their place alone; ``landmarks``: the share of the assignment's texts
    without marks that stand in the notebook, 0 to 1.
    """

    answers: dict[str, int] = field(default_factory=dict)
    joined: dict[str, list[int]] = field(default_factory=dict)
    copies: dict[int, str] = field(default_factory=dict)
    times: Counter = field(default_factory=Counter)
    by_id: list[str] = field(default_factory=list)
    by_text: list[str] = field(default_factory=list)
    weak: set[str] = field(default_factory=set)
    landmarks: float = 0.0

    @property
    def sure(self) -> bool:
        """Is this a notebook of the assignment at all?"""
        strong = len(self.answers) - len(self.weak)
        return bool(self.answers) and (strong > 0 or len(self.weak) > 1 or bool(self.copies) or self.landmarks >= 0.5)

    def copies_of(self, grade_id: str) -> list[int]:
        return [position for position, name in self.copies.items() if name == grade_id]


def match(theirs: list[Cell], assignment: Assignment) -> Match:
    """Find the learner's cells of every cell of the assignment that nbgrader marks."""
    return _Matcher(theirs, assignment).run()


class _Matcher:
    def __init__(self, theirs: list[Cell], assignment: Assignment) -> None:
        self.theirs = theirs
        self.release = assignment.release.cells
        self.ours = {_grade_id(c): c for c in self.release if is_ours(c)}
        self.number = {name: n for n, c in enumerate(self.release) for name in [_grade_id(c)] if name in self.ours}
        self.needed = needed(assignment)
        self.found = Match()
        self.place: dict[int, int] = {}  # number of a cell of the release -> position of the learner's copy
        self.taken: set[int] = set()
        self.compared = 0

    def run(self) -> Match:
        self._by_marks()
        self._by_text()
        self._by_likeness()
        for answer in self._missing():
            self._by_name(answer)
        for answer in self._missing():
            self._by_place(answer)
        for answer, position in list(self.found.answers.items()):
            self._beside_untouched(answer, position)
        self._written()
        texts = [n for n, cell in enumerate(self.release) if cell.cell_type == "markdown" and not is_ours(cell)]
        self.found.landmarks = sum(n in self.place for n in texts) / max(1, len(texts))
        return self.found

    def _missing(self) -> list[str]:
        """The answers in code that were not found yet."""
        return [grade_id for grade_id in self.needed if grade_id not in self.found.answers]

    def _take(self, grade_id: str, positions: list[int]) -> None:
        """The cells at ``positions`` stand for ``grade_id``; of several answers the last that was changed counts."""
        cell = self.ours[grade_id]
        number = self.number[grade_id]
        self.found.times[grade_id] += len(positions)
        if not cell.metadata.nbgrader.solution:
            # A cell with a test's mark that holds an answer (two cells merged into one) is the learner's own.
            kept = [p for p in positions if not self._holds_an_answer(p, cell)]
            self.found.copies.update(dict.fromkeys(kept, grade_id))
            self.taken.update(kept)
            if kept:
                self.place[number] = kept[-1]
            return
        self.taken.update(positions)
        changed = [p for p in positions if plain(self.theirs[p].source) != plain(cell.source)]
        self.found.answers[grade_id] = self.place[number] = (changed or positions)[-1]

    def _holds_an_answer(self, position: int, cell: NotebookNode) -> bool:
        new = self.theirs[position].names - bound(cell.source)
        return any(names and names <= new for names in self.needed.values())

    def _by_marks(self) -> None:
        claims: dict[str, list[int]] = {}
        for position, cell in enumerate(self.theirs):
            if isinstance(cell.grade_id, str) and cell.grade_id in self.ours:
                claims.setdefault(cell.grade_id, []).append(position)
        claimed = {position for positions in claims.values() for position in positions}
        ids = {cell.id: grade_id for grade_id, cell in self.ours.items() if "id" in cell}
        by_id: dict[str, list[int]] = {}
        for position, cell in enumerate(self.theirs):
            grade_id = ids.get(cell.id) if isinstance(cell.id, str) else None
            if grade_id and grade_id not in claims and position not in claimed:
                by_id.setdefault(grade_id, []).append(position)
        self.found.by_id = list(by_id)
        for grade_id, positions in (claims | by_id).items():
            self._take(grade_id, positions)

    def _by_text(self) -> None:
        """Cells whose text was not changed, in their order; those without marks serve as landmarks."""
        texts: dict[str, list[int]] = {}
        for position, cell in enumerate(self.theirs):
            if position not in self.taken:
                texts.setdefault(plain(cell.source), []).append(position)
        for number, cell in enumerate(self.release):
            if number in self.place or not plain(cell.source):
                continue
            positions = texts.get(plain(cell.source), [])
            if not positions:
                continue
            if not is_ours(cell):
                self.place[number] = positions.pop(0)
                self.taken.add(self.place[number])
            elif not self._answered_elsewhere(cell, positions):
                # Tests that show learners the same text each get a copy; further copies belong to the last of them.
                twins = sum(plain(c.source) == plain(cell.source) for c in self.release[number + 1 :] if is_ours(c))
                count = max(1, len(positions) - twins)
                self.found.by_text.append(_grade_id(cell))
                self._take(_grade_id(cell), positions[:count])
                del positions[:count]
                if cell.metadata.nbgrader.solution and not bound(cell.source):
                    self.found.weak.add(_grade_id(cell))  # "your answer here" stands in many notebooks

    def _answered_elsewhere(self, cell: NotebookNode, positions: list[int]) -> bool:
        """The untouched copy of an answer cell is not the answer where another cell without marks is."""
        if not cell.metadata.nbgrader.solution or cell.cell_type != "code":
            return False
        names = self.needed[_grade_id(cell)]
        return any(
            names and names <= other.names
            for position, other in enumerate(self.theirs)
            if position not in self.taken and position not in positions and other.kind == "code"
        )

    def _by_likeness(self) -> None:
        """Edited copies of locked cells and of cells without marks."""
        for number, cell in enumerate(self.release):
            if number in self.place or (is_ours(cell) and cell.metadata.nbgrader.solution):
                continue
            mine, size = words(cell.source), len(cell.source)
            near = [
                position
                for position, other in enumerate(self.theirs)
                if position not in self.taken
                and other.kind == cell.cell_type
                and 0.6 * size <= len(other.source) <= 1.7 * size
            ][: max(0, _COMPARISONS - self.compared)]
            self.compared += len(near)
            best, place = max(((alike(mine, self.theirs[p].words), -p) for p in near), default=(0.0, 0))
            if best < ALIKE:
                continue
            if is_ours(cell):
                self.found.by_text.append(_grade_id(cell))
                self._take(_grade_id(cell), [-place])
            else:
                self.place[number] = -place
                self.taken.add(-place)

    def _by_name(self, answer: str) -> None:
        """The cell that defines what the answer must define; in code, or else in a cell that was retyped."""
        names = self.needed[answer]
        if not names:
            return
        hits = [p for p, cell in enumerate(self.theirs) if names <= cell.names and p not in self.found.copies]
        free = [p for p in hits if p not in self.taken]
        code = [p for p in free if self.theirs[p].kind == "code"]
        merged = [p for p in hits if p in self.found.answers.values()]
        gap, untouched = self._gap(answer), plain(self.ours[answer].source)
        inside = [p for p in code if p in gap]
        for positions in (inside, code, merged, free):
            changed = [p for p in positions if plain(self.theirs[p].source) != untouched]
            if not positions:
                continue
            best = (changed or positions)[-1]
            self.found.by_text.append(answer)
            if positions is merged:
                self.found.answers[answer] = best
            else:
                self._take(answer, [best])
            if not re.search(rf"^(?:def|class)[ \t]+(?:{'|'.join(names)})\b", self.theirs[best].source, re.MULTILINE):
                self.found.weak.add(answer)
            return

    def _beside_untouched(self, answer: str, position: int) -> None:
        """The answer was written in a cell below the one that is meant for it, which stays untouched."""
        cell, names = self.ours[answer], self.needed.get(answer)
        if not names or plain(self.theirs[position].source) != plain(cell.source):
            return
        below = [
            p for p in self._gap(answer)
            if p > position and p not in self.taken and self.theirs[p].kind == "code" and names <= self.theirs[p].names
        ]  # fmt: skip
        if below:
            self.taken.add(below[-1])
            self.found.answers[answer] = self.place[self.number[answer]] = below[-1]

    def _by_place(self, answer: str) -> None:
        """The last cell that defines a part of the answer (it was split), or the only own cell in its place."""
        free = [
            p for p, cell in enumerate(self.theirs)
            if p not in self.taken and cell.kind == "code" and cell.source.strip()
        ]  # fmt: skip
        gap = [p for p in free if p in self._gap(answer, closed=True)]
        part = [p for p in gap or free if self.theirs[p].names & self.needed[answer]]
        gap = part[-1:] or gap
        if len(gap) == 1 and (part or sum(gap[0] in self._gap(o, closed=True) for o in self._missing()) == 1):
            self.found.by_text.append(answer)
            self.found.weak.add(answer)
            self._take(answer, gap)

    def _gap(self, answer: str, closed: bool = False) -> range:
        """The positions between the cells that stand next before and after the answer's place.

        ``closed``: only where the cell directly before it in the release was found.
        """
        here = self.number[answer]
        before = [n for n in self.place if n < here]
        after = [n for n in self.place if n > here]
        if closed and (not before or max(before) != here - 1):
            return range(0)
        start = self.place[max(before)] + 1 if before else 0
        stop = self.place[min(after)] if after else len(self.theirs)
        return range(start, stop)

    def _written(self) -> None:
        """Written answers: what stands in their place, beside an untouched template too."""
        for answer, cell in self.ours.items():
            if cell.cell_type == "code" or not cell.metadata.nbgrader.solution:
                continue
            position = self.found.answers.get(answer)
            if position is not None and plain(self.theirs[position].source) != plain(cell.source):
                continue
            spare, here = self.place.copy(), self.number[answer]
            self.place.pop(here, None)
            gap = [
                p for p in self._gap(answer)
                if p not in self.taken and self.theirs[p].kind != "code" and self.theirs[p].source.strip()
            ]  # fmt: skip
            self.place = spare
            if not gap:
                continue
            if position is None:
                self.found.by_text.append(answer)
                self.found.weak.add(answer)
            self.found.answers[answer] = self.place[here] = gap[0]
            self.found.joined[answer] = gap[1:] + ([position] if position is not None else [])
            self.found.times[answer] = max(1, self.found.times[answer])
            self.taken.update(gap)


def _grade_id(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")
