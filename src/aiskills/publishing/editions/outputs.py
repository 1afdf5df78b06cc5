"""Outputs of lessons that the library has already: an edition takes them over and does not run the lessons again.

That is sound where running again would compute the same. A lesson's outputs depend on its code, its data, the package
and the versions of libraries. The library's cache belongs to their present state (``book.cached_lessons``); an edition
takes the same data, package and lock. Of the code, one cell may differ: the set-up cell, which does nothing outside
Colab. A lesson that prints the public address is run again where the edition has another one.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path

import nbformat

from aiskills.catalog import Module

from ..book import cached_lessons
from ..settings import read_repository


def carry(library: Path, edition: Path, modules: tuple[Module, ...]) -> list[str]:
    """Put the library's outputs of these lessons into the edition's cache; returns the slugs that must be run."""
    from jupyter_cache import get_cache
    from jupyter_cache.base import CacheBundleIn

    if not (cached_lessons(library) / "global.db").is_file():
        return [module.slug for module in modules]
    folder = cached_lessons(edition)
    folder.mkdir(parents=True)
    theirs, mine = get_cache(cached_lessons(library)), get_cache(folder)
    url = read_repository(edition).url
    left = []
    try:
        for module in modules:
            path = edition / module.path.relative_to(library)
            try:
                record = theirs.match_cache_notebook(nbformat.read(module.path, as_version=4))
            except KeyError:
                left.append(module.slug)
                continue
            done = theirs.get_cache_bundle(record.pk).nb
            lesson = _with_outputs(nbformat.read(path, as_version=4), done)
            if lesson is None or (url and _prints(done, read_repository(library).url)):
                left.append(module.slug)
                continue
            seconds = {"execution_seconds": record.data.get("execution_seconds", 0)}
            # The same words on every machine: the place of the file is no part of it.
            uri = path.relative_to(edition).as_posix()
            mine.cache_notebook_bundle(CacheBundleIn(lesson, uri, data=seconds), check_validity=False, overwrite=True)
    finally:
        theirs.db.dispose()
        mine.db.dispose()
    return left


def _with_outputs(lesson: nbformat.NotebookNode, done: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    """The lesson with the outputs of ``done``; None where code other than that of the set-up cell differs."""
    cells = [cell for cell in lesson.cells if cell.cell_type == "code"]
    if len(cells) != len(done.cells):
        return None
    for cell, ran in zip(cells, done.cells, strict=True):
        if cell.source != ran.source and "setup" not in cell.metadata.get("tags", ()):
            return None
        cell.outputs, cell.execution_count = copy.deepcopy(ran.outputs), ran.execution_count
    for key in ("kernelspec", "language_info", "widgets"):
        if key in done.metadata:
            lesson.metadata[key] = done.metadata[key]
    return lesson


def _prints(done: nbformat.NotebookNode, url: str) -> bool:
    return bool(url) and any(url in json.dumps(cell.outputs) for cell in done.cells)
