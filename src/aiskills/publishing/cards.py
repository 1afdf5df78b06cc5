"""Facilitator cards as plain objects, read from their Markdown: run sheets, where learners stumble, the discussion.

``aiskills check`` holds every card to this form; a card that departs from it is refused here with its name and heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from aiskills.catalog import load_catalog

FORMATS = {"webinar": "Webinar", "workshop": "Workshop", "hybrid": "Hybrid"}
CHECKPOINT = re.compile(r"\s*\*Checkpoint\*", re.I)


class CardFault(Exception):
    """A card that is not as it must be; the message names the heading."""


@dataclass(frozen=True)
class Step:
    """One row of a run sheet; ``what`` is Markdown.

    ``start`` and ``end`` are minutes from the start: None in a hybrid plan, which has ``when``.
    """

    minutes: int
    what: str
    who: str = ""
    start: int | None = None
    end: int | None = None
    when: str = ""

    @property
    def checkpoint(self) -> bool:
        return bool(CHECKPOINT.search(self.what))


@dataclass(frozen=True)
class Sheet:
    """One run sheet: its format, its heading on the card, its rows, and what the card says under the table."""

    format: str
    heading: str
    steps: tuple[Step, ...]
    after: str = ""

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True)
class Stumble:
    """What is seen or heard of a learner who stumbles, the misconception behind it (or ""), and what helps."""

    seen: str
    helps: str
    misconception: str = ""


@dataclass(frozen=True)
class Card:
    """One facilitator card; texts are Markdown, as on the card."""

    slug: str
    title: str
    idea: str
    outcomes: str
    before: str
    sheets: dict[str, Sheet]
    stumbles: tuple[Stumble, ...]
    stumbles_more: str
    discussion: str

    def sheet(self, format: str) -> Sheet:
        """The run sheet of this format; SystemExit names those that the card has."""
        if format not in self.sheets:
            known = ", ".join(self.sheets) or "none"
            raise SystemExit(f"The facilitator card of {self.slug} has no run sheet {format!r}; it has: {known}.")
        return self.sheets[format]


def read_card(root: Path, slug: str) -> Card:
    """The facilitator card of a ready lesson; ``slug`` may be its first word (``f02``).

    Raises CatalogError when there is no such lesson, and SystemExit with the card and the heading when the card is
    missing or does not hold what it must.
    """
    catalog = load_catalog(root)
    slug = catalog.lesson(slug).slug
    path = root / f"book/teach/{slug}.md"
    if not path.is_file():
        raise SystemExit(f"{path.relative_to(root).as_posix()} is missing: write the facilitator card of {slug}.")
    try:
        return parse(path.read_text(encoding="utf-8"), slug, catalog.module(slug).title)
    except CardFault as fault:
        name = path.relative_to(root).as_posix()
        raise SystemExit(f"{name}: {fault}. Run `aiskills check {slug}` when you have corrected it.") from None


def parse(text: str, slug: str, title: str) -> Card:
    """The card in ``text``; CardFault for the first part that is not as it must be."""
    read = _Reader(text)
    question = read.part("## One discussion question")
    if not question:
        read.fail("One discussion question", "holds no question")
    stumbles, more = read.stumbles()
    sheets = {name: read.sheet(name, heading) for name, heading in FORMATS.items() if read.has(heading)}
    if not sheets:
        read.fail("Run sheets", f"holds none of {', '.join(FORMATS.values())}")
    return Card(
        slug=slug,
        title=title,
        idea=read.bold("The one idea."),
        outcomes=read.bold("At the end, a participant can"),
        before=read.part("## Before the session"),
        sheets=sheets,
        stumbles=stumbles,
        stumbles_more=more,
        discussion=question,
    )


class _Reader:
    def __init__(self, text: str):
        self.text = text

    def fail(self, heading: str, fault: str):
        raise CardFault(f"the part {heading!r} {fault}")

    def has(self, heading: str) -> bool:
        return bool(re.search(rf"^### {heading}\b", self.text, re.M))

    def part(self, heading: str) -> str:
        """What stands under the first heading that starts so, up to the next one of its level or a higher one."""
        level = heading.index(" ")
        found = re.search(rf"^{re.escape(heading)}.*?$(.*?)(?=^#{{2,{level}}} |\Z)", self.text, re.M | re.S)
        return found[1].strip() if found else ""

    def bold(self, start: str) -> str:
        """The paragraph that begins with this text in bold, without it; "" where the card has none."""
        found = re.search(rf"^\*\*{re.escape(start)}\*\*\s*(.*?)(?=\n\s*\n|\Z)", self.text, re.M | re.S)
        return " ".join(found[1].split()) if found else ""

    def sheet(self, format: str, heading: str) -> Sheet:
        part = self.part(f"### {heading}")
        title = re.search(rf"^### ({heading}.*)$", self.text, re.M)[1]
        wanted = ["When", "What", "Minutes"] if format == "hybrid" else ["From", "To", "What happens", "Who"]
        head, rows = _table(part)
        if head != wanted or not rows:
            self.fail(title, f"must hold a table with the columns {', '.join(wanted)}")
        steps = []
        for row in rows:
            numbers = row[2:] if format == "hybrid" else row[:2]
            if len(row) != len(wanted) or not all(number.isdigit() for number in numbers):
                self.fail(title, f"has a row whose minutes are not whole numbers: {' | '.join(row)}")
            if format == "hybrid":
                steps.append(Step(int(row[2]), row[1], when=row[0]))
            else:
                start, end = int(row[0]), int(row[1])
                steps.append(Step(end - start, row[2], row[3], start, end))
        return Sheet(format, title, tuple(steps), _without_table(part))

    def stumbles(self) -> tuple[tuple[Stumble, ...], str]:
        """The points of *Where learners stumble*, from its table or its list, and what is said after them."""
        found = re.search(r"^## (Where (?:learners|people) stumble)\s*$", self.text, re.M)
        part = self.part(found[0].strip()) if found else ""
        head, rows = _table(part)
        if head:
            if len(head) != 3 or any(len(row) != 3 for row in rows):
                self.fail(found[1], "must hold a table of three columns: what you hear, misconception, what helps")
            return tuple(Stumble(seen, helps, belief) for seen, belief, helps in rows), _without_table(part)
        items = [" ".join(item.split()) for item in re.findall(r"^- (.*?)(?=^- |\n\s*\n|\Z)", part, re.M | re.S)]
        if not items:
            self.fail("Where learners stumble", "must hold a table of three columns or a list")
        stumbles = tuple(_point(item) for item in items)
        return stumbles, re.sub(r"^- .*?(?=^- |\n\s*\n|\Z)", "", part, flags=re.M | re.S).strip()


def _point(item: str) -> Stumble:
    """A point of a list: what is seen is in bold, or its first sentence; what helps follows."""
    found = re.match(r"\*\*(.+?[.?!][\"”]?)\*\*(?:\s+(.*))?$|(.+?[.?!])(?:\s+(.*))?$", item)
    if not found:
        return Stumble(item, "")
    return Stumble(found[1] or found[3], found[2] or found[4] or "")


def _table(text: str) -> tuple[list[str], list[list[str]]]:
    """Heading cells and rows of the first Markdown table; no headings where there is none."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))] for line in lines]
    return (cells[0], cells[2:]) if len(cells) > 2 else ([], [])


def _without_table(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("|")).strip()
