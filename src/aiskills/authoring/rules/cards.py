"""Rules for the facilitator card: its parts, and run sheets that a trainer can follow by the clock."""

from __future__ import annotations

import re

from aiskills.authoring.files import Files
from aiskills.publishing.cards import CardFault, parse

PARTS = ("Before the session", "Run sheets", "Where (learners|people) stumble", "One discussion question",
         "Without computers")  # fmt: skip
SHEETS = {"Webinar": 90, "Workshop": 180}
STEP = 5  # minutes


def card(files: Files):
    """The card is there, has its parts in order, its run sheets sum up, and slides and run sheets can be made of it."""
    if not files.card.is_file():
        yield f"{files.name(files.card)} is missing: write the card that a trainer needs on Monday."
        return
    text = files.card.read_text(encoding="utf-8")
    faults = list(_faults(files, text))
    if not faults:
        try:
            parse(text, files.slug, files.catalog.module(files.slug).title)
        except CardFault as fault:
            faults.append(f"facilitator card: {fault}.")
    yield from faults


def _faults(files: Files, text: str):
    title = f"# Teach: {files.catalog.module(files.slug).title}"
    if not text.startswith(title + "\n"):
        yield f"facilitator card: its first line must be {title!r}, as the lesson is called."
    headings = re.findall(r"^## (.+)$", text, re.M)
    order = [next((i for i, part in enumerate(PARTS) if re.fullmatch(part, heading)), None) for heading in headings]
    found = [place for place in order if place is not None]
    for place in sorted(set(range(len(PARTS))) - set(found)):
        yield f"facilitator card: the part '## {PARTS[place]}' is missing."
    if found != sorted(found):
        yield "facilitator card: its parts stand in another order than on the other cards."
    link = f"(../questions/{files.slug}.md)"
    if link not in _part(text, "## Before the session"):
        yield (
            "facilitator card, Before the session: say what to print, with the link"
            f" [questions of this lesson]{link}: that page is derived from the lesson's texts."
        )
    for name, minutes in SHEETS.items():
        yield from _sheet(text, name, minutes)
    yield from _hybrid(text)


def _part(text: str, heading: str) -> str:
    """What stands under the first heading that starts so, up to the next heading of its level or a higher one."""
    found = re.search(rf"^{re.escape(heading)}.*?$(.*?)(?=^#{{2,{heading.index(' ')}}} |\Z)", text, re.M | re.S)
    return found[1] if found else ""


def _rows(table: str) -> list[list[str]]:
    lines = [line for line in table.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _sheet(text: str, name: str, minutes: int):
    rows = _rows(_part(text, f"### {name}"))
    where = f"facilitator card, {name}"
    if not rows:
        yield f"{where}: the run sheet is missing (### {name}, with From, To, What happens, Who)."
        return
    at = 0
    for row in rows:
        if not (row[0].isdigit() and row[1].isdigit()):
            yield f"{where}: {row[0]!r} to {row[1]!r} are not minutes from the start."
            return
        start, end = int(row[0]), int(row[1])
        if start != at:
            yield f"{where}: a line starts at {start}, but the line before it ends at {at}."
        if end <= start or end % STEP:
            yield f"{where}: the line from {start} to {end} must take a time in steps of {STEP} minutes."
        at = end
    if at != minutes:
        yield f"{where}: it ends at {at} minutes, but must end at {minutes}."


def _hybrid(text: str):
    rows = _rows(_part(text, "### Hybrid"))
    if not rows:
        yield "facilitator card: the hybrid split is missing (### Hybrid, with When, What, Minutes)."
    for row in rows:
        if not row[-1].isdigit() or int(row[-1]) % STEP:
            yield f"facilitator card, Hybrid: {row[-1]!r} must be minutes in steps of {STEP}."
