"""Small pieces of Markdown that the derived pages share."""

from __future__ import annotations

from aiskills.catalog import Catalog, Module


def link(module: Module, catalog: Catalog, folder: str) -> str:
    """Markdown link to a ready module from a page in ``folder``."""
    up = "../" * (folder.count("/") + 1)
    return f"[{module.title}]({up}{module.path.relative_to(catalog.root).as_posix()})"


def title(module: Module, catalog: Catalog, folder: str) -> str:
    """The module's title: a link when it is ready, marked as planned when it is not."""
    return link(module, catalog, folder) if module.ready else f"{module.title} *(planned)*"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |\n" for line in lines
    )
