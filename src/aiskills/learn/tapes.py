"""Recordings ("tapes") of what a language model answered: read them, and prove that they are the recorded ones.

A tape is `datasets/tapes/<name>.json`: `{"header": {...}, "records": [...]}`, one record a line. The header names the
model, the hash of its file, the library versions, the seed, the hash of the prompts file and of the records. A live
model may answer otherwise on another machine; a tape says the same everywhere.
"""

import hashlib
import json
import tomllib
from pathlib import Path

from . import datasets
from .messages import CourseError

HEADER = ("name", "model", "model_sha256", "prompts_sha256", "seed", "versions", "made")


def content_sha256(records):
    """Return the hash of a list of records, whatever the layout of their file."""
    text = json.dumps(records, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Tape:
    """A recording: `header` (dict), `records` (list of dicts), and `frame()` for the same as a table."""

    def __init__(self, name, header, records):
        self.name, self.header, self.records = name, header, records

    def __len__(self):
        return len(self.records)

    def __iter__(self):
        return iter(self.records)

    def __repr__(self):
        return (
            f"Tape {self.name}: {len(self)} answers of the model {self.header['model']}, "
            f"recorded on {self.header['made']}"
        )

    def frame(self):
        """Return the records as a pandas frame, one row an answer; the parts of `about` become columns."""
        import pandas as pd

        rows = []
        for one in self.records:
            about = one.get("about") if isinstance(one.get("about"), dict) else {}
            rows.append({**{k: v for k, v in one.items() if k != "about"}, **about})
        return pd.DataFrame(rows)


def _folder():
    return datasets.root() / "tapes"


def names():
    """Return the names of all tapes, sorted."""
    files = {path.name for path in _folder().glob("*.json")}
    return sorted(name.removesuffix(".json") for name in files if not name.endswith(".prompts.json"))


def tape(name):
    """Return the tape `name` after checking it: content hash, prompts hash, hash of the model's file.

    Raises CourseError with one sentence when there is no such tape or when it is not the recorded one.
    """
    if not isinstance(name, str) or name not in names():
        raise CourseError(f"There is no recording {name!r}. The course has: {', '.join(names()) or 'none'}.")
    path = _folder() / f"{name}.json"
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        header, records = whole["header"], whole["records"]
    except (ValueError, KeyError, TypeError):
        raise CourseError(f"The recording {path} is not whole. Install the package `aiskills` again.") from None
    problems = check(path, header, records)
    if problems:
        raise CourseError(problems[0])
    return Tape(name, header, records)


def check(path, header, records):
    """Return what is wrong with a tape as a list of sentences; empty when all hashes agree."""
    path = Path(path)
    missing = [key for key in (*HEADER, "content_sha256") if key not in header]
    if missing:
        return [f"The recording {path.name} does not say: {', '.join(missing)}."]
    problems = []
    if header["content_sha256"] != content_sha256(records):
        problems.append(f"The recording {path.name} was changed after it was made: its content has another hash.")
    prompts = path.with_name(f"{path.name.removesuffix('.json')}.prompts.json")
    if prompts.is_file() and datasets.file_hash(prompts) != header["prompts_sha256"]:
        problems.append(f"The recording {path.name} was made from other prompts than {prompts.name} holds.")
    if header["model_sha256"] not in model_hashes(header["model"]):
        problems.append(
            f"The recording {path.name} comes from another file of the model {header['model']!r} "
            "than the one in datasets/models.toml."
        )
    return problems


def model_hashes(model):
    """Return the SHA-256 values that the model registry (datasets/models.toml) holds for a model, as a set."""
    try:
        registry = tomllib.loads((datasets.root() / "models.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        raise CourseError(
            "The model registry datasets/models.toml cannot be read. Install the package `aiskills` again."
        ) from None
    return set(_hashes(_entry(registry, model)))


def _entry(tree, model):
    """Return the part of the registry that is about `model`: a table of that name, or one that names it."""
    branches = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in branches:
        if key == model or (isinstance(value, dict) and value.get("name") == model):
            return value
        found = _entry(value, model)
        if found:
            return found
    return {}


def _hashes(tree):
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        if isinstance(value, (dict, list)):
            yield from _hashes(value)
        elif isinstance(value, str) and len(value) == 64 and "sha256" in str(key):
            yield value


def write_tape(path, header, records):
    """Write a tape to `path` with the hash of its records; return the path. Raises CourseError if a part lacks."""
    missing = [key for key in HEADER if key not in header]
    if missing:
        raise CourseError(f"The header of a recording must say: {', '.join(missing)}.")
    bare = [str(i) for i, one in enumerate(records) if "prompt" not in one]
    if bare:
        raise CourseError(f"Every record needs its prompt; these have none: {', '.join(bare)}.")
    header = {**header, "content_sha256": content_sha256(records)}
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in records)  # one record a line: readable changes
    text = f'{{"header": {json.dumps(header, ensure_ascii=False, indent=1)},\n"records": [\n{lines}\n]}}\n'
    Path(path).write_text(text, encoding="utf-8", newline="\n")
    return Path(path)
