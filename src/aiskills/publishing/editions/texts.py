"""The library's texts in an edition: no link to a page that was not taken, no slug of a module that is not there."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from aiskills.catalog import Catalog

# A link of our pages, [words](target): not a picture, and not one that leads out of the book.
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?!https?:|mailto:|#)([^()\s]+)\)")


@dataclass(frozen=True)
class Words:
    """What is said otherwise in an edition.

    ``pages`` are the pages of its book without ending (``book/glossary``). ``slugs`` are its modules. ``url`` is its
    public address, and ``old`` that of the library.
    """

    catalog: Catalog
    pages: Collection[str]
    slugs: tuple[str, ...]
    url: str
    old: str
    titles: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        absent = {slug: one.title for slug, one in self.catalog.modules.items() if slug not in self.slugs}
        object.__setattr__(self, "titles", absent)

    def page(self, text: str, path: str) -> str:
        """A page about the course: examples name modules of the edition, links lead to its pages."""
        return self.examples(self._clone(self.links(text, path)))

    def module(self, text: str, path: str) -> str:
        """A page or cell of a module: another module that is not there is called by its title."""
        return self._address(self.called(self.links(text, path)))

    def links(self, text: str, path: str) -> str:
        """Links to pages that were not taken become plain words. ``path`` is the page's, from the library's root."""
        folder = os.path.dirname(path)

        def kept(found: re.Match) -> str:
            target = os.path.normpath(os.path.join(folder, found[2].partition("#")[0])).replace(os.sep, "/")
            there = os.path.splitext(target)[0] in self.pages
            return found[0] if there else found[1]

        return LINK.sub(kept, text)

    def notebook(self, text: str, path: str) -> str:
        """A notebook's text with the prose of its cells as the edition says it; code cells stay as they are."""
        return change_cells(text, lambda cell: self.module(cell, path))

    def called(self, text: str) -> str:
        """Modules that are not there are called by their titles."""
        for slug, title in self.titles.items():
            text = text.replace(f"`{slug}`", f"*{title}* (not in this edition)")
        return text

    def examples(self, text: str) -> str:
        """In examples of commands, modules that are not there give way to modules that are, each to another one."""
        names = [slug for slug in self.slugs if slug in self.catalog.assignments] or list(self.slugs)
        names = names[1:] + names[:1] if len(names) > 1 else names  # the first one is mostly the start page
        given: dict[str, str] = {}

        def other(found: re.Match) -> str:
            word = found[0]
            hits = [slug for slug in self.titles if slug == word or slug.split("-")[0] == word]
            if not hits:
                return word
            slug = given.setdefault(hits[0], names[len(given) % len(names)])
            return slug if "-" in word else slug.split("-")[0]

        return re.sub(r"\b[fgstp]\d\d(?:-[a-z0-9]+)*\b", other, text)

    def _address(self, text: str) -> str:
        return text.replace(self.old, self.url) if self.url and self.old else text

    def _clone(self, text: str) -> str:
        """How the course comes to a computer: from its public address, or as a folder that the partner hands out."""
        if self.url:
            return self._address(text)
        got = "# first unpack what you were given, and open a terminal in its folder\n"
        return re.sub(rf"git clone {re.escape(self.old)}.*\n(?:cd \S+\n)?", got, text)


def change_cells(text: str, change: Callable[[str], str]) -> str:
    """The text of a notebook file with ``change`` applied to each cell of prose."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            before = "".join(cell["source"])
            after = change(before)
            if after != before:
                cell["source"] = after.splitlines(keepends=True)
    return dump(notebook)


def change_facts(text: str, **facts) -> str:
    """The text of a notebook file with these facts under ``metadata.aiskills``."""
    notebook = json.loads(text)
    notebook["metadata"]["aiskills"].update(facts)
    return dump(notebook)


def dump(notebook: dict) -> str:
    """A notebook's text as it is committed."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def only_used_by(card: str, slugs: Collection[str]) -> str:
    """A data card that names only these modules under ``used_by``."""

    def kept(found: re.Match) -> str:
        names = [name for name in re.findall(r'"([^"]+)"', found[1]) if name in slugs]
        return f"used_by = {json.dumps(names)}"

    return re.sub(r"used_by = \[([^\]]*)\]", kept, card)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
