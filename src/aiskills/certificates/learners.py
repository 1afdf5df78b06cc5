"""The list of learners: who wants which name, in which language, and whether an e-mail stands (hashed) in it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from pathlib import Path

from .facts import Learner

COLUMNS = ("student", "name", "language", "email")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_JOINERS = "\u200c\u200d"  # needed inside words of several scripts
_LONGEST = 100


def read(path: Path) -> dict[str, Learner]:
    """Student -> learner, from a CSV table with the columns student, name, language, email.

    ``student`` is the name that the marks use. ``name`` may be a pseudonym; ``language`` (empty: en) and ``email``
    (empty: none in the certificate) may be left out. SystemExit with one sentence for the first row that is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SystemExit(f"{path} is not in UTF-8: save the table as CSV UTF-8.") from None
    except OSError as error:
        raise SystemExit(f"{path} cannot be read: {error.strerror}.") from None
    first = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    heads = [(head or "").strip().lower() for head in rows.fieldnames or []]
    if "student" not in heads or "name" not in heads:
        raise SystemExit(
            f"{path}: the first line must name the columns {', '.join(COLUMNS)}; student and name must be there."
        )
    rows.fieldnames = heads
    found: dict[str, Learner] = {}
    for row in rows:
        values = {key: (row.get(key) or "").strip() for key in COLUMNS}
        if not any(values.values()):
            continue
        learner = _learner(f"{path}, line {rows.line_num}", values)
        if learner.student in found:
            raise SystemExit(f"{path}, line {rows.line_num}: {learner.student!r} stands here twice. Leave one line.")
        found[learner.student] = learner
    if not found:
        raise SystemExit(f"{path} names no learner.")
    return found


def _learner(where: str, values: dict[str, str]) -> Learner:
    name = unicodedata.normalize("NFC", " ".join(values["name"].split()))
    if not values["student"] or not name:
        raise SystemExit(f"{where}: a learner needs both student and name. For a pseudonym, write it as the name.")
    if len(name) > _LONGEST:
        raise SystemExit(f"{where}: the name has {len(name)} characters; at most {_LONGEST} can be printed.")
    hidden = [one for one in name if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co") and one not in _JOINERS]
    if hidden:
        which = unicodedata.name(hidden[0], f"U+{ord(hidden[0]):04X}")
        raise SystemExit(
            f"{where}: the name holds an invisible character ({which}) that can make it read differently. Type the "
            "name again."
        )
    language = values["language"] or "en"
    if not _LANGUAGE.fullmatch(language):
        raise SystemExit(f"{where}: {language!r} is no language tag; examples are en, ar, zh-Hans, pt-BR.")
    email = values["email"] or None
    if email and not _EMAIL.fullmatch(email):
        raise SystemExit(f"{where}: {email!r} is no e-mail address. Leave it empty if there shall be none.")
    return Learner(values["student"], name, language, email)
