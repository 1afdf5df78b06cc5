"""The page around a reading, and the page that lists all of them: no theme, no script, one small style sheet."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

import yaml
from bs4 import BeautifulSoup

from aiskills.catalog import Module

# The names of the parts that every reading has, and the class of those that are set apart.
PARTS = {
    "The question": "",
    "What was measured": "",
    "The decision": "decision",
    "The limits": "",
    "Decide for yourself": "yours",
    "Words": "",
}

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="author" content="{author}">
<link rel="icon" href="../_static/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="../_static/reading.css">
</head>
<body>
<header>
<p><a href="../index.html">{library}</a> · {what}</p>
</header>
<main>
{body}
</main>
<footer>
{foot}
<p>Text: Creative Commons Attribution 4.0 (CC BY 4.0), {author}.</p>
</footer>
</body>
</html>
"""


@dataclass(frozen=True)
class Names:
    """The names of the library and of its authors, as ``_config.yml`` has them."""

    library: str
    author: str


def names(root: Path) -> Names:
    """The names of the library in the folder ``root``."""
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    return Names(escape(config["title"]), escape(config["author"]))


def reading(module: Module, body: str, lesson: str, has_pdf: bool, names: Names) -> str:
    """One reading's page; ``lesson`` is the address of the lesson's page, relative to it."""
    pdf = f' <a href="{module.slug}.pdf">This reading as PDF</a>.' if has_pdf else ""
    foot = (
        f'<p>The figures and numbers come from the last run of the lesson <a href="{lesson}">{escape(module.title)}</a>'
        f" (<code>{module.slug}</code>), which shows how each of them was made."
        f'<span class="screen">{pdf} <a href="index.html">All readings</a>.</span></p>'
    )
    body = f"<h1>{escape(module.title)}</h1>\n{_parts(body)}"
    title = f"{module.title.rstrip('.')} – a reading without code"
    return PAGE.format(title=escape(title), **asdict(names), what="Reading without code", body=body, foot=foot)


def _parts(body: str) -> str:
    """The body with each part (a heading and what follows it) as a section; the text before them is the lead."""
    lead, *parts = re.split(r"(?=<h2>)", body)
    made = [lead.replace("<p>", '<p class="lead">', 1)]
    for number, part in enumerate(parts, 1):
        name = BeautifulSoup(part, "html.parser").h2.get_text()
        kind = f' class="{PARTS[name]}"' if PARTS.get(name) else ""
        heading = part.replace("<h2>", f'<h2 id="part-{number}">', 1)
        made.append(f'<section{kind} aria-labelledby="part-{number}">\n{heading}</section>\n')
    return "".join(made)


def index(entries: list[tuple[Module, str, bool]], names: Names) -> str:
    """The page that lists all readings: for each module its first sentence, and whether its PDF is there."""
    lines = []
    for module, lead, has_pdf in entries:
        pdf = f' · <a href="{module.slug}.pdf">PDF<span> of {escape(module.title)}</span></a>' if has_pdf else ""
        lines.append(f'<li><a href="{module.slug}.html">{escape(module.title)}</a>{pdf}<br>{lead}</li>')
    body = (
        "<h1>Readings without code</h1>\n"
        "<p>Each lesson has a reading of two pages: a question that somebody must decide, what was measured, the"
        " decision that follows, and the limits. Read them on a phone, print them, or hand them out.</p>\n"
        f'<ul class="readings">\n{"".join(lines)}\n</ul>'
    )
    foot = '<p><a href="../book/lessons.html">All lessons of the library</a></p>'
    return PAGE.format(
        title=f"Readings without code – {names.library}", **asdict(names), what="Readings", body=body, foot=foot
    )
