"""What every value of an edition's file is held against, and the one sentence when it does not fit."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

# Of welcome texts and notices: HTML could load something from elsewhere, a heading would break the page's order.
FORBIDDEN = (
    (re.compile(r"<[a-zA-Z/!]"), "holds HTML: write Markdown alone"),
    (re.compile(r"!\["), "holds a picture: only the logo can be one"),
    (re.compile(r"(?m)^ {0,3}#{1,6} "), "holds a heading: write paragraphs, lists and links"),
    (re.compile(r"(?m)^ {0,3}(```|:::|~~~|%)"), "holds a block with a directive: write paragraphs, lists and links"),
    (re.compile(r"\{[\w:-]+\}`"), "holds a role in curly brackets: write paragraphs, lists and links"),
)


def wrong(file: Path, key: str, what: str) -> SystemExit:
    """The error for a value, as one sentence with the file and the key."""
    return SystemExit(f"{file.name}, {key}: {what}.")


def near(value: object, known: Iterable[str]) -> str:
    """The end of a sentence: which value was perhaps meant, and which there are."""
    known = list(known)
    meant = difflib.get_close_matches(str(value), known, 1, 0.6)
    return (
        f"; did you mean {meant[0]!r}? There are: {', '.join(known)}" if meant else f"; there are: {', '.join(known)}"
    )


def keys(file: Path, table: object, known: Iterable[str], needed: Iterable[str], where: str = "") -> None:
    """Raises SystemExit where ``table`` is none, has a key that is not known, or lacks one that is needed."""
    if not isinstance(table, Mapping):
        raise wrong(file, where, f"must be a table: write [{where}] and its keys under it")
    inside = f"{where}." if where else ""
    for key in table:
        if key not in known:
            raise wrong(file, f"{inside}{key}", f"is not a key that is known here{near(key, known)}")
    for key in needed:
        if key not in table:
            raise wrong(file, f"{inside}{key}", "is missing, and it is needed")


def words(file: Path, table: Mapping, key: str, most: int = 300, where: str = "", empty: bool = False) -> str:
    """A text of one line; where ``empty``, it may be missing."""
    value = table.get(key, "")
    name = f"{where}.{key}" if where else key
    if not isinstance(value, str) or (not empty and not value.strip()):
        raise wrong(file, name, "must be a text in quotation marks")
    value = value.strip()
    if len(value) > most or "\n" in value:
        raise wrong(file, name, f"has {len(value)} letters, but must be one line of at most {most}")
    if re.search(r"[<>\[\]`*|\\]", value):
        raise wrong(file, name, "holds a sign that means something to Markdown or HTML: use plain words")
    return value


def markdown(file: Path, table: Mapping, key: str) -> str:
    """Paragraphs, lists and links in Markdown, without a final line break; empty where the key is missing."""
    value = table.get(key, "")
    if not isinstance(value, str):
        raise wrong(file, key, "must be a text in quotation marks")
    for pattern, what in FORBIDDEN:
        if pattern.search(value):
            raise wrong(file, key, what)
    return value.strip()


def names(file: Path, table: Mapping, key: str) -> tuple[str, ...]:
    """A list of names, each once; empty where the key is missing."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise wrong(file, key, f'must be a list of names, such as {key} = ["...", "..."]')
    twice = [name for name in value if value.count(name) > 1]
    if twice:
        raise wrong(file, key, f"names {twice[0]!r} twice")
    return tuple(value)
