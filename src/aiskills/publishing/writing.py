"""What a command makes is written whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write a file; a break on the way leaves what was there before. SystemExit when its folder cannot be written."""
    try:
        _replace(path, text)
    except OSError as error:
        raise SystemExit(f"{path} cannot be written ({error.strerror}): give another place with --out.") from None


def write_changed(path: Path, text: str) -> bool:
    """Write a file of the library, unless it holds this text already; whether it was written."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    _replace(path, text)
    return True


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")  # two programs may write it at the same time
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


@contextmanager
def whole_folder(folder: Path, mark: str) -> Iterator[Path]:
    """A new folder to fill, which takes the place of ``folder`` at the end; an error leaves what was there before.

    ``mark`` is a file that shows that a folder was made by the same command: another one that is not empty is never
    replaced (SystemExit with a sentence).
    """
    folder = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise SystemExit(f"{folder} is a file: give a folder with --out.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / mark).is_file():
        raise SystemExit(
            f"{folder} holds other files, which stay as they are: give an empty or a new folder with --out."
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise SystemExit(f"{folder} cannot be written ({error.strerror}): give another place with --out.") from None
    try:
        yield made
        made.chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
