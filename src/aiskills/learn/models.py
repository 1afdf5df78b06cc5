"""The model store: a folder for each language model, the same bytes on every computer, shared by all environments.

`datasets/models.toml` says what each model consists of. A model is fetched and prepared once, by
`aiskills models fetch`; lessons only ask for its folder (`path`) and never download. A store that holds the model
needs no write access. AISKILLS_HOME moves the store; AISKILLS_MODEL_SOURCE names a file or folder to take files
from first, for a class room without network.
"""

from __future__ import annotations

import gzip
import os
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

from . import datasets, model_sources, progress
from .messages import CourseError

Report = Callable[[str], None]
LOCK_SECONDS = 1800


def registry() -> dict[str, dict]:
    """Return the models of the course: name -> its entry of datasets/models.toml."""
    return tomllib.loads((datasets.root() / "models.toml").read_text(encoding="utf-8"))


def store() -> Path:
    """Return the folder that holds the models (it may not exist yet)."""
    return progress.home() / "models"


def folder(name: str) -> Path:
    """Return the folder of model `name`, there or not. Raises CourseError, naming the models, for an unknown name."""
    return store() / name / _entry(name)["version"]


def is_here(name: str) -> bool:
    """True when every file of the model stands in the store with its right size (`damaged` reads the contents)."""
    place = folder(name)
    return all(_has_size(place / file["name"], file["size"]) for file in _entry(name)["files"])


def damaged(name: str) -> list[str]:
    """Return the files of the model that are missing or differ from the registry by size or SHA-256."""
    place = folder(name)
    return [
        file["name"]
        for file in _entry(name)["files"]
        if not _has_size(place / file["name"], file["size"])
        or model_sources.sha256(place / file["name"]) != file["sha256"]
    ]


def path(name: str) -> str:
    """Return the folder of a model as text, for `from_pretrained`. Never downloads.

    A model that travels with the package (a tokenizer) is unpacked at first use. Raises CourseError with what to
    do when the model was not fetched yet.
    """
    entry = _entry(name)
    if not is_here(name):
        if entry["download"]:
            raise CourseError(
                f"The model {name!r} is not on this computer yet. Fetch it once ({megabytes(entry['download'])}): "
                f"type `aiskills models fetch {name}` in a terminal, or run `!aiskills models fetch {name}` in a "
                "cell. Then run this cell again."
            )
        fetch(name, report=lambda line: None)
    return str(folder(name))


def fetch(name: str, report: Report = print) -> Path:
    """Bring model `name` into the store, verified and prepared; returns its folder. Does nothing if it is there.

    `report` receives one line a step. What was downloaded is kept when it stops, and the next call goes on from
    there. Raises CourseError: no network, no disk space, no right to write, or files that are not the right ones.
    """
    entry = _entry(name)
    if is_here(name):
        if not damaged(name):
            report(f"{name}: here, {megabytes(prepared_size(entry))}, verified.")
            return folder(name)
        report(f"{name}: its files are damaged; preparing them again.")
    work = store() / ".partial" / f"{name}-{entry['version']}"
    try:
        work.mkdir(parents=True, exist_ok=True)
        with _one_process(name, report):
            if not is_here(name) or damaged(name):  # another process may have brought it while this one waited
                _prepare(name, entry, work, report)
    except PermissionError:
        raise CourseError(
            f"The model {name!r} cannot be stored: no right to write in {store()}. Ask for the right, "
            "or set AISKILLS_HOME to a folder of your own."
        ) from None
    except OSError as error:
        raise CourseError(f"The model {name!r} cannot be stored in {store()}: {error.strerror or error}.") from None
    report(f"{name}: ready in {folder(name)}.")
    return folder(name)


def table() -> list[str]:
    """Return one line a model for people: name, version, licence, download, state."""
    rows = [("name", "version", "licence", "download", "state")]
    for name, entry in registry().items():
        state = "here" if is_here(name) else "with the package" if not entry["download"] else "not fetched"
        rows.append(
            (
                name,
                entry["version"],
                entry["licence"],
                megabytes(entry["download"]) if entry["download"] else "none",
                state,
            )
        )
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def megabytes(size: int) -> str:
    """Write a number of bytes for reading, as in `93 MB`."""
    return f"{max(1, round(size / 1e6))} MB"


def prepared_size(entry: dict) -> int:
    """Return the bytes that a prepared model takes on disk."""
    return sum(file["size"] for file in entry["files"])


def _entry(name: str) -> dict:
    models = registry()
    if name not in models:
        raise CourseError(f"There is no model {name!r}. The course has: {', '.join(models)}.")
    return models[name]


def _has_size(place: Path, size: int) -> bool:
    try:
        return place.stat().st_size == size
    except OSError:
        return False


def _one_process(name: str, report: Report):
    from filelock import FileLock, Timeout

    lock = FileLock(store() / ".partial" / f"{name}.lock")
    try:
        return lock.acquire(timeout=0)
    except Timeout:
        report(f"{name}: another process is preparing it; waiting.")
    try:
        return lock.acquire(timeout=LOCK_SECONDS)
    except Timeout:
        raise CourseError(
            f"Another process has been preparing {name!r} for {LOCK_SECONDS // 60} minutes. "
            "Stop it, then run this command again."
        ) from None


def _prepare(name: str, entry: dict, work: Path, report: Report) -> None:
    needed = prepared_size(entry) + sum(file["size"] for file in entry.get("inputs", [])) + entry["download"]
    free = shutil.disk_usage(work).free
    if free < needed:
        raise CourseError(
            f"The model {name!r} needs {megabytes(needed)} of disk space and {megabytes(free)} are "
            f"free at {store()}. Free some space, or set AISKILLS_HOME to a folder on another disk."
        )
    ready = work / "ready"
    ready.mkdir(exist_ok=True)
    for file in entry["files"]:
        if "bundled" in file:
            _unpack(datasets.root() / "models" / file["bundled"], ready / file["name"])
    wanted = [file for file in entry["files"] if "bundled" not in file]
    missing = model_sources.collect(entry, wanted, ready, work, report)
    for file in missing:
        report(f"{name}: converting {file['converted']} (about ten seconds, once).")
        _convert(work / file["converted"], ready / file["name"])
    wrong = [file["name"] for file in entry["files"] if model_sources.sha256(ready / file["name"]) != file["sha256"]]
    if wrong:
        shutil.rmtree(ready)
        raise CourseError(
            f"The model {name!r} was prepared, but {', '.join(wrong)} is not the file of the registry "
            "(its SHA-256 differs). Run the command again; if it stays so, please report it."
        )
    target = folder(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        shutil.rmtree(target)
    os.replace(ready, target)
    shutil.rmtree(work, ignore_errors=True)


def _unpack(source: Path, target: Path) -> None:
    data = source.read_bytes()
    target.write_bytes(gzip.decompress(data) if source.suffix == ".gz" else data)


def _convert(source: Path, target: Path) -> None:
    from .gguf_convert import convert

    unfinished = target.with_suffix(".unfinished")
    convert(source, unfinished)
    os.replace(unfinished, target)
