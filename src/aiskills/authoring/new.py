"""Write the skeleton of a new lesson or of a new assignment: a small module that runs and can be graded, as a draft.

The skeletons lie in ``skeleton/`` under the paths that they get in the library. They are a real module whose slug is
``x00-new-module``: writing one means to put another slug, title and area in its place.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from aiskills.catalog import AREA_OF_LETTER, CatalogError, load_catalog
from aiskills.publishing.settings import read_repository

SKELETON = Path(__file__).parent / "skeleton"
SLUG, TITLE, AREA = "x00-new-module", "A new module", "area"
FILES = {
    "lesson": (
        "notebooks/area/x00-new-module.ipynb",
        "src/aiskills/learn/lessons/x00_new_module.toml",
        "src/aiskills/learn/lessons/x00_new_module.py",
        "tests/notebooks/x00-new-module/wrong.py",
        "tests/unit/lessons/test_x00.py",
        "book/teach/x00-new-module.md",
    ),
    "assignment": (
        "assignments/source/x00-new-module/x00-new-module.ipynb",
        "assignments/source/x00-new-module/rubric.md",
        "tests/assignments/x00-new-module/mutants/copied-from-the-example.py",
        "tests/assignments/x00-new-module/mutants/missing-is-zero.py",
        "tests/assignments/x00-new-module/alternatives/loops.py",
        "tests/assignments/x00-new-module/alternatives/with-pandas.py",
    ),
}
TRACKS = "book/tracks/tracks.toml"


@dataclass(frozen=True)
class Facts:
    """What stands of a new module before anybody writes it. Minutes are estimates."""

    slug: str
    title: str
    area: str
    level: str
    lesson_minutes: int
    assignment_minutes: int


def write(root: Path, kind: str, slug: str, title: str | None = None) -> list[str]:
    """Write the skeleton of a ``kind`` ("lesson" or "assignment") into the library at ``root``.

    Returns the paths that were written, relative to ``root``; for a lesson whose module was planned, the tracks file is
    among them, because the module no longer stands there as planned. Raises CatalogError with a sentence, and writes
    nothing, where the slug is not usable or one of the files exists.
    """
    facts = _facts(root, slug, title)
    texts = {_named(path, facts): _filled(path, facts, root) for path in FILES[kind]}
    there = [path for path in texts if (root / path).exists()]
    if there:
        raise CatalogError(f"{there[0]} exists already, and nothing is overwritten: choose another slug or edit it.")
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
    return [*texts, *([TRACKS] if kind == "lesson" and _no_longer_planned(root / TRACKS, slug) else [])]


def next_steps(kind: str, slug: str) -> list[str]:
    """What to do after the skeleton of a ``kind`` was written, a line each."""
    first = {
        "lesson": f"Open notebooks/.../{slug}.ipynb: the example runs. Replace it, part by part, by your own.",
        "assignment": f"Write mutants and tests first: pytest tests/assignments -k {slug} grades them for real.",
    }
    return [
        first[kind],
        f"Ask often what is missing: aiskills check {slug}",
        'Finished? Take out the notes "To the author" and, in the metadata, "draft": until then it is not published.',
        "The whole way from an idea to an accepted module: book/contributing.md",
    ]


def _facts(root: Path, slug: str, title: str | None) -> Facts:
    if not re.fullmatch(r"[fgstp]\d\d(-[a-z0-9]+)+", slug):
        areas = ", ".join(f"{letter} {area}" for letter, area in AREA_OF_LETTER.items())
        raise CatalogError(
            f"{slug!r} is not a usable slug: take the letter of the area, two digits and words, such as"
            f" f07-missing-values ({areas})."
        )
    known = load_catalog(root).modules.get(slug)
    if known is None:
        words = slug.split("-", 1)[1].replace("-", " ").capitalize()
        return Facts(slug, title or words, AREA_OF_LETTER[slug[0]], "foundation", 60, 45)
    return Facts(slug, title or known.title, known.area, known.level, known.lesson_minutes, known.assignment_minutes)


def _named(text: str, facts: Facts) -> str:
    """A path or a text of the skeleton with the module's own names."""
    first, slug = facts.slug.split("-")[0], facts.slug
    text = text.replace(SLUG, slug).replace(SLUG.replace("-", "_"), slug.replace("-", "_"))
    return text.replace(f"/{AREA}/", f"/{facts.area}/").replace("test_x00.py", f"test_{first}.py")


def _filled(path: str, facts: Facts, root: Path) -> str:
    text = (SKELETON / path).read_text(encoding="utf-8")
    if not path.endswith(".ipynb"):
        return _named(text, facts).replace(TITLE, facts.title)
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        source = _named("".join(cell["source"]), facts).replace(TITLE, facts.title)
        if "setup" in cell["metadata"].get("tags", ()):
            source = read_repository(root).setup_cell()
        cell["source"] = source.splitlines(keepends=True)
    own = notebook["metadata"]["aiskills"]
    own["slug"] = facts.slug
    if own.get("kind") == "assignment":
        own["minutes"] = facts.assignment_minutes
    else:
        own |= {"title": facts.title, "area": facts.area, "level": facts.level}
        own["minutes"] = {"lesson": facts.lesson_minutes, "assignment": facts.assignment_minutes}
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _no_longer_planned(tracks: Path, slug: str) -> bool:
    """Take the module out of [planned] in the tracks file and leave every other line as it is; whether it was there."""
    text = tracks.read_text(encoding="utf-8")
    # The heading, the lines of facts under it, and the empty line that divides it from the next one.
    kept, count = re.subn(rf"(?m)^\[planned\.{re.escape(slug)}\]\n(?:\w+ *=.*\n?)*\n?", "", text)
    if count:
        tracks.write_text(kept.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
    return bool(count)
