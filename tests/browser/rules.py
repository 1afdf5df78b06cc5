"""The rules of axe-core and our own, put into a page once and asked of it as often as it changes."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
CHECKS = Path(__file__).with_name("checks.js").read_text(encoding="utf-8")
# For axe-core alone, on a part of a page or on pages beside the book's.
# Without preload: axe would fetch the style sheets again, which a page from a folder may not.
RULES = {
    "preload": False,
    "resultTypes": ["violations"],  # half the time: what is right is not described
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
}
RULES_OF_COLOUR = RULES | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def prepare(page) -> None:
    """Make ``checks`` known in the page; see ``checks.js``."""
    page.evaluate(AXE)
    page.evaluate(CHECKS)


def two_frames(page) -> None:
    """Wait until the page was drawn twice: what watches sizes has been told then."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def faults(page) -> list[str]:
    """What axe-core finds on the page as it is shown now, contrast included."""
    prepare(page)
    return [*page.evaluate("checks.structure()"), *page.evaluate("checks.colours([])")[0]]
