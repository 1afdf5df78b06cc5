"""The catalogue: which modules, tracks and assignments there are, read from the repository's files.

A module that exists keeps its facts in its notebook (``metadata.aiskills``); tracks and planned modules stand in
``book/tracks/tracks.toml``. Nothing is stated in two places, and everything else is derived from these objects.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from .notebooks import CatalogError, read_notebook

AREAS = ("foundations", "generative", "sustainability", "trainers", "policy")
LEVELS = ("foundation", "advanced")


@dataclass(frozen=True)
class Module:
    """One module. ``path`` is the lesson's notebook, or None while nothing is written. Minutes are estimates.

    A ``draft`` has a notebook and is not published yet: pages, lists and releases show it as planned.
    """

    slug: str
    title: str
    level: str
    lesson_minutes: int
    assignment_minutes: int
    area: str
    path: Path | None = None
    lanes: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    tapes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    draft: bool = False

    @property
    def ready(self) -> bool:
        return self.path is not None and not self.draft


@dataclass(frozen=True)
class Track:
    """One certification track: its modules by slug, in the order of learning."""

    id: str
    slug: str
    title: str
    audience: str
    needs: str
    promise: str
    foundation: tuple[str, ...]
    advanced: tuple[str, ...]
    electives: tuple[str, ...]


@dataclass(frozen=True)
class Assignment:
    """One assignment: the notebook that instructors edit, and its working time in minutes. A draft is not released."""

    slug: str
    path: Path
    minutes: int
    draft: bool = False


@dataclass(frozen=True)
class Catalog:
    """All modules (ready and planned), tracks and assignments of the library rooted at ``root``.

    ``rules`` is the table of the same name in ``tracks.toml`` as it stands there; ``certificates.rules`` checks it.
    """

    root: Path
    modules: dict[str, Module]
    tracks: tuple[Track, ...]
    assignments: dict[str, Assignment]
    essentials: tuple[str, ...]
    essentials_title: str = "AI Essentials badge"
    rules: dict = field(default_factory=dict, hash=False)

    @property
    def ready(self) -> tuple[Module, ...]:
        """Modules whose lesson exists, in the order of their slugs."""
        return tuple(module for module in self.modules.values() if module.ready)

    @property
    def written(self) -> tuple[Module, ...]:
        """Modules that have a notebook, drafts among them: what is tested and checked."""
        return tuple(module for module in self.modules.values() if module.path)

    def module(self, slug: str) -> Module:
        """The module with this slug; CatalogError names the ones that exist when there is none."""
        if slug not in self.modules:
            raise CatalogError(f"There is no module {slug!r}. Modules: {', '.join(self.modules)}.")
        return self.modules[slug]

    def lesson(self, name: str) -> Module:
        """The ready module with this slug, or with this first word of it (``f02``).

        Raises CatalogError, with the lessons that can be taken, when there is none.
        """
        ready = {module.slug: module for module in self.ready}
        hits = [slug for slug in ready if name in (slug, slug.split("-")[0])]
        if len(hits) != 1:
            raise CatalogError(f"There is no lesson {name!r} to take today. Lessons: {', '.join(ready)}.")
        return ready[hits[0]]

    @property
    def capstone(self) -> str:
        """The slug of the assignment that belongs to no lesson: the project of the Advanced level; empty: none."""
        return self.rules.get("capstone", {}).get("assignment", "")

    def criteria(self, level: str, track: str = "") -> str:
        """What a level (``essentials``, ``foundation``, ``advanced``) asks for in a track; empty without a rule.

        Raises CatalogError for a text that asks for something other than the rule's own numbers.
        """
        rule = self.rules.get(level)
        if not rule:
            return ""
        try:
            shares = {"threshold": rule["threshold"], "written": rule["written_minimum"]}
            words = rule["criteria"].format(**{name: f"{100 * share:g}" for name, share in shares.items()})
            lanes = rule.get("one_lane", False)
            enough = lanes is True or (lanes is not False and track in lanes)
            return words + (" Where an assignment has lanes, one of them is enough." if enough else "")
        except (KeyError, ValueError, IndexError, TypeError, AttributeError) as error:
            raise CatalogError(
                f"tracks.toml, [rules.{level}]: criteria, threshold and written_minimum do not fit together ({error})."
            ) from None


def find_root(start: Path | str | None = None) -> Path:
    """The repository's root: the first folder at or above ``start`` (or this file's checkout) that holds ``_toc.yml``.

    Raises CatalogError when there is none.
    """
    places = [Path(start).resolve() if start else Path.cwd(), Path(__file__).resolve()]
    for place in places:
        for folder in (place, *place.parents):
            if (folder / "_toc.yml").is_file() and (folder / "notebooks").is_dir():
                return folder
    raise CatalogError("This command works on a checkout of the library: change to its folder and run it again.")


def load_catalog(root: Path | str | None = None) -> Catalog:
    """Read the whole catalogue. Modules come by area and slug; those that ``order`` in tracks.toml names come first.

    Raises CatalogError with one sentence for the first thing that does not agree: a module in a track that neither
    exists nor is planned, a module both planned and present, a notebook whose facts are incomplete.
    """
    root = find_root(root)
    text = tomllib.loads((root / "book/tracks/tracks.toml").read_text(encoding="utf-8"))
    present = [_module(path) for path in sorted(root.glob("notebooks/*/*.ipynb"))]
    planned = [_planned(slug, facts) for slug, facts in text["planned"].items()]
    modules: dict[str, Module] = {}
    place = {slug: number for number, slug in enumerate(text.get("order", ()))}
    for module in sorted([*present, *planned], key=lambda one: (place.get(one.slug, len(place)), _order(one))):
        if module.slug in modules:
            raise CatalogError(
                f"{module.slug} has a notebook and still stands under [planned] in tracks.toml: remove it there."
            )
        modules[module.slug] = module
    tracks = tuple(_track(entry, modules) for entry in text["tracks"])
    assignments = {path.stem: _assignment(path) for path in sorted(root.glob("assignments/source/*/*.ipynb"))}
    badge, rules = text["essentials"], text.get("rules", {})
    named = badge.get("title", "AI Essentials badge")
    return Catalog(root, modules, tracks, assignments, tuple(badge["modules"]), named, rules)


def _order(module: Module) -> tuple[int, str]:
    return (AREAS.index(module.area), module.slug)


# The first letter of a slug is its area's letter: F foundations, G generative, S sustainability, T trainers, P policy.
AREA_OF_LETTER = dict(zip("fgstp", AREAS, strict=True))


def _planned(slug: str, facts: dict) -> Module:
    minutes = facts["minutes"]
    area = AREA_OF_LETTER[slug[0]]
    return Module(slug, facts["title"], facts["level"], minutes["lesson"], minutes["assignment"], area)


_LISTS = ("lanes", "outcomes", "frameworks", "prerequisites", "packages", "data", "models", "tapes", "languages")


def _module(path: Path) -> Module:
    facts = read_notebook(path).facts
    try:
        minutes = facts["minutes"]
        lists = {name: tuple(facts[name]) for name in _LISTS}
        module = Module(
            slug=facts["slug"],
            title=facts["title"],
            level=facts["level"],
            lesson_minutes=int(minutes["lesson"]),
            assignment_minutes=int(minutes["assignment"]),
            area=facts["area"],
            path=path,
            draft=bool(facts.get("draft")),
            **lists,
        )
    except KeyError as error:
        raise CatalogError(f"{path}: the notebook's metadata lacks aiskills.{error.args[0]}: add it.") from None
    if module.slug != path.stem or module.area != path.parent.name or module.area not in AREAS:
        raise CatalogError(
            f"{path}: slug and area in the metadata ({module.slug}, {module.area}) must be its file and folder."
        )
    if module.level not in LEVELS:
        raise CatalogError(f"{path}: the level is {module.level!r}, but must be one of {', '.join(LEVELS)}.")
    return module


def _track(entry: dict, modules: dict[str, Module]) -> Track:
    track = Track(**{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})
    for slug in track.foundation + track.advanced + track.electives:
        if slug not in modules:
            raise CatalogError(
                f"Track {track.id}: {slug} neither has a notebook nor stands under [planned] in tracks.toml."
            )
    return track


def _assignment(path: Path) -> Assignment:
    facts = read_notebook(path).facts
    try:
        return Assignment(path.stem, path, int(facts["minutes"]), bool(facts.get("draft")))
    except KeyError as error:
        raise CatalogError(f"{path}: the notebook's metadata lacks aiskills.{error.args[0]}: add it.") from None
