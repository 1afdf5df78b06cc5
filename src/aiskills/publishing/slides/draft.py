"""A slide, before and after what belongs together is shared out over as many slides as it needs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..markup import plain
from .blocks import Block, Picture, Rows, drawn
from .fit import BOTTOM, LABEL, LARGER, TITLE, TOP, title_height

LEAST = 320  # pixels: a figure is not drawn smaller
PROSE = 7  # lines of running text on one slide
AFTER_TITLE = 20


@dataclass
class Draft:
    """What belongs together: part of the lesson, title (Markdown), blocks, and paragraphs of HTML for the speaker.

    ``section`` is the tag of the lesson's part, ``part`` its heading, ``step`` the number of a worked step; ``marks``
    are words on a slide such as "Checkpoint".
    """

    section: str
    part: str
    title: str
    blocks: list[Block] = field(default_factory=list)
    kind: str = "text"
    marks: tuple[str, ...] = ()
    step: int | None = None
    label: str | None = None
    size: int = TITLE
    notes: list[str] = field(default_factory=list)
    when: str = ""  # HTML for the speaker, on each of the slides

    def said(self, number: int) -> list[str]:
        """The notes of the draft's slide of this number, from 0."""
        return [self.when] * bool(self.when) + (self.notes if number == 0 else [])


@dataclass(frozen=True)
class Slide:
    """One slide as it is shown: HTML of its content, and notes as paragraphs of HTML. ``number`` counts within the
    draft, which has ``count`` slides."""

    draft: Draft
    html: str
    notes: tuple[str, ...]
    number: int
    count: int
    height: int
    zoom: float = 1.0


def pack(draft: Draft) -> list[Slide]:
    """The slides of one draft: no block is cut, no slide is fuller than its frame."""
    pages = _pages(draft)
    return [
        Slide(
            draft,
            "\n".join(block.html for block in page if block.html),
            tuple([*draft.said(number), *(text for block in page for text in block.notes)]),
            number + 1,
            len(pages),
            _top(draft) + sum(block.height for block in page),
            _zoom(page, BOTTOM - _top(draft)),
        )
        for number, page in enumerate(pages)
    ]


def _top(draft: Draft) -> int:
    return TOP + LABEL + title_height(plain(draft.title), draft.size) + AFTER_TITLE


def _zoom(page: list[Block], room: int) -> float:
    """How much larger few words are shown, where nothing else stands on the slide."""
    if not all(block.larger for block in page):
        return 1.0
    heights = [sum(block.larger[place] for block in page) for place in range(len(LARGER))]
    return next((by for by, height in zip(LARGER, heights, strict=True) if height <= room), 1.0)


def _pages(draft: Draft) -> list[list[Block]]:
    room = BOTTOM - _top(draft)
    page = _Page(room)
    waiting = list(draft.blocks)
    while waiting:
        block = waiting.pop(0)
        if isinstance(block, Picture):
            page.picture(block)
        elif isinstance(block, Rows):
            rest = page.rows(block)
            if rest is not None:
                waiting.insert(0, rest)
        else:
            page.add(block)
    return page.done()


class _Page:
    """The slide that is being filled, and those before it."""

    def __init__(self, room: int):
        self.room, self.full, self.blocks = room, [], []

    @property
    def left(self) -> int:
        return self.room - sum(block.height for block in self.blocks)

    def turn(self) -> None:
        if any(block.seen for block in self.blocks):
            self.full.append(self.blocks)
            self.blocks = []

    def add(self, block: Block) -> None:
        lines = sum(one.prose for one in self.blocks) + block.prose
        if block.seen and (block.height > self.left or (block.prose and lines > PROSE)):
            self.turn()
        self.blocks.append(block)

    def picture(self, figure: Picture) -> None:
        if self.left < LEAST + 80:
            self.turn()
        self.blocks.append(drawn(figure, self.left))

    def rows(self, block: Rows) -> Rows | None:
        """Put as many rows as fit; returns what is left of them."""
        fit, height = 0, block.height
        for row in block.rows:
            if height + row.height > self.left:
                break
            fit, height = fit + 1, height + row.height
        if fit < len(block.rows) and any(one.seen for one in self.blocks) and fit < max(2, len(block.rows) // 2):
            self.turn()
            return block
        fit = max(fit, 1)
        if 0 < len(block.rows) - fit < 2 <= fit - 1:
            fit -= 1  # one row alone on the next slide looks lost
        put = block.rows[:fit]
        html = block.html + "".join(row.html for row in put) + block.close
        larger = tuple(free + sum(row.larger[n] for row in put) for n, free in enumerate(block.larger))
        self.blocks.append(Block(html, block.height + sum(row.height for row in put), block.notes, larger=larger))
        if fit == len(block.rows):
            return None
        self.turn()
        return replace(block, html=_going_on(block.html, fit), rows=block.rows[fit:], notes=[])

    def done(self) -> list[list[Block]]:
        self.turn()
        return self.full


def _going_on(opening: str, done: int) -> str:
    """The tag that opens a list again; a numbered one goes on counting."""
    if not opening.startswith("<ol"):
        return opening
    found = re.search(r' start="(\d+)"', opening)
    start = (int(found[1]) if found else 1) + done
    return re.sub(r"<ol( start=\"\d+\")?", f'<ol start="{start}"', opening)


def packed(drafts: Iterable[Draft]) -> list[Slide]:
    """All slides of a lesson, without those that would show a title alone."""
    return [slide for draft in drafts for slide in pack(draft)]
