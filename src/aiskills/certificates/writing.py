"""Files that are whole or not there."""

from __future__ import annotations

import os
from pathlib import Path


def replace(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write ``data`` to ``path`` in one step: a reader sees the old file or the new one.

    ``private``: for its owner alone from the first moment, and on the disk before the name changes.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if private else 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        if private:
            file.flush()
            os.fsync(file.fileno())
    part.replace(path)
