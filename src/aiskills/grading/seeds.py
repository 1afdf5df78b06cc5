"""The seed of a student: the same student always gets the same data, and nobody without the key can foretell them.

The key is a file of random bytes in the course folder, made on first use, readable by its owner alone and ignored by
git. Whoever keeps the key can grade again with the same data; with a new key everybody's data change.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

KEY_NAME = "course.key"


def course_key(course: Path) -> bytes:
    """The key of the course in this folder, made now if there is none."""
    path = course / KEY_NAME
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if len(key) < 32:
        raise SystemExit(f"{path} is not a key of this course: restore it from a copy, or delete it to make a new one.")
    return key.encode("ascii", errors="replace")


def student_seed(key: bytes, student: str, assignment: str) -> int:
    """A whole number from 1 to 2**31 - 1, which every random generator of NumPy and Python takes."""
    digest = hmac.new(key, f"{assignment}\0{student}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") % (2**31 - 1) + 1
