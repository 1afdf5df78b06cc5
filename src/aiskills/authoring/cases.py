"""Answers that test an assignment: wrong ones (mutants) and right ones written differently (alternatives).

Each is a file in ``tests/assignments/<slug>/{mutants,alternatives}/``: a docstring with the lines ``loses:`` and
``misconception:``, then answer cells, each under ``# %% <grade id>``. Tests grade them; ``aiskills check`` reads them.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from aiskills.catalog import CatalogError

KINDS = ("alternative", "mutant")
FACTS = re.compile(r"^(loses|misconception):[ \t]*((?:.*)(?:\n[ \t]+\S.*)*)$", re.M)


@dataclass
class Case:
    """One submission: what it is, its answer cells (grade id -> source), and the parts that it must lose."""

    slug: str
    kind: str  # reference, blank, alternative, mutant
    name: str
    cells: dict[str, str] = field(default_factory=dict)
    loses: set[str] = field(default_factory=set)
    misconception: str = ""

    @property
    def title(self) -> str:
        return f"{self.kind}:{self.name}" if self.kind in KINDS else self.name


def read_cases(slug: str, folder: Path) -> list[Case]:
    """All alternatives, then all mutants in ``folder``. Raises CatalogError for one that cannot be read."""
    return [read_case(slug, kind, path) for kind in KINDS for path in sorted((folder / f"{kind}s").glob("*.py"))]


def read_case(slug: str, kind: str, path: Path) -> Case:
    """Read one file. Raises CatalogError with a sentence for what is missing in it."""
    text = path.read_text(encoding="utf-8")
    try:
        facts = dict(FACTS.findall(ast.get_docstring(ast.parse(text)) or ""))
    except SyntaxError as error:
        raise CatalogError(f"{path}, line {error.lineno}: this is not Python ({error.msg}).") from None
    if "loses" not in facts:
        raise CatalogError(f"{path}: the docstring needs a line 'loses: part, part' (empty for an alternative).")
    pieces = re.split(r"^# %% *(\S+) *$", text, flags=re.MULTILINE)[1:]
    cells = {name: source.strip() for name, source in zip(pieces[::2], pieces[1::2], strict=True)}
    if not cells:
        raise CatalogError(f"{path}: no cell: write '# %% <grade id of an answer cell>' above the code.")
    loses = {part for part in re.split(r"[,\s]+", facts["loses"].strip()) if part and part != "-"}
    return Case(slug, kind, path.stem, cells, loses, facts.get("misconception", "").strip())
