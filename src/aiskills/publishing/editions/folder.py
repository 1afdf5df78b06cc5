"""The folder of an edition: made aside, and put in its place when all of it is there."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .plan import LIST, SKIPPED

# What commands write there and can write again.
GENERATED = ("_build", ".cache", ".venv", "assignments/release", "dist")
KEPT = (".venv", ".cache")  # an environment takes minutes to make


def refuse_foreign(out: Path) -> None:
    """SystemExit with a sentence where ``out`` holds what no edition brought there: it would be lost."""
    if out.is_file():
        raise SystemExit(f"{out} is a file: name a new folder with --out.")
    if not out.is_dir() or not any(out.iterdir()):
        return
    if not (out / LIST).is_file():
        raise SystemExit(f"{out} is not empty, and no edition made it: name a new folder with --out.")
    files = json.loads((out / LIST).read_text(encoding="utf-8"))["files"]
    own = []
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        passing = name == LIST or name.startswith(tuple(f"{one}/" for one in GENERATED)) or SKIPPED & set(path.parts)
        if (
            path.is_file()
            and not passing
            and path.suffix != ".pyc"
            and files.get(name, {}).get("sha256") != _hash(path)
        ):
            own.append(name)
    if own:
        more = f" and {len(own) - 3} more" if len(own) > 3 else ""
        raise SystemExit(
            f"{out} holds files that were added or changed since it was made, and they would be lost: "
            f"{', '.join(own[:3])}{more}. Move them away, or name another folder with --out."
        )


@contextmanager
def aside(out: Path) -> Iterator[Path]:
    """A new folder beside ``out`` that takes its place at the end; after an error it is gone, and ``out`` as before."""
    out.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    made.chmod(0o755)
    try:
        yield made
        former = made.with_name(f"{made.name}.old")
        if out.exists():
            for name in KEPT:
                if (out / name).exists():
                    os.replace(out / name, made / name)
            os.replace(out, former)
        os.replace(made, out)
        shutil.rmtree(former, ignore_errors=True)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
