"""Rules for what a lesson draws on: data with their cards, recordings, models, earlier modules."""

from __future__ import annotations

import re

from aiskills import tapes as recordings
from aiskills.authoring.files import Files
from aiskills.learn import CourseError, datasets, models


def sources(files: Files):
    """What the notebook names is there and agrees with its hashes, and what it uses is named."""
    facts = files.lesson.facts
    for name in facts.get("data", []):
        yield from data_set(name, files.slug)
    for name in facts.get("tapes", []):
        yield from tape(name)
    for name in facts.get("models", []):
        if name not in models.registry():
            yield f"the model {name!r} is not in datasets/models.toml: {', '.join(models.registry())}."
    for slug in facts.get("prerequisites", []):
        if slug not in files.catalog.modules:
            yield f"prerequisites: the catalogue has no module {slug!r}."
    yield from used(files)


def data_set(name: str, slug: str | None = None):
    """The data set is the one of its card, and the card says that the module ``slug`` uses it."""
    if name not in datasets.names():
        yield f"the data set {name!r} has no card: write datasets/{name}/card.toml and make.py."
        return
    yield from (f"data: {fault}" for fault in datasets.verify(name))
    if slug and slug not in datasets.card(name)["used_by"]:
        yield f"data: the card of {name} does not name {slug} under used_by: add it."


def tape(name: str):
    """The recording answers its prompts, with the model of the registry, and was not changed."""
    if name not in recordings.names():
        yield f"the recording {name!r} has no prompts: write datasets/tapes/{name}.prompts.py and run it."
        return
    try:
        yield from (f"recording: {fault}" for fault in recordings.check(name))
    except CourseError as error:
        yield f"recording: {error}"
    if not (recordings.folder() / f"{name}.prompts.py").is_file():
        yield f"recording: datasets/tapes/{name}.prompts.py, which writes the prompts, is missing."


def used(files: Files):
    """What cells load is named in the notebook's metadata, from which labels and pages are made."""
    code = "\n".join(cell.source for cell in files.lesson.code)
    calls = {"data": r"learn\.load", "tapes": r"learn\.tape", "models": r"learn\.model_path"}
    for kind, call in calls.items():
        named = set(files.lesson.facts.get(kind, []))
        for name in sorted(set(re.findall(rf"{call}\(\s*[\"']([\w-]+)", code)) - named):
            yield f"a cell loads {name!r}: name it in the metadata, aiskills.{kind}, for the label and the lists."
