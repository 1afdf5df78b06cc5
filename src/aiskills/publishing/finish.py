"""What happens to the built pages: they get lighter, need nothing from elsewhere, and lose the theme's barriers.

The measured reasons: four fifths of a default page's weight is Font Awesome, of which a page shows a dozen icons (see
``icons.py``); and a few names and landmarks of the theme keep people who use a screen reader or a keyboard from parts
of a page.
"""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup

from .icons import drawn, without_fonts
from .languages import mark_languages
from .pictures import light_pictures

# Looked at by the search page alone, and loaded by the theme on all.
SEARCH_SCRIPTS = re.compile(r'\s*<script src="[^"]*(?:searchtools|language_data|searchindex)\.js"></script>')
# How the search reads each page that it found, to show words of it.
FETCHED = re.compile(r"fetch\(requestUrl\)\s*\.then\(\(responseData\) => responseData\.text\(\)\)")
# The buttons of the theme give the focus away when they are pressed: who uses a keyboard would start again at the top.
FOCUS_LOST = re.compile(r'\w+&&(\w+)\.addEventListener\("click",\(\(\)=>\{\1\.blur\(\)\}\),!0\)')

INDEX = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="refresh" content="0; url={page}"></head>
<body><main><h1>{title}</h1><p><a href="{page}">Open the first page</a></p></main></body>
</html>
"""


def finish(site: Path, first_page: str) -> None:
    """Finish the built site in the folder ``site``; running it twice changes nothing more."""
    start = INDEX.format(page=f"{escape(first_page)}.html", title=escape(_title(site / f"{first_page}.html")))
    (site / "index.html").write_text(start, encoding="utf-8")
    pages = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    for path in pages:
        before = path.read_text(encoding="utf-8")
        after = mark_languages(drawn(accessible(before)), path.relative_to(site).with_suffix("").as_posix())
        after = _with_texts(after) if path == site / "search.html" else SEARCH_SCRIPTS.sub("", after)
        if after != before:
            path.write_text(after, encoding="utf-8")
    light_pictures(site, pages)
    _search_texts(site, [path for path in pages if path.name not in ("search.html", "genindex.html")])
    _keep_focus(site / "_static/scripts/sphinx-book-theme.js")
    without_fonts(site / "_static")
    _lighten(site / "_static")


def _title(page: Path) -> str:
    """The heading of a built page: on the first page, the name of the book."""
    heading = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select_one("article h1")
    for link in heading.select(".headerlink"):
        link.decompose()
    return heading.get_text().strip()


def _keep_focus(script: Path) -> None:
    """Take out of the theme's script, where the site has one, what gives the focus of a pressed button away."""
    if not script.is_file():
        return
    before = script.read_text(encoding="utf-8")
    after = FOCUS_LOST.sub("0", before)
    if ".blur()" in after:
        raise RuntimeError(f"{script.name} takes the focus from its buttons in a way that is not known.")
    if after != before:
        script.write_text(after, encoding="utf-8")


def _with_texts(page: str) -> str:
    """The search page with the scripts that bring the words around a hit."""
    added = '<script src="_static/search-page.js"></script>\n  <script src="search-texts.js"></script>'
    return page if added in page else re.sub(r'(<script src="searchindex.js"></script>)', rf"\1\n  {added}", page)


def _search_texts(site: Path, pages: list[Path]) -> None:
    """Write the text of each page, from which the search takes the words around a hit, as one script."""
    texts = {}
    for path in pages:
        main = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").find("article")
        if main is not None:
            for part in main.select("h1, .headerlink, script, style, .cell_output table, .figure-data"):
                part.decompose()
            texts[path.relative_to(site).with_suffix("").as_posix()] = " ".join(main.get_text(" ").split())
    # The search looks for this name; JSON is a script's value as it is.
    script = "const SEARCH_TEXTS = " + json.dumps(texts, ensure_ascii=False, separators=(",", ":")) + ";\n"
    (site / "search-texts.js").write_text(script, encoding="utf-8")
    tools = site / "_static/searchtools.js"
    before = tools.read_text(encoding="utf-8")
    after = FETCHED.sub('Promise.resolve(SEARCH_TEXTS[docName] || "")', before)
    if "SEARCH_TEXTS" not in after:
        raise RuntimeError("searchtools.js fetches pages in a way that is not known: the search would show no text.")
    tools.write_text(after, encoding="utf-8")


FRAMES = r'\1\n    <script src="\2frames.js" defer></script>'
# What a reader sees and what a screen reader says, in the place of the theme's words: (pattern, replacement).
REPAIRS = [
    # The name of a button must hold the words that are seen on it.
    (r'(<button class="btn search-button-field[^>]*?) title="Search" aria-label="Search"', r"\1"),
    (r'<summary aria-label="Toggle hidden content">', "<summary>"),
    # In this book the folded cells are solutions.
    (r">(Show|Hide) code cell source<", r">\1 the solution<"),
    (r">(Show|Hide) code cell content<", r">\1 the code<"),
    # Icons are decoration: their buttons have names.
    (r'<(i|span) class="((?:fa[srb]?|fa-solid|theme-switch) [^"]*)"', r'<\1 aria-hidden="true" class="\2"'),
    # The arrow that unfolds a part of the menu has no words at all.
    (
        r'>([^<]+)</a><details([^>]*)><summary>(?=<span class="toctree-toggle")',
        r'>\1</a><details\2><summary aria-label="Pages in: \1">',
    ),
    # Everything a reader meets lies in a named part of the page: the theme leaves the logo outside of all parts.
    (
        r'<div id="pst-primary-sidebar" class=',
        '<div id="pst-primary-sidebar" role="region" aria-label="Book" class=',
    ),
    # pandas leaves the corners of its tables empty headings, and gives them a frame of their own.
    (r"<th\b([^>]*)>(?:\s|&nbsp;)*</th>", r"<td\1></td>"),
    (r'<table border="1" class="dataframe">', '<table class="dataframe">'),
    # Of which cells a heading of a written table is the heading.
    (r'<th class="head', '<th scope="col" class="head'),
    (r'<th class="stub"', '<th scope="row" class="stub"'),
    # What opens over the page has a name, and so has the button that opens it.
    (
        r'<dialog id="pst-primary-sidebar-modal">',
        '<dialog id="pst-primary-sidebar-modal" aria-label="Menu of the book">',
    ),
    (
        r'<dialog id="pst-secondary-sidebar-modal">',
        '<dialog id="pst-secondary-sidebar-modal" aria-label="On this page">',
    ),
    (r'<dialog id="pst-search-dialog">', '<dialog id="pst-search-dialog" aria-label="Search this book">'),
    (r'title="Toggle primary sidebar"', 'title="Menu of the book"'),
    (r'title="Toggle secondary sidebar"', 'title="On this page"'),
    # A formula that scrolls has a name.
    (r'<div class="formula" tabindex="0">', '<div class="formula" tabindex="0" role="group" aria-label="Formula">'),
    # The names of boxes that scroll stand in a script of ours, beside the theme's that makes them reachable.
    (r'(\n\s*<script src="([^"]*_static/)doctools\.js[^>]*></script>)(?!\s*<script src="[^"]*frames)', FRAMES),
    # Not used by any page of ours.
    (r"\s*<!-- So that users can add custom icons -->\s*<script[^>]*fontawesome\.js[^>]*></script>", ""),
]


def accessible(page: str) -> str:
    """One page's HTML without the faults of the theme and of the notebook renderer."""
    for pattern, replacement in REPAIRS:
        page = re.sub(pattern, replacement, page)
    return page


def _lighten(static: Path) -> None:
    """Drop source maps, and what asks for them."""
    for path in static.rglob("*.map"):
        path.unlink()
    for path in [*static.rglob("*.css"), *static.rglob("*.js")]:
        text = path.read_text(encoding="utf-8")
        kept = re.sub(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S+\s*$", "", text)
        if kept != text:
            path.write_text(kept, encoding="utf-8")
