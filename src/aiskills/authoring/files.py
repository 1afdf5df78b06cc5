"""The files of one module, found by its slug; what a rule looks at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from aiskills.catalog import Catalog, Lesson, read_notebook


@dataclass(frozen=True)
class Files:
    """Where everything of the module ``slug`` stands in the library of ``catalog``. A file need not exist."""

    catalog: Catalog
    slug: str

    @property
    def root(self) -> Path:
        return self.catalog.root

    @cached_property
    def lesson(self) -> Lesson | None:
        """The lesson's notebook; None while there is none."""
        module = self.catalog.modules.get(self.slug)
        return read_notebook(module.path) if module and module.path else None

    @cached_property
    def assignment(self) -> Lesson | None:
        """The assignment's notebook; None while there is none."""
        path = self.root / "assignments/source" / self.slug / f"{self.slug}.ipynb"
        return read_notebook(path) if path.is_file() else None

    @property
    def texts(self) -> Path:
        """Quizzes, poll, predictions and words of the checks; the program beside it has the suffix .py."""
        return self.root / "src/aiskills/learn/lessons" / f"{self.slug.replace('-', '_')}.toml"

    @property
    def answers(self) -> Path:
        return self.root / "tests/notebooks" / self.slug / "wrong.py"

    @property
    def unit_test(self) -> Path:
        return self.root / "tests/unit/lessons" / f"test_{self.slug.split('-')[0]}.py"

    @property
    def card(self) -> Path:
        return self.root / "book/teach" / f"{self.slug}.md"

    @property
    def rubric(self) -> Path:
        return self.root / "assignments/source" / self.slug / "rubric.md"

    @property
    def cases(self) -> Path:
        return self.root / "tests/assignments" / self.slug

    def name(self, path: Path) -> str:
        """A path as a person writes it, from the top of the library."""
        return path.relative_to(self.root).as_posix()
