"""The rules of certificates: read from ``book/tracks/tracks.toml`` and checked against the modules that exist.

Nothing here decides on a learner; ``eligible`` does, with these rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from aiskills.catalog import Catalog, CatalogError, Track, read_notebook

from .facts import Certificate
from .rule_tables import FILE, LEVELS, keys, mapped_to, table, wrong

# Why something is not earned yet: code -> what it means. A reason's own text names the module and the part.
REASONS = {
    "module-not-ready": "a module of the certificate cannot be taken yet",
    "not-submitted": "nothing was handed in",
    "not-graded": "the file was not accepted, so there is nothing to count",
    "part-not-gradable": "a part could not be graded, and a person must look",
    "part-not-marked": "a written part waits for the mark of a person",
    "other-version": "the results are those of another version of the assignment",
    "integrity-flag": "the grader noted something that no person has looked into yet",
    "below-threshold": "too few of the points that tests give",
    "rubric-minimum": "too few of the points of the written parts",
    "safety-item": "points were lost in a part that tests for leaks, privacy, injection or harm to groups",
    "evidence-missing": "the executed notebook that was marked is not there",
    "essentials-missing": "the badge that this certificate needs is not earned yet",
    "no-capstone": "there is no capstone to hand in, or none was handed in",
    "viva-missing": "no viva on this capstone is on record",
    "viva-not-passed": "the viva on the capstone was not passed",
}
BADGE = LEVELS[0]
KINDS = ("leakage", "privacy", "injection", "subgroup")
_SWITCHES = ("safety_items", "essentials", "capstone")
_TABLES = (*LEVELS, "capstone", "lanes", "safety", "mapped", "frameworks")


@dataclass(frozen=True)
class Level:
    """What a level asks for. ``threshold`` and ``written_minimum`` are shares, 0 to 1, of each module's points.

    ``one_lane`` holds the letters of the tracks in which one lane of an assignment is enough ("" for the badge).
    """

    name: str
    threshold: float
    written_minimum: float
    one_lane: frozenset[str]
    safety_items: bool
    essentials: bool
    capstone: bool
    valid_years: int | None
    description: str


@dataclass(frozen=True)
class Work:
    """An assignment as the rules see it: grade id -> points of its parts, tested and written.

    ``lanes``: name -> grade ids; ``safety``: grade id -> kind.
    """

    slug: str
    title: str
    tested: dict[str, float]
    written: dict[str, float]
    lanes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    safety: dict[str, str] = field(default_factory=dict)
    ready: bool = True


@dataclass(frozen=True)
class Rules:
    """Everything that is needed to decide. ``works`` holds the assignments that exist, by slug."""

    levels: dict[str, Level]
    works: dict[str, Work]
    titles: dict[str, str]
    capstone: str
    kinds: dict[str, Certificate]
    mapped: dict[str, list[dict[str, str]]]

    def certificates(self) -> dict[str, Certificate]:
        """Every kind of certificate by its id: ``essentials``, ``foundation-a`` ... ``advanced-e``."""
        return dict(self.kinds)

    def level(self, certificate: Certificate) -> Level:
        return self.levels[BADGE if certificate.level == "badge" else certificate.level]

    def needs(self, certificate: Certificate) -> tuple[str, ...]:
        """The slugs of what is handed in for it: its modules, and the capstone where its level asks for one."""
        return (*certificate.modules, *([self.capstone] if self.level(certificate).capstone else []))

    def missing(self, certificate_id: str) -> tuple[str, ...]:
        """What of a certificate cannot be taken yet: modules that are planned or drafts, or without an assignment."""
        certificate = self.kinds[certificate_id]
        missing = [slug for slug in self.needs(certificate) if slug not in self.works or not self.works[slug].ready]
        if self.level(certificate).essentials:
            missing += [slug for slug in self.missing(BADGE) if slug not in missing]
        return tuple(missing)

    def available(self) -> tuple[str, ...]:
        """The ids of the certificates that can be earned today."""
        return tuple(name for name in self.kinds if not self.missing(name))

    def title(self, slug: str) -> str:
        return self.titles.get(slug, slug)

    def alignments(self) -> dict[str, list[dict[str, str]]]:
        """Certificate id -> what it is mapped to: entries of ``framework``, ``name``, ``url``, and ``code`` if any."""
        return {name: [dict(entry) for entry in entries] for name, entries in self.mapped.items()}


def load(catalog: Catalog) -> Rules:
    """The rules of this library.

    Raises CatalogError with one sentence for the first thing that is not right: an unknown key, a share outside 0 to 1,
    a module, assignment, part, track or framework that does not exist.
    """
    text = catalog.rules
    if not text:
        raise CatalogError(f"{FILE} holds no [rules]: without them nobody can earn a certificate.")
    keys(text, _TABLES, (), "rules")
    levels = {name: _level(name, table(text, name), catalog) for name in LEVELS}
    capstone = table(text, "capstone")
    keys(capstone, ("assignment", "title"), ("assignment", "title"), "rules.capstone")
    slug = capstone["assignment"]
    works = _works(catalog, slug, capstone["title"], table(text, "lanes"), table(text, "safety"))
    for name in catalog.essentials:
        if name not in catalog.modules:
            raise wrong("essentials", f"there is no module {name!r}")
    titles = {name: module.title for name, module in catalog.modules.items()} | {slug: capstone["title"]}
    mapped = mapped_to(table(text, "mapped"), table(text, "frameworks"), catalog)
    kinds = {one.id: one for one in _certificates(catalog, levels, mapped)}
    return Rules(levels, works, titles, slug, kinds, mapped)


def _level(name: str, rule: dict, catalog: Catalog) -> Level:
    where = f"rules.{name}"
    needed = ("threshold", "written_minimum", "one_lane", *_SWITCHES, "description", "criteria")
    keys(rule, (*needed, "valid_years"), needed, where)
    for key in ("threshold", "written_minimum"):
        share = rule[key]
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            raise wrong(where, f"{key} is {share!r}, but must be a number from 0 to 1")
    for key in _SWITCHES:
        if not isinstance(rule[key], bool):
            raise wrong(where, f"{key} must be true or false")
    if name == BADGE and rule["essentials"]:
        raise wrong(where, "the badge cannot need itself: essentials must be false")
    years = rule.get("valid_years")
    if years is not None and (isinstance(years, bool) or not isinstance(years, int) or years < 1):
        raise wrong(where, "valid_years must be a whole number from 1; leave the line out where it does not end")
    letters = [track.id for track in catalog.tracks]
    lanes = rule["one_lane"]
    if isinstance(lanes, bool):
        lanes = ["", *letters] if lanes else []
    if not isinstance(lanes, list) or not set(lanes) <= {"", *letters}:
        raise wrong(where, f"one_lane must be true, false, or a list of tracks ({', '.join(letters)})")
    if not all(isinstance(rule[key], str) and rule[key].strip() for key in ("description", "criteria")):
        raise wrong(where, "description and criteria must be sentences")
    return Level(
        name,
        float(rule["threshold"]),
        float(rule["written_minimum"]),
        frozenset(lanes),
        *(rule[key] for key in _SWITCHES),
        valid_years=years,
        description=rule["description"],
    )


def _works(catalog: Catalog, capstone: str, capstone_title: str, lanes: dict, safety: dict) -> dict[str, Work]:
    works = {}
    for slug, assignment in catalog.assignments.items():
        module = catalog.modules.get(slug)
        if module is None and slug != capstone:
            continue
        parts: dict[bool, dict[str, float]] = {False: {}, True: {}}
        for cell in read_notebook(assignment.path).cells:
            marks = cell.metadata.get("nbgrader") or {}
            if marks.get("grade"):
                parts[bool(marks.get("solution"))][marks["grade_id"]] = float(marks["points"])
        ready = not assignment.draft and (module is None or module.ready)
        title = module.title if module else capstone_title
        works[slug] = Work(slug, title, parts[False], parts[True], ready=ready)
    for chosen, where in ((lanes, "rules.lanes"), (safety, "rules.safety")):
        for slug, groups in chosen.items():
            if slug not in works:
                raise wrong(where, f"there is no assignment {slug!r}")
            for name, parts in groups.items() if isinstance(groups, dict) else [("", None)]:
                _parts(works[slug], name, parts, f"{where}.{slug}")
    for slug, groups in lanes.items():
        works[slug].lanes.update({name: tuple(parts) for name, parts in groups.items()})
    for slug, groups in safety.items():
        keys(groups, KINDS, (), f"rules.safety.{slug}")
        works[slug].safety.update({part: kind for kind, parts in groups.items() for part in parts})
    return works


def _parts(work: Work, name: str, parts, where: str) -> None:
    if not isinstance(parts, list) or not parts or not all(isinstance(part, str) for part in parts):
        raise wrong(where, f"{name or 'each line'} must be a list of parts, such as {name or 'leakage'} = [...]")
    for part in parts:
        if part not in work.tested:
            why = "is marked by a person, not by tests" if part in work.written else "does not exist"
            raise wrong(where, f"the part {part!r} {why}; parts that tests mark: {', '.join(work.tested)}")


def _certificates(catalog: Catalog, levels: dict[str, Level], mapped) -> list[Certificate]:
    """A level without modules is no certificate: nobody earns one for nothing."""
    certificates = [_certificate(catalog, levels[BADGE], None, mapped)] if catalog.essentials else []
    for name in LEVELS[1:]:
        if not (levels[name].essentials and not catalog.essentials):
            tracks = [track for track in catalog.tracks if getattr(track, name)]
            certificates += [_certificate(catalog, levels[name], track, mapped) for track in tracks]
    return certificates


def _words(entry: dict[str, str]) -> str:
    code = f"{entry['code']} " if "code" in entry else ""
    return f"{entry['framework']}: {code}{entry['name']}"


def _certificate(catalog: Catalog, level: Level, track: Track | None, mapped) -> Certificate:
    letter = track.id if track else ""
    try:
        description = level.description.format(track=track.title if track else "")
    except (KeyError, ValueError, IndexError) as error:
        raise wrong(f"rules.{level.name}", f"description may hold {{track}} and no other name ({error})") from None
    id = f"{level.name}-{letter}" if track else level.name
    return Certificate(
        id=id,
        level=level.name if track else "badge",
        track=letter or None,
        title=f"{level.name.capitalize()} certificate: {track.title}" if track else catalog.essentials_title,
        description=description,
        criteria=catalog.criteria(level.name, letter),
        modules=getattr(track, level.name) if track else catalog.essentials,
        frameworks=tuple(map(_words, mapped[id])),
        valid_years=level.valid_years,
    )
