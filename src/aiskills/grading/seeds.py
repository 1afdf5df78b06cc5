"""The seed of a student: the same student always gets the same data, and nobody without the key can foretell them.

The key is a file of random bytes in the course folder, made on first use, readable by its owner alone and ignored by
git. Whoever keeps the key can grade again with the same data; with a new key everybody's data change.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

KEY_NAME = "course.key"


def course_key(course: Path) -> bytes:
    """The key of the course in this folder, made now if there is none."""
    path = course / KEY_NAME
    if not path.exists():
        _make(path)
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if len(key) < 32:
        raise SystemExit(f"{path} is not a key of this course: restore it from a copy, or delete it to make a new one.")
    return key.encode("ascii", errors="replace")


def _make(path: Path) -> None:
    """Make the key in one step: another command may need it, or make one, at this moment."""
    handle, part = tempfile.mkstemp(prefix=f".{KEY_NAME}-", dir=path.parent)  # readable by its owner alone
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
        os.link(part, path)
    except FileExistsError:
        pass
    except OSError:  # a disk that cannot give a file two names
        if not path.exists():
            os.replace(part, path)
    finally:
        Path(part).unlink(missing_ok=True)


def student_seed(key: bytes, student: str, assignment: str) -> int:
    """A whole number from 1 to 2**31 - 1, which every random generator of NumPy and Python takes."""
    digest = hmac.new(key, f"{assignment}\0{student}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") % (2**31 - 1) + 1
