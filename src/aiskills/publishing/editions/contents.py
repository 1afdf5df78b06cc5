"""The table of contents of an edition: the library's own, with what was chosen, in the partner's order."""

from __future__ import annotations

from pathlib import Path

import yaml

from aiskills.catalog import Catalog

from ..derive import NOTE as DERIVED
from .checks import near, wrong
from .file import Edition
from .selection import Selection

NOTE = "# Written by `aiskills edition`. Change the edition's file and run it again.\n"
LICENCES = "book/licences"
CERTIFICATES = "book/certificates/"
# What every edition has: the labels of lessons lead to the first, the others are what it holds and owes.
ALWAYS = ("book/your-computer", "book/lessons", "book/data/index", LICENCES)
# Pages for those who run or write the whole library: taken when they are named.
NAMED_ONLY = ("grading-engine", "operators", "contributing", "editions")
_OF_MODULES = ("book/teach/", "book/questions/")


def page_names(root: Path) -> tuple[str, ...]:
    """What ``pages`` in an edition's file may hold: pages of the menu, and ``certificates`` for all about those.

    Pages that a program writes are none of them: they tell of the whole library, or every edition has them.
    """
    files = [entry["file"] for part in _toc(root)["parts"] for entry in _walk(part["chapters"]) if "file" in entry]
    own = [file for file in files if file.startswith("book/") and file.count("/") == 1 and file not in ALWAYS]
    texts = {file: (root / f"{file}.md").read_text(encoding="utf-8") for file in own}
    names = [file.removeprefix("book/") for file, text in texts.items() if not text.startswith(DERIVED)]
    return (*names, "certificates") if any(file.startswith(CERTIFICATES) for file in files) else tuple(names)


def chosen_pages(edition: Edition, chosen: Selection, root: Path, file: Path) -> tuple[str, ...]:
    """The names of the pages that the edition carries beside those it always has; SystemExit for one that is none."""
    known = page_names(root)
    earned = chosen.badge or chosen.tracks
    if edition.pages is None:
        names = [name for name in known if name not in NAMED_ONLY]
        return tuple(name for name in names if name != "certificates" or earned)
    for name in edition.pages:
        if name not in known:
            raise wrong(file, "pages", f"there is no page {name!r}{near(name, known)}")
    if "certificates" in edition.pages and not earned:
        raise wrong(
            file,
            "pages",
            "holds 'certificates', but with these modules nobody can earn one: take it out, or add the modules of the "
            "badge or of a track's level",
        )
    return tuple(name for name in known if name in edition.pages)


def contents(edition: Edition, chosen: Selection, pages: tuple[str, ...], catalog: Catalog) -> dict:
    """The content of ``_toc.yml``: the library's, less what was not taken; a part that is empty is gone."""
    there = _Filter(chosen, pages, catalog)
    parts = []
    for part in _toc(catalog.root)["parts"]:
        chapters = there.entries(part["chapters"])
        if part["caption"] == "Reference":
            chapters.insert(0, {"file": LICENCES})
        if chapters:
            parts.append({"caption": part["caption"], "chapters": chapters})
    return {"format": "jb-book", "root": "book/index", "parts": parts}


def text(toc: dict) -> str:
    return NOTE + yaml.safe_dump(toc, sort_keys=False, allow_unicode=True)


def documents(toc: dict) -> tuple[str, ...]:
    """Every page of the book, in the order of the menu, without its ending."""
    entries = [entry for part in toc["parts"] for entry in _walk(part["chapters"])]
    return (toc["root"], *(entry["file"] for entry in entries))


def _toc(root: Path) -> dict:
    return yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))


def _walk(entries: list[dict]):
    for entry in entries:
        yield entry
        yield from _walk(entry.get("sections", []))


class _Filter:
    """What of the library's menu is in the edition's; globs become the pages that they find."""

    def __init__(self, chosen: Selection, pages: tuple[str, ...], catalog: Catalog) -> None:
        self.chosen, self.pages, self.catalog = chosen, pages, catalog
        self.lessons = [module.path.relative_to(catalog.root).with_suffix("").as_posix() for module in chosen.modules]
        self.tracks = [f"book/tracks/{track.slug}" for track in catalog.tracks if track.id in chosen.tracks]

    def entries(self, entries: list[dict]) -> list[dict]:
        kept: list[dict] = []
        for entry in entries:
            if "glob" in entry:
                kept += [{"file": file} for file in self._found(entry["glob"]) if {"file": file} not in kept]
                continue
            sections = self.entries(entry.get("sections", []))
            if self._taken(entry["file"]):
                kept.append({"file": entry["file"]} | ({"sections": sections} if sections else {}))
            else:
                kept += sections
        return kept

    def _found(self, pattern: str) -> list[str]:
        folder = pattern.rsplit("/", 1)[0] + "/"
        if folder.startswith("notebooks/"):
            return self.lessons  # at the first area's place, in the partner's order
        if folder in _OF_MODULES:
            return [f"{folder}{slug}" for slug in self.chosen.slugs] if "workshops" in self.pages else []
        return [f"{folder}{name}" for name in self.chosen.data] if folder == "book/data/" else []

    def _taken(self, file: str) -> bool:
        if file in ALWAYS:
            return True
        if file.startswith(CERTIFICATES):
            capstone = self.catalog.capstone
            return "certificates" in self.pages and (
                file != f"{CERTIFICATES}capstone" or capstone in self.chosen.assignments
            )
        if file.startswith("book/tracks/"):
            return file in self.tracks or (file == "book/tracks/index" and bool(self.tracks))
        return file.removeprefix("book/") in self.pages
