"""Slides of a lesson: made from the same notebook, its last results, and its facilitator card; opened from a folder.

``choose.py`` says what becomes a slide, ``prose.py`` how much of a text is shown, ``draft.py`` shares it out so that
nothing is fuller than its frame, ``plan.py`` brings the card's run sheets to the notes. reveal.js shows the result.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

from aiskills.catalog import load_catalog, read_notebook

from .. import chromium, executed
from ..cards import Card, read_card
from ..markup import block as html_of
from ..markup import inline
from ..writing import whole_folder
from . import document
from .blocks import paragraph
from .choose import drafts
from .draft import Draft, Slide, packed
from .outputs import Figures
from .plan import Plan

OWN = Path(__file__).parent
# What the folder needs of reveal.js, which comes inside the package sphinx-revealjs.
REVEAL = {"dist/reveal.js": "reveal.js", "dist/reveal.css": "reveal.css", "plugin/notes/notes.js": "notes.js",
          "LICENSE": "LICENSE"}  # fmt: skip


def make(root: Path, slug: str, out: Path | None = None, say: Callable[[str], None] = print, pdf: bool = True) -> Path:
    """Write the slides of a lesson into a folder of their own, ``_build/slides/SLUG`` or ``out``; returns it.

    The book must be built: the slides show its results. Where Chromium is found, ``slides.pdf`` lies beside them
    (not with ``pdf=False``).
    Raises SystemExit or CatalogError with one sentence for a lesson, a book or a card that is not there.
    """
    catalog = load_catalog(root)
    module = catalog.lesson(slug)
    card = read_card(root, module.slug)
    lang = module.languages[0] if module.languages else "en"
    out = out or root / "_build/slides" / module.slug
    with whole_folder(out, "slides.js") as folder:
        found = of_lesson(root, module, card, folder)
        opening = [f"<strong>The one idea.</strong> {inline(card.idea)}", html_of(card.before)]
        (folder / "index.html").write_text(document.slides(module.title, lang, found), encoding="utf-8")
        (folder / "notes.html").write_text(document.notes(module.title, lang, found, opening), encoding="utf-8")
        for name in ("slides.css", "slides.js"):
            shutil.copy(OWN / name, folder)
        copy_reveal(folder / "reveal")
        if pdf and chromium.find():
            sheets = folder / "sheets.html"
            sheets.write_text(document.slides(module.title, lang, found, scripts=False), encoding="utf-8")
            chromium.print_pdf(sheets, folder / "slides.pdf")
            sheets.unlink()
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    say(f"Written: {out} ({len(found)} slides, {size / 1024:.0f} KB). Open index.html in a browser; key S: the notes.")
    return out


def of_lesson(root: Path, module, card: Card, folder: Path) -> list[Slide]:
    """The slides of a lesson in their order, with notes; figures are written into ``folder``/figures."""
    path = root / "src/aiskills/learn/lessons" / f"{module.slug.replace('-', '_')}.toml"
    texts = tomllib.loads(path.read_text(encoding="utf-8"))
    chosen = drafts(executed.notebook(root, module.path), texts, Figures(folder / "figures"))
    plan = Plan(card, _words(module.path))
    last = max((n for n, draft in enumerate(chosen) if draft.section == "limits"), default=len(chosen) - 1)
    chosen.insert(last + 1, _discussion(card, chosen[last].part))
    _speak(chosen, plan)
    return packed(chosen)


def copy_reveal(folder: Path) -> None:
    """Copy what the slides need of reveal.js. Raises SystemExit when the package that carries it is not installed."""
    from importlib.util import find_spec

    spec = find_spec("sphinx_revealjs")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("Slides need the package sphinx-revealjs: install it with `pip install 'aiskills[course]'`.")
    source = Path(spec.submodule_search_locations[0]) / "_static/revealjs"
    folder.mkdir(parents=True)
    for path, name in REVEAL.items():
        shutil.copyfile(source / path, folder / name)


def _discussion(card: Card, part: str) -> Draft:
    """The card's question for discussion: what is asked stands in italics, what to listen for is for the speaker."""
    asked = re.match(r"\*(.+?)\*(?!\*)\s*(.*)$", card.discussion, re.S)
    question, more = (asked[1], asked[2]) if asked else (card.discussion, "")
    slide = Draft("limits", part, "One discussion question", [paragraph(" ".join(question.split()), 34)], "question")
    slide.notes = [html_of(more)] if more else []
    return slide


def _speak(chosen: list[Draft], plan: Plan) -> None:
    """Give each slide its minutes, and the first one of each part what the card says about it."""
    begun: set = set()
    for draft in chosen:
        step = draft.step if draft.section == "worked-example" else None
        notes: list[str] = []
        draft.when = plan.when(draft.section, step)
        place = (draft.section, step)
        if place not in begun:
            notes += plan.happens(draft.section, step)
            if draft.section not in {section for section, _ in begun}:
                notes += plan.helps(draft.section)
        begun.add(place)
        draft.notes = notes + draft.notes
        draft.marks = tuple(mark for mark in draft.marks if mark != "Checkpoint" or plan.checkpoint(draft.section))
        if draft.section == "try-first" and plan.minutes("try-first"):
            draft.marks = (f"{plan.minutes('try-first')} minutes", *draft.marks)


def _words(path: Path) -> dict[str, str]:
    """The words of each part of a lesson."""
    words: dict[str, str] = {}
    section = "title"
    for cell in read_notebook(path).cells:
        section = cell.section or section
        words[section] = f"{words.get(section, '')} {cell.source}"
    return words
