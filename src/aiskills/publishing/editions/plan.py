"""Every file of an edition, with the rule that brought it. What no rule names is not in the edition."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable
from pathlib import Path

from aiskills.catalog import Catalog

from ..derive import NOTE as DERIVED
from ..settings import read_repository
from . import contents, home, notices, passages, rules, settings, texts
from .file import Edition
from .selection import HELPERS, Selection

# Taken as they are, where the library has them.
WHOLE = (
    *("LICENSE", "LICENSE-CONTENT", "pyproject.toml", "requirements.lock", "environment.yml", "postBuild"),
    *(".gitignore", ".gitattributes"),
)
NBGRADER = "assignments/nbgrader_config.py"
MEASURED = "benchmarks/results/lessons.json"  # what the labels of lessons say
SKIPPED = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}
LIST = ".edition.json"


class Plan:
    """Files of the edition by path, each with its content and the name of its rule."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, tuple[bytes, str]] = {}
        self.modes: dict[str, int] = {}

    def add(self, path: str, content: str | bytes, rule: str) -> None:
        self.files[path] = (content.encode() if isinstance(content, str) else content, rule)

    def copy(self, path: str, rule: str) -> None:
        self.add(path, (self.root / path).read_bytes(), rule)
        self.modes[path] = (self.root / path).stat().st_mode & 0o777

    def tree(self, folder: str, rule: str, without: Iterable[str] = ()) -> None:
        """Every file of a folder, less what programs leave there and the folders ``without``."""
        for path in sorted((self.root / folder).rglob("*")):
            name = path.relative_to(self.root).as_posix()
            hidden = SKIPPED & set(path.parts) or path.suffix in (".pyc", ".pyo")
            if path.is_file() and not hidden and not any(name.startswith(f"{one}/") for one in without):
                self.copy(name, rule)

    def write(self, folder: Path) -> None:
        for name, (content, _) in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            if name in self.modes:
                path.chmod(self.modes[name])


def plan(edition: Edition, chosen: Selection, toc: dict, catalog: Catalog, file: Path) -> Plan:
    """Everything of the edition but what is derived and built inside it."""
    there = contents.documents(toc)
    words = texts.Words(catalog, there, chosen.slugs, edition.repository, read_repository(catalog.root).url)
    made = Plan(catalog.root)
    _settings(made, edition, chosen, toc, catalog)
    _pages(made, edition, chosen, there, words, catalog)
    _modules(made, edition, chosen, words, catalog)
    _data(made, chosen, words)
    made.tree("src/aiskills", "the package", without=[HELPERS])
    for name in ("__init__.py", *chosen.helpers):
        made.copy(f"{HELPERS}/{name}", "texts and helpers of a lesson")
    made.add(NBGRADER, words.examples(texts.read(made.root / NBGRADER)), "settings of the library")
    made.add("edition.toml", file.read_bytes(), "the edition's file")
    return made


def record(folder: Path, made: Plan) -> None:
    """Write ``.edition.json`` into the edition: path -> the rule that brought it, and the hash of its content."""
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith("_build/") and name != LIST:
            rule = made.files[name][1] if name in made.files else "derived"
            files[name] = {"rule": rule, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    text = {"format": "aiskills-edition-files", "version": 1, "files": files}
    (folder / LIST).write_text(json.dumps(text, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _settings(made: Plan, edition: Edition, chosen: Selection, toc: dict, catalog: Catalog) -> None:
    root = catalog.root
    for name in WHOLE:
        if (root / name).is_file():
            made.copy(name, "settings of the library")
    made.add("_config.yml", settings.config(texts.read(root / "_config.yml"), edition), "settings of the edition")
    made.add("_toc.yml", contents.text(toc), "settings of the edition")
    made.add("Makefile", settings.makefile(texts.read(root / "Makefile")), "settings of the edition")
    made.add("README.md", notices.readme(edition, chosen, catalog), "pages of the edition")
    made.add(rules.FILE, rules.tracks(catalog, chosen), "settings of the edition")
    if edition.logo:
        made.add(f"logo{edition.logo.ending}", edition.logo.content, "the partner's logo")
    if (root / MEASURED).is_file():
        measured = json.loads(texts.read(root / MEASURED))
        absent = set(catalog.modules) - set(chosen.slugs)
        kept = {name: facts for name, facts in measured.items() if name not in absent}
        made.add(MEASURED, json.dumps(kept, indent=2) + "\n", "what labels say")


def _pages(
    made: Plan, edition: Edition, chosen: Selection, there: tuple[str, ...], words: texts.Words, catalog
) -> None:
    cards = {name: tomllib.loads(texts.read(made.root / f"datasets/{name}/card.toml")) for name in chosen.data}
    made.add("book/index.md", home.home(edition, chosen, catalog, there), "pages of the edition")
    made.add(f"{contents.LICENCES}.md", notices.licences(edition, chosen, catalog, cards), "pages of the edition")
    states = _states(edition, chosen, there, catalog)
    for name in there:
        path = f"{name}.md"
        if path in made.files or name.startswith(("notebooks/", "book/teach/")) or not (made.root / path).is_file():
            continue
        text = texts.read(made.root / path)
        if text.startswith(DERIVED):
            continue  # it is derived in the edition
        text = words.page(passages.changed(name.removeprefix("book/"), text, states), path)
        if name == "book/certificates/index":
            head, _, rest = text.partition("\n")
            text = f"{head}\n\n**In this edition.** {home.certificates(chosen, catalog)}\n{rest}"
        made.add(path, text, "chosen pages")
        _included(made, text, path)
    if "book/certificates/index" in there and (made.root / "book/certificates/issuers.json").is_file():
        made.copy("book/certificates/issuers.json", "chosen pages")


def _included(made: Plan, text: str, path: str) -> None:
    """Files that a page shows with `:file:`."""
    for line in text.splitlines():
        if line.startswith(":file:"):
            made.copy((Path(path).parent / line.removeprefix(":file:").strip()).as_posix(), "chosen pages")


def _states(edition: Edition, chosen: Selection, there: tuple[str, ...], catalog: Catalog) -> set[str]:
    states = {edition.lane}
    states |= set() if edition.repository else {"no-address"}
    states |= set() if "book/certificates/index" in there else {"no-certificate"}
    states |= set() if catalog.capstone in chosen.assignments else {"no-capstone"}
    states |= set() if chosen.tracks else {"no-tracks"}
    for level in ("foundation", "advanced"):
        states |= set() if any(level in levels for levels in chosen.tracks.values()) else {f"no-{level}"}
    # Its invented learners hand in the modules of the badge, and of the Foundation level of the first track.
    shown = chosen.badge and "foundation" in chosen.tracks.get(catalog.tracks[0].id, ())
    return states | (set() if shown else {"no-demonstration"})


def _modules(made: Plan, edition: Edition, chosen: Selection, words: texts.Words, catalog: Catalog) -> None:
    for module in chosen.modules:
        path = module.path.relative_to(made.root).as_posix()
        text = words.notebook(texts.read(module.path), path)
        if edition.lane in module.lanes:
            text = texts.change_facts(text, lanes=[edition.lane])
        made.add(path, text, "lessons")
        card, reading = (f"book/{folder}/{module.slug}.md" for folder in ("teach", "readings"))
        if (made.root / card).is_file():
            made.add(card, words.module(texts.read(made.root / card), card), "facilitator cards")
        if (made.root / reading).is_file():
            made.add(reading, words.called(texts.read(made.root / reading)), "readings")
    for slug in chosen.assignments:
        folder = f"assignments/source/{slug}"
        made.tree(folder, "assignments")
        path = f"{folder}/{slug}.ipynb"
        made.add(path, words.notebook(texts.read(made.root / path), path), "assignments")


def _data(made: Plan, chosen: Selection, words: texts.Words) -> None:
    for name in chosen.data:
        made.tree(f"datasets/{name}", "data")
        card = f"datasets/{name}/card.toml"
        text = texts.only_used_by(texts.read(made.root / card), chosen.slugs)
        made.add(card, text.replace(words.old, words.url) if words.url else text, "data")
    for name in chosen.tapes:
        for path in sorted(made.root.glob(f"datasets/tapes/{name}.*")):
            made.copy(path.relative_to(made.root).as_posix(), "recordings")
    registry = texts.read(made.root / "datasets/models.toml")
    kept = settings.models(registry, chosen.models)
    made.add("datasets/models.toml", kept, "models")
    for facts in tomllib.loads(kept).values():
        for one in facts["files"]:
            if "bundled" in one:
                made.copy(f"datasets/models/{one['bundled']}", "models")
