"""Passages that are not in English say so, so that a screen reader speaks them with the right voice.

Where a table names the language of each of its rows (a column ``locale``), its column ``name`` is marked by it. The
other passages stand in one list, ``passages.toml``: what a program shows, and what a page quotes. Names of people and
places in Latin letters keep the language around them, as the guidelines (WCAG 2.2, 3.1.2) allow.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from html import escape
from pathlib import Path, PurePosixPath

from bs4 import BeautifulSoup

TABLE = re.compile(r'<table class="dataframe">.*?</table>', re.DOTALL)
# Attributes may hold ">".
TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
LIST = Path(__file__).with_name("passages.toml")
HIDDEN = ("script", "style", "title")
RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}


@cache
def passages(path: Path = LIST) -> tuple[tuple[str, str, str], ...]:
    """The listed passages as (page, language, text); ``page`` may hold ``*`` as in file names."""
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["passage"]
    return tuple((one["page"], one["language"], text) for one in listed for text in one["texts"])


def mark_languages(page: str, name: str) -> str:
    """The HTML of one page, named by its path in the site without the ending, with its passages marked."""
    page = TABLE.sub(lambda table: _marked_rows(table[0]) if ">locale</th>" in table[0] else table[0], page)
    here = [(language, text) for pattern, language, text in passages() if PurePosixPath(name).match(pattern)]
    # A text that holds another one is marked first, and not again inside.
    for language, text in sorted(here, key=lambda one: -len(one[1])):
        page = _mark(page, language, escape(text, quote=False))
    return page


def attributes(language: str) -> str:
    """The attributes of an element in this language, with the direction of its script."""
    return f'lang="{language}"' + (' dir="rtl"' if language.split("-")[0] in RIGHT_TO_LEFT else "")


def _marked_rows(table: str) -> str:
    soup = BeautifulSoup(table, "html.parser")
    heads = [cell.get_text().strip() for cell in soup.select_one("thead tr").find_all(["td", "th"])]
    if not {"locale", "name"} <= set(heads):
        return table
    for row in soup.select("tbody tr"):
        cells = row.find_all(["td", "th"])
        language = cells[heads.index("locale")].get_text().strip()
        name = cells[heads.index("name")]
        name["lang"] = language
        if language.split("-")[0] in RIGHT_TO_LEFT:
            name["dir"] = "rtl"
    return str(soup)


def _mark(page: str, language: str, text: str) -> str:
    """Put each place where ``text`` is read into an element of its language."""
    if text not in page:
        return page
    parts = TAG.split(page)
    hidden = ""
    for place, part in enumerate(parts):
        if place % 2:
            name = re.match(r"</?([a-z0-9]*)", part)[1]
            if name in HIDDEN:
                hidden = "" if part.startswith("</") else name
        elif text in part and not hidden and not parts[place - 1].startswith('<span lang="'):
            parts[place] = part.replace(text, f"<span {attributes(language)}>{text}</span>")
    return "".join(parts)
