"""Editions: a partner's selection as a small library of its own, with its book, assignments and bundles.

``make`` does all of it: the file is read strictly (``file``), resolved against the library (``selection``,
``contents``), written (``plan``), derived and built. In the result, the commands of the library work unchanged.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from aiskills.catalog import load_catalog

from .. import book, derive
from . import contents, home, texts
from .checks import wrong
from .day import clock, timetable
from .file import Edition, read
from .folder import aside, refuse_foreign
from .outputs import carry
from .plan import plan, record
from .selection import Selection, choose


def make(root: Path, file: Path, out: Path | None = None, say: Callable[[str], None] = print) -> Path:
    """Make the edition that ``file`` describes from the library at ``root``; returns its folder, with its book built.

    ``out`` is ``_build/editions/NAME`` if not given. An edition that was there before is replaced; a folder with other
    files is refused. Raises SystemExit with a sentence for what is wrong in the file, and with the faults of the build.
    """
    edition = read(file)
    catalog = load_catalog(root)
    chosen = choose(edition, catalog, file)
    pages = contents.chosen_pages(edition, chosen, root, file)
    toc = contents.contents(edition, chosen, pages, catalog)
    _check_words(edition, contents.documents(toc), file)
    _check_day(edition, chosen, file)
    out = out or root / "_build/editions" / edition.slug
    refuse_foreign(out)
    for line in _told(edition, chosen, catalog):
        say(line)
    with aside(out) as folder:
        made = plan(edition, chosen, toc, catalog, file)
        made.write(folder)
        derive.write(folder)
        left = carry(root, folder, chosen.modules)
        if left:
            say(f"Lessons that have to be run for this edition: {', '.join(left)}.")
        book.build(folder, say=say)
        for cache in folder.rglob("__pycache__"):
            shutil.rmtree(cache, ignore_errors=True)
        record(folder, made)
    for tier in edition.bundles:
        from ..bundle import make as bundle

        bundle(out, tier, None, say, name=edition.slug)
    say(f"The edition is ready: {out}. Its book: {out / '_build/html/index.html'}")
    return out


def _told(edition: Edition, chosen: Selection, catalog) -> list[str]:
    titles = {module.slug: module.title for module in catalog.modules.values()}
    lines = [f"{edition.name}: {len(chosen.modules)} modules, {', '.join(chosen.slugs)}."]
    lines += [f"  {slug} ({titles[slug]}) is brought along: {why} needs it." for slug, why in chosen.brought.items()]
    lines += [f"  {slug} ({titles[slug]}) is left out: it {why}." for slug, why in chosen.left_out.items()]
    earned = home.certificates(chosen, catalog).replace("\n", " ")
    return [*lines, f"  {earned}"]


def _check_words(edition: Edition, documents: tuple[str, ...], file: Path) -> None:
    """Links in the partner's own words must lead to pages of the edition."""
    for key, text in (("welcome", edition.welcome), *(("notices", notice) for notice in edition.notices)):
        for link in texts.LINK.finditer(text):
            target = link[2].partition("#")[0].removesuffix(".md")
            if f"book/{target}" not in documents:
                raise wrong(
                    file, key, f"the link to {link[2]!r} leads to no page of this edition: write it as glossary.md"
                )


def _check_day(edition: Edition, chosen: Selection, file: Path) -> None:
    if edition.day:
        ends = timetable(edition.day, chosen)[-1][1]
        if ends > edition.day.end:
            raise wrong(
                file,
                "day",
                f"the {len(chosen.modules)} lessons with pauses end at {clock(ends)}, after "
                f"{clock(edition.day.end)}: begin earlier, shorten the pauses, or take fewer modules",
            )
