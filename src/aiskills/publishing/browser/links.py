"""The link on a lesson's page that opens the lesson in the browser: shown only where it can work.

It stands in the pages of the folder made by `aiskills browser` alone. A script shows it where the page comes from a
web server and the browser can run the program; a page opened from a folder, or an old browser, shows nothing.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from aiskills.catalog import Module

OPEN = re.compile(r"(<p><strong>Open it:</strong>.*?)(</p>)", re.S)
SCRIPT = "browser.js"


def link(site: Path, modules: list[Module], sizes: dict[str, int]) -> None:
    """Add the link to the page of each module in the folder ``site``."""
    shutil.copy(Path(__file__).parent / SCRIPT, site / "_static" / SCRIPT)
    megabytes = round(sum(sizes.values()) / 1e6)
    for module in modules:
        page = site / "notebooks" / module.area / f"{module.slug}.html"
        text = page.read_text(encoding="utf-8")
        address = f"../../browser/notebooks/index.html?path={module.slug}.ipynb"
        added = (
            f'<span class="in-browser" hidden> · <a href="{address}">In this browser</a>'
            f" (nothing to install; {megabytes} MB the first time)</span>"
        )
        text, count = OPEN.subn(rf"\1{added}\2", text, count=1)
        if count != 1:
            raise SystemExit(f"{page.name}: the label has no line 'Open it', so the link to the browser has no place.")
        script = f'<script defer src="../../_static/{SCRIPT}"></script>'
        page.write_text(text.replace("</head>", f"{script}\n</head>", 1), encoding="utf-8")
