"""``_config.yml``, ``models.toml`` and ``Makefile`` of an edition: the library's own text with a few lines changed."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from .file import Edition
from .notices import CONTRIBUTORS

# Targets for those who write the library: they need its tests.
WITHOUT = ("setup-test", "test", "lint", "lock")


def config(text: str, edition: Edition) -> str:
    """``_config.yml`` with the edition's name, logo, language, notices and address."""
    holder = f"{CONTRIBUTORS}. Edition: {edition.partner.name}"
    text = _set(text, "title", edition.name)
    text = _set(text, "author", holder)
    if edition.logo:
        text = _set(text, "logo", f"logo{edition.logo.ending}", plain=True)
    text = _set(text, r"    language", edition.language, plain=True)
    text = _set(text, r"        text", edition.name)
    changed, count = re.subn(
        r"(?m)^(repository:\n(?:[ ]+#.*\n)*[ ]+url:[ ]*)\S+",
        lambda found: found[1] + (edition.repository or '""'),
        text,
    )
    if count != 1:
        raise SystemExit(
            "_config.yml must hold `repository:` with `url:` on the next line: put it there and try again."
        )
    return changed


def _set(text: str, key: str, value: str, plain: bool = False) -> str:
    words = value if plain else json.dumps(value, ensure_ascii=False)
    changed, count = re.subn(rf"(?m)^{key}: .*$", lambda _: f"{key}: {words}", text)
    if count != 1:
        raise SystemExit(
            f"_config.yml must hold one line `{key.strip()}: ...`, but has {count}: correct it and try again."
        )
    return changed


def models(text: str, names: Collection[str]) -> str:
    """The registry of models with these alone, and its opening note."""
    pieces = re.split(r"(?m)^(?=\[[a-z0-9.-]+\]$)", text)
    kept = [piece for piece in pieces[1:] if piece.split("]")[0].removeprefix("[") in names]
    return pieces[0] + "".join(kept)


def makefile(text: str) -> str:
    """The Makefile without the targets that need the tests."""
    blocks = text.split("\n\n")
    kept = [block for block in blocks if not re.search(rf"(?m)^({'|'.join(WITHOUT)}):", block)]
    text = "\n\n".join(kept)
    text = re.sub(rf'(?m)^\t@echo "make (?:{"|".join(WITHOUT)}) .*\n', "", text)
    text = re.sub(
        r"(?m)^# The two commands: .*$", "# `make course` sets everything up and can be stopped and run again.", text
    )
    return (
        re.sub(
            r"(?m)^\.PHONY:.*$", lambda line: " ".join(word for word in line[0].split() if word not in WITHOUT), text
        ).rstrip("\n")
        + "\n"
    )
