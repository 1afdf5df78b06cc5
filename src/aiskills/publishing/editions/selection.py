"""What an edition holds: the chosen modules in their order, and all that they need to be taken, run and marked."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from aiskills.catalog import Catalog, Module

from .checks import near, wrong
from .file import Edition

HELPERS = "src/aiskills/learn/lessons"
# How a lesson, an assignment or a helper asks for data, recordings and models.
CALLS = re.compile(r"\b(load|card|tape|model_path|path)\(\s*[\"']([a-z0-9-]+)[\"']")


@dataclass(frozen=True)
class Selection:
    """Names of everything that goes into an edition.

    ``modules`` stand in the partner's order, ``brought`` (slug -> the slug that needs it) among them, before the module
    that needs them. ``left_out`` says of modules of a chosen track why they are not there. ``tracks`` (id -> levels)
    and ``badge`` are what can be earned: every module of such a level is in the edition. ``helpers`` are the names of
    files in ``learn/lessons``.
    """

    modules: tuple[Module, ...]
    brought: dict[str, str]
    left_out: dict[str, str]
    assignments: tuple[str, ...]
    data: tuple[str, ...]
    tapes: tuple[str, ...]
    models: tuple[str, ...]
    helpers: tuple[str, ...]
    tracks: dict[str, tuple[str, ...]]
    badge: bool

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(module.slug for module in self.modules)


def choose(edition: Edition, catalog: Catalog, file: Path) -> Selection:
    """Resolve the partner's choice against the library.

    Raises SystemExit with one sentence for a module or track that does not exist, is planned, or is not there in the
    edition's language or lane.
    """
    left_out: dict[str, str] = {}
    wanted = [_named(slug, edition, catalog, file) for slug in edition.modules]
    for name in edition.tracks:
        tracks = {track.slug: track for track in catalog.tracks}
        if name not in tracks:
            raise wrong(file, "tracks", f"there is no track {name!r}{near(name, tracks)}")
        for slug in tracks[name].foundation + tracks[name].advanced:
            why = _unfit(catalog.module(slug), edition)
            if why:
                left_out[slug] = why
            elif slug not in wanted:
                wanted.append(slug)
    if not wanted:
        why = "; ".join(f"{slug} {why}" for slug, why in left_out.items())
        raise wrong(file, "tracks", f"no module of it can be taken: {why}")
    brought: dict[str, str] = {}
    order: list[str] = []
    for slug in wanted:
        _bring(slug, wanted, order, brought, catalog)
    for slug, needed_by in brought.items():
        why = _unfit(catalog.module(slug), edition, lanes=False)
        if why:
            raise wrong(file, "modules", f"{needed_by} needs {slug}, which {why}")
    modules = tuple(catalog.module(slug) for slug in order)
    tracks, badge = _levels(catalog, set(order))
    assignments = [slug for slug in order if slug in catalog.assignments and not catalog.assignments[slug].draft]
    if any("advanced" in levels for levels in tracks.values()):
        assignments.append(catalog.capstone)
    return Selection(
        modules, brought, left_out, tuple(assignments), *_needs(modules, assignments, catalog), tracks, badge
    )


def _named(slug: str, edition: Edition, catalog: Catalog, file: Path) -> str:
    ready = [module.slug for module in catalog.ready]
    if slug not in catalog.modules:
        raise wrong(file, "modules", f"there is no module {slug!r}{near(slug, ready)}")
    why = _unfit(catalog.module(slug), edition)
    if why:
        raise wrong(file, "modules", f"{slug} {why}{near(slug, ready) if not catalog.module(slug).ready else ''}")
    return slug


def _unfit(module: Module, edition: Edition, lanes: bool = True) -> str:
    """Why a module cannot be in the edition, as the end of a sentence; empty when it can."""
    if not module.ready:
        return "is planned and not written yet"
    if edition.language not in module.languages:
        return f"is not there in the language {edition.language!r}, only in: {', '.join(module.languages)}"
    if lanes and edition.lane != "both" and edition.lane not in module.lanes:
        return f"has no lane {edition.lane!r}, only: {', '.join(module.lanes)}"
    return ""


def _bring(slug: str, wanted: list[str], order: list[str], brought: dict[str, str], catalog: Catalog) -> None:
    """Put what a module needs before it, then the module; what the partner chose keeps its place where it can."""
    if slug in order:
        return
    for needed in catalog.module(slug).prerequisites:
        if needed not in wanted and needed not in order:
            brought[needed] = slug
        _bring(needed, wanted, order, brought, catalog)
    order.append(slug)


def _levels(catalog: Catalog, slugs: set[str]) -> tuple[dict[str, tuple[str, ...]], bool]:
    """The levels of tracks, and the badge, of which every module is there and written: nothing less may be promised."""

    def whole(modules: tuple[str, ...]) -> bool:
        return bool(modules) and all(slug in slugs for slug in modules)

    badge = whole(catalog.essentials)
    tracks = {}
    for track in catalog.tracks:
        levels = ["foundation"] if whole(track.foundation) else []
        rule = catalog.rules.get("advanced", {})
        reachable = badge or not rule.get("essentials")
        if whole(track.advanced) and reachable and catalog.capstone in catalog.assignments:
            levels.append("advanced")
        if levels:
            tracks[track.id] = tuple(levels)
    return tracks, badge


def _needs(modules: tuple[Module, ...], assignments: list[str], catalog: Catalog) -> tuple[tuple[str, ...], ...]:
    """Names of data, recordings, models and helper files: what metadata and cards say, and what the code asks for."""
    root = catalog.root
    sources = [module.path for module in modules] + [catalog.assignments[slug].path for slug in assignments]
    code = {path: _code(path) for path in sources}
    helpers = _helpers(root, [module.slug for module in modules], list(code.values()))
    texts = [*code.values(), *((root / HELPERS / name).read_text(encoding="utf-8") for name in helpers)]
    asked = {name for text in texts for _, name in CALLS.findall(text)}
    slugs = {module.slug for module in modules}
    cards = {path.parent.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in _cards(root)}
    data = {name for name, card in cards.items() if name in asked or slugs & set(card["used_by"])}
    data |= {name for module in modules for name in module.data}
    tapes = {path.stem for path in root.glob("datasets/tapes/*.json") if "." not in path.stem}
    registry = tomllib.loads((root / "datasets/models.toml").read_text(encoding="utf-8"))
    return (
        tuple(sorted(data)),
        tuple(sorted({name for module in modules for name in module.tapes} | (asked & tapes))),
        tuple(name for name in registry if name in asked or any(name in module.models for module in modules)),
        helpers,
    )


def _cards(root: Path) -> list[Path]:
    return sorted(root.glob("datasets/*/card.toml"))


def _code(notebook: Path) -> str:
    """All code of a notebook, lines that Python itself does not know left out."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(("%", "!")))


def _helpers(root: Path, slugs: list[str], texts: list[str]) -> tuple[str, ...]:
    """The files of the chosen lessons in ``learn/lessons``, and those of others that code of theirs imports."""
    folder = root / HELPERS
    stems = {slug.split("-")[0] for slug in slugs}
    found = {path.name for path in folder.iterdir() if path.stem.split("_")[0] in stems and path.is_file()}
    open_ = [*texts, *((folder / name).read_text(encoding="utf-8") for name in found if name.endswith(".py"))]
    while open_:
        for name in _imported(open_.pop()):
            if (folder / f"{name}.py").is_file() and f"{name}.py" not in found:
                found.add(f"{name}.py")
                open_.append((folder / f"{name}.py").read_text(encoding="utf-8"))
    return tuple(sorted(found))


def _imported(code: str) -> set[str]:
    """The names in ``aiskills.learn.lessons`` that a piece of code imports; cells that do not parse count by text."""
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except SyntaxError:
        return set(re.findall(r"\b([fgstp]\d\d_\w+)", code))
    names = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            names |= {(node.module or "").split(".")[-1], *(alias.name for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name.split(".")[-1] for alias in node.names}
    return names
