"""A partner's logo: a small SVG or PNG file beside the edition's file. Nothing in it may run, or load something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from . import checks
from .checks import wrong

MOST_BYTES = 60_000  # every page shows it: a fifth of what a page may weigh
ACTIVE = re.compile(rb"<script|<foreignObject|<!ENTITY|\son[a-z]+\s*=|javascript:|@import", re.I)
OUTSIDE = re.compile(rb"(?:href|src)\s*=\s*[\"'](?!#|data:)|url\(\s*[\"']?(?!#|data:)", re.I)


@dataclass(frozen=True)
class Logo:
    """``ending`` is ``.svg`` or ``.png``; ``alt`` says in words what the picture shows."""

    content: bytes
    ending: str
    alt: str


def read_logo(file: Path, table) -> Logo:
    """The logo that the table ``[logo]`` in an edition's ``file`` names; SystemExit with a sentence if it is unfit."""
    checks.keys(file, table, ("file", "alt"), ("file", "alt"), "logo")
    name = table["file"]
    alt = checks.words(file, table, "alt", where="logo")
    if not isinstance(name, str) or Path(name).name != name:
        raise wrong(file, "logo.file", f"is {name!r}, but the logo must lie beside {file.name}: give its name alone")
    path = file.parent / name
    if not path.is_file():
        there = sorted(one.name for one in file.parent.iterdir() if one.suffix in (".svg", ".png"))
        raise wrong(
            file, "logo.file", f"there is no file {name!r} beside it{checks.near(name, there) if there else ''}"
        )
    content, ending = path.read_bytes(), path.suffix.lower()
    right = content.startswith(b"\x89PNG\r\n") if ending == ".png" else b"<svg" in content[:2000]
    if ending not in (".svg", ".png") or not right:
        raise wrong(file, "logo.file", f"{name} must be a picture in SVG or PNG, with that ending")
    if len(content) > MOST_BYTES:
        raise wrong(
            file, "logo.file", f"{name} has {len(content):,} bytes, but every page shows it: at most {MOST_BYTES:,}"
        )
    if ending == ".svg" and (ACTIVE.search(content) or OUTSIDE.search(content)):
        raise wrong(file, "logo.file", f"{name} holds a script or loads something: save it as plain SVG")
    return Logo(content, ending, alt)
