"""Icons as drawings in the page: no icon font is fetched, and they take the colour of the text in every colour mode.

The theme shows some fifteen icons from three fonts. Here each is a few lines in a square of 16 by 16, our own.
"""

from __future__ import annotations

import re
from pathlib import Path

HALF = '<path d="M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z"/><path fill="currentColor" d="M8 2a6 6 0 0 1 0 12z"/>'
# What is drawn for each name of the theme: the lines of a path, or shapes.
DRAWN = {
    "angle-left": "M10 3L5 8l5 5",
    "angle-right": "M6 3l5 5-5 5",
    "arrow-up": "M8 14V2M3 7l5-5 5 5",
    "bars": "M2 4h12M2 8h12M2 12h12",
    "chevron-down": "M3 6l5 5 5-5",
    "circle-half-stroke": HALF,
    "download": "M8 2v8M4 7l4 4 4-4M2 14h12",
    "file": "M4 1.5h5l3 3v10H4zM9 1.5v3h3",
    "file-pdf": "M4 1.5h5l3 3v10H4zM9 1.5v3h3M6 8.5h4M6 11.5h4",
    "list": "M2 4h.01M6 4h8M2 8h.01M6 8h8M2 12h.01M6 12h8",
    "magnifying-glass": "M11 7A4 4 0 1 1 3 7a4 4 0 0 1 8 0zM10 10l4 4",
    "moon": "M13 10A6 6 0 0 1 6 3a5.5 5.5 0 1 0 7 7z",
    "sun": "M11 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1",
}
LOOK = (
    ":root{--fa-font-solid:bold 1em/1 sans-serif}"
    ".fa-solid,.fas{display:inline-block;line-height:1}.fa-lg{font-size:1.25em}"
    ":is(.fa-solid,.fas)>svg{display:inline-block;width:1em;height:1em;vertical-align:-.125em;fill:none;"
    "stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}"
)
# Signs that the style sheets put before or after a text: letters of the reader's own fonts.
SIGNS = {
    "angle-left": "‹",
    "angle-right": "›",
    "bell": "!",
    "check-circle": "✓",
    "download": "↓",
    "exclamation-circle": "!",
    "exclamation-triangle": "!",
    "external-link": "↗",
    "info-circle": "i",
    "lightbulb": "i",
    "search-minus": "×",
    "share": "→",
    "times-circle": "×",
}
PLACE = re.compile(r'(<(i|span)\b[^>]*\bclass="(?:[^"]* )?fa-(?!solid\b|lg\b)([a-z0-9-]+)\b[^"]*"[^>]*>)\s*(</\2>)')
# In the style sheet of the theme, the rules of the icon fonts lie in one piece before its own.
FONT_RULES = re.compile(r"/\*!\s*\*\s*Font Awesome Free.*(?=html\{--pst-header-height)", re.S)
SIGN = re.compile(r'(--pst-icon-([a-z-]+)|--pst-(breadcrumb)-divider):"(?:\\f[0-9a-f]{3}|[\ue000-\uf8ff])"')
FOLDED = re.compile(r'content:"\\f107";font-family:Font Awesome\\ 6 Free;font-weight:900')


def drawn(page: str) -> str:
    """One page's HTML with a drawing in the place of each icon. Raises RuntimeError for an icon without a drawing."""
    return PLACE.sub(lambda place: f"{place[1]}{_svg(place[3])}{place[4]}", page)


def _svg(name: str) -> str:
    if name not in DRAWN:
        raise RuntimeError(f"The pages show the icon {name!r}, which has no drawing: add one in publishing/icons.py.")
    shape = DRAWN[name] if DRAWN[name].startswith("<") else f'<path d="{DRAWN[name]}"/>'
    return f'<svg viewBox="0 0 16 16">{shape}</svg>'


def without_fonts(static: Path) -> None:
    """Take the icon fonts out of the style sheets in ``static``, and delete their files."""
    for path in static.rglob("*.css"):
        before = path.read_text(encoding="utf-8")
        after = FONT_RULES.sub(lambda _: LOOK, before)
        after = SIGN.sub(lambda sign: f'{sign[1]}:"{SIGNS.get(sign[2] or "angle-right", "")}"', after)
        after = FOLDED.sub('content:"▾"', after)
        if re.search(r"Font Awesome|@font-face", after):
            raise RuntimeError(f"{path.name} still asks for a font: publishing/icons.py does not know this theme.")
        if after != before:
            path.write_text(after, encoding="utf-8")
    for path in [*static.rglob("webfonts/*"), *static.rglob("fontawesome.js*")]:
        path.unlink()
