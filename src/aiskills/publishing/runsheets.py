"""A run sheet on paper: what happens when and with whom, what to bring, where learners stumble.

One page of HTML that needs nothing beside it, and a PDF of it where a Chromium is there. Everything comes from the
facilitator card of the lesson.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

from aiskills.catalog import Module, load_catalog

from .cards import FORMATS, Card, Sheet, Step, read_card
from .markup import block, inline
from .writing import write_whole

CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
# What a list item of *Before the session* is about, by its first words.
BRING = re.compile(r"(Print|Bring|Have)\b")
SEEN = re.compile(r"(When all went right|What (the room|you) (will )?sees?)\b")
STYLE = Path(__file__).with_name("runsheet.css")
MARK = '<strong class="checkpoint">Checkpoint</strong>'
BOX = '<span class="box" aria-hidden="true"></span>'


def make(
    root: Path,
    slug: str,
    format: str,
    out: Path | None = None,
    say: Callable[[str], None] = print,
    start: str | None = None,
) -> Path:
    """Write the run sheet of a lesson as HTML, and as PDF beside it where Chromium is found; returns the HTML file.

    ``format`` is "webinar", "workshop" or "hybrid"; ``start`` a time of day such as "09:00", from which the clock
    times are printed (without it the column is left open). ``out`` is the HTML file to write. Raises SystemExit or
    CatalogError with one sentence for a lesson, format or time that is not there.
    """
    from . import chromium

    if format not in FORMATS:
        raise SystemExit(f"There is no format {format!r} of run sheets: choose one of {', '.join(FORMATS)}.")
    begin = _minutes(start)
    card = read_card(root, slug)
    module = load_catalog(root).module(card.slug)
    text = page(card, card.sheet(format), module, begin)
    out = out or root / f"_build/runsheets/{card.slug}-{format}.html"
    write_whole(out, text)
    say(f"Written: {out}")
    if chromium.find() is None:
        say("There is no Chromium, Chrome or Edge here, so there is no PDF: print the page from any browser.")
    else:
        chromium.print_pdf(out, out.with_suffix(".pdf"))
        say(f"Written: {out.with_suffix('.pdf')}")
    return out


def page(card: Card, sheet: Sheet, module: Module, begin: int | None = None) -> str:
    """The run sheet as one HTML document; ``begin`` is the start in minutes since midnight, or None."""
    lang = module.languages[0] if module.languages else "en"
    name = FORMATS[sheet.format]
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}: {escape(card.title)}</title>\n<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n"
        f'<body>\n<main>\n<p class="kind">Run sheet · {name} · {_length(sheet)}</p>\n<h1>{inline(card.title)}</h1>\n'
        f'<p class="from">From the facilitator card <em>{escape(card.slug)}</em> of the AI Skills Open Courseware, '
        f"CC BY 4.0.</p>\n{_fields(begin)}\n"
        f"<p><strong>The one idea.</strong> {inline(card.idea)}</p>\n{_seen(card)}"
        f"<h2>{escape(sheet.heading)}</h2>\n{_legend(sheet)}{_table(sheet, begin)}\n{block(sheet.after)}\n"
        f"{_before(card)}\n{_stumbles(card)}\n"
        f'<section class="whole"><h2>One discussion question</h2>\n{block(card.discussion)}</section>\n'
        "</main>\n</body>\n</html>\n"
    )


def _minutes(start: str | None) -> int | None:
    if start is None:
        return None
    found = CLOCK.fullmatch(start.strip())
    if not found:
        raise SystemExit(f"{start!r} is no time of day: write hours and minutes, such as 09:00 or 13:30.")
    return 60 * int(found[1]) + int(found[2])


def _length(sheet: Sheet) -> str:
    together = _together(sheet)
    if sheet.format != "hybrid" or not together:
        return f"{sheet.minutes} minutes"
    return f"{sheet.minutes} minutes, {sum(step.minutes for step in together)} of them together"


def _together(sheet: Sheet) -> list[Step]:
    """The rows in which the group meets: they follow each other."""
    return [step for step in sheet.steps if step.start is not None or step.when.startswith("Together")]


def _fields(begin: int | None) -> str:
    """Lines to fill in by hand."""
    names = ["Date", "Place", "Who leads"] + (["Start"] if begin is None else [])
    fields = "".join(f'<span class="field">{name}: <span class="line"></span></span>' for name in names)
    start = f'<span class="field">Start: {_clock(begin)}</span>' if begin is not None else ""
    return f'<p class="fields">{fields}{start}</p>'


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _legend(sheet: Sheet) -> str:
    if not any(step.checkpoint for step in sheet.steps):
        return ""
    return (
        f"<p>{MARK} Everyone stops. Whoever is behind opens the folded solution and runs it. "
        f"{BOX} Tick what is done.</p>\n"
    )


def _table(sheet: Sheet, begin: int | None) -> str:
    timed = sheet.format != "hybrid"
    together, at, rows = _together(sheet), 0, []
    for step in sheet.steps:
        clock = '<span class="line"></span>'
        if step not in together:
            clock = "–"
        elif begin is not None:
            clock = _clock(begin + at)
        at += step.minutes if step in together else 0
        place = {"number": f"{step.start}", "number to": f"{step.end}"} if timed else {"when": inline(step.when)}
        cells = {"clock": f"{BOX} {clock}", **place, "number min": f"{step.minutes}", "what": _what(step)}
        cells |= {"who": inline(step.who)} if timed else {}
        tags = "".join(f'<td class="{name}">{cell}</td>' for name, cell in cells.items())
        rows.append(f'<tr class="checkpoint-row">{tags}</tr>' if step.checkpoint else f"<tr>{tags}</tr>")
    head = ["Clock", *(["From", "To"] if timed else ["When"]), "Min.", "What happens", *(["Who"] if timed else [])]
    titles = "".join(f'<th scope="col">{title}</th>' for title in head)
    body = "\n".join(rows)
    return f'<table class="plan">\n<thead><tr>{titles}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>'


def _what(step: Step) -> str:
    """What happens in a row, with the word *Checkpoint* as a mark where the card has it."""
    return re.sub(r"<em>Checkpoint</em>", MARK, inline(step.what))


def _items(card: Card) -> tuple[list[str], str]:
    """The list items of *Before the session*, each in one line, and the paragraphs beside the list."""
    pattern = r"^- (.*?)(?=^- |\n\s*\n|\Z)"
    items = [" ".join(item.split()) for item in re.findall(pattern, card.before, re.M | re.S)]
    return items, re.sub(pattern, "", card.before, flags=re.M | re.S).strip()


def _seen(card: Card) -> str:
    """What the room sees when all went right: wanted during the session, not before it."""
    return "".join(f"<p>{inline(item)}</p>\n" for item in _items(card)[0] if SEEN.match(item))


def _before(card: Card) -> str:
    items, more = _items(card)
    items = [item for item in items if not SEEN.match(item)]
    parts = {
        "To do": [item for item in items if not BRING.match(item)],
        "Materials": [item for item in items if BRING.match(item)],
    }
    lists = "".join(
        f'<h3>{name}</h3>\n<ul class="check">{"".join(f"<li>{BOX} {inline(item)}</li>" for item in part)}</ul>\n'
        for name, part in parts.items()
        if part
    )
    return f"<h2>Before the session</h2>\n{lists}{block(more)}"


def _stumbles(card: Card) -> str:
    rows = "".join(f"<tr><td>{inline(one.seen)}</td><td>{inline(one.helps)}</td></tr>\n" for one in card.stumbles)
    head = "".join(f'<th scope="col">{title}</th>' for title in ("What you hear or see", "What helps"))
    return (
        f'<h2>Where learners stumble</h2>\n<table class="stumbles">\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n{block(card.stumbles_more)}"
    )
