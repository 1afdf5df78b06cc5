"""Read names: of files, folders, students, as people and learning platforms write them.

The forms are those of the programs that make them: Moodle (mod/assign, downloader), Canvas (ContentZipper), nbgrader's
exchange, Google Drive's downloads and copies, and copies made by desktops, JupyterLab and browsers.
"""

from __future__ import annotations

import calendar
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

_COPY_BEFORE = re.compile(
    r"^(?:(?:copy|copie|kopie|kopia|copia|cópia|còpia|копия|копія|salinan|bản sao|nakala|نسخة)"
    r"(?: (?:of|de|d[’']|von|van|di|del|файла|dari|của|ya|من))? (?=\S)|副本[ -]*(?=\S))",
    re.IGNORECASE,
)
_COPY_BEHIND = re.compile(
    r"(?:[ _]?\(\d+\)"
    r"|[ ]?-[ ]?(?:copy|kopie|copie|copia|cópia|копия|копія|副本|コピー)(?: ?\(?\d+\)?)?"
    r"|-copy\d*"
    r"|[ ](?:copy|kopie|copie|копия)(?: \d+)?"
    r"|[ _]?(?:的副本|のコピー|의 사본)(?: ?\d+)?"
    r"|[._]ipynb)$",  # "x.ipynb" in quotation marks is downloaded as "x_ipynb"
    re.IGNORECASE,
)
_QUOTES = re.compile(r"^[“”„«»「」\"']+|[“”„«»「」\"']+$")
_NUMBER = re.compile(r"\((\d+)\)$|-(\d{1,2})$|copy ?(\d+)$", re.IGNORECASE)
_MOODLE = re.compile(
    r"^(?P<name>.+?)(?:_(?P<number>\d+))?_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<rest>.*))?$", re.DOTALL
)
_CANVAS = re.compile(
    r"^(?P<name>(?:LATE_)?anon|[^\W_][^_]*(?:_[^_\d]+)*?)(?P<late>_LATE)?_(?P<number>(?<=anon_)[0-9A-Za-z]{5}|\d+)"
    r"_(?P<upload>\d{3,})_(?P<rest>.+)$",
    re.DOTALL,
)
_CANVAS_TEXT = re.compile(
    r"^(?P<name>[^\W_][^_]*(?:_[^_\d]+)*?)(?:_LATE)?_(?P<number>\d+)_(?P<rest>(?:text|link)\.html)$"
)
_EXCHANGE = re.compile(
    r"^(?P<name>.+)\+(?P<slug>[^+]+)\+(?P<time>\d{4}-\d\d-\d\d[ T_]\d\d[:-]\d\d[:-]\d\d(?:\.\d+)?)"
    r"(?: (?P<zone>[\w/:]+|\+\d{4}|-\d{4}))?(?:\+(?P<random>[\w=-]+))?$"
)
_DRIVE = re.compile(r"(?:^drive-download)?-\d{8}T\d{6}Z(?:-\d+)*$")
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)", re.IGNORECASE)
# A file name has 255 bytes on most systems; ids stand in names of files with more behind them.
_LETTERS, _BYTES = 76, 180
# Longer names come from no file system; reading them would take time that grows with the square of their length.
_LONGEST = 1_000


@dataclass(frozen=True)
class Owner:
    """Whose a file or folder is, by its name: ``number`` tells people of the same name apart (None: not known).

    ``rest`` is the learner's own name of the file, ``clock`` the kind of time that the name holds with its value (for
    Canvas the number of the upload, which grows with time), ``slug`` the assignment.
    """

    name: str
    number: str | None = None
    rest: str = ""
    slug: str = ""
    clock: tuple[str, float] | None = None
    late: bool = False


def owner_of(name: str) -> Owner | None:
    """What a learning platform wrote into the name of a file or folder; None where it is no platform's name."""
    if len(name) > _LONGEST:
        return None
    if found := _EXCHANGE.match(name):
        stamp = re.sub(r"[T_]", " ", found["time"])[:10] + " " + found["time"][11:].replace("-", ":")
        try:
            moment = calendar.timegm(datetime.fromisoformat(stamp[:19]).timetuple()) + float("0" + stamp[19:])
        except ValueError:
            return None
        return Owner(found["name"], slug=found["slug"], clock=("exchange", moment))
    if found := _CANVAS.match(name):
        person = f"anon {found['number']}" if found["name"].endswith("anon") else found["name"]
        late = bool(found["late"]) or found["name"].startswith("LATE_")
        return Owner(person, found["number"], found["rest"], clock=("upload", float(found["upload"])), late=late)
    if found := _MOODLE.match(name):
        return Owner(found["name"], found["number"], found["rest"] or "")
    if found := _CANVAS_TEXT.match(name):
        return Owner(found["name"], found["number"], found["rest"])
    return None


def plain(stem: str) -> str:
    """A file's name without what copying and downloading twice add to it, in the languages of Google Drive."""
    before = stem if len(stem) > _LONGEST else None
    while stem != before:
        before = stem
        stem = _QUOTES.sub("", _COPY_BEHIND.sub("", _COPY_BEFORE.sub("", stem.strip()))).strip()
    return stem


def copy_number(stem: str) -> int:
    """The number of a copy: 1 in ``x (1)``, 2 in ``x-2``; 0 without."""
    found = _NUMBER.search(stem.strip())
    return int(next(filter(None, found.groups()))[:9]) if found else 0


def archive_stem(stem: str) -> str:
    """An archive's name without the time and part that Google Drive adds."""
    return _DRIVE.sub("", plain(stem))


def person_in(stem: str, slug: str) -> str:
    """The student's name in a file's name that also may hold the assignment's; "" where it holds nothing else."""
    name = plain(stem)
    if name.lower().startswith(slug):
        name = name[len(slug) :]
    elif name.lower().endswith(slug):
        name = plain(name[: -len(slug)].strip(" _-.–"))
        who, dash, word = name.rpartition(" - ")  # a learner's copy of a copy: "Amina - Copy of ..."
        name = who if dash and plain(f"{word} x") == "x" else name
    return name.strip(" _-.–")


def is_named(stem: str, slug: str) -> bool:
    """Does a file's name, the copying aside, hold the assignment's?"""
    name = plain(stem).lower()
    return name.startswith(slug) or name.endswith(slug)


def shared_title(stems: list[str]) -> str:
    """The longest `` - title`` with which two names or more end, as Google Classroom names copies of a template."""
    ends: dict[str, int] = {}
    for stem in stems:
        pieces = plain(stem).split(" - ")
        for cut in range(1, len(pieces)):
            end = " - " + " - ".join(pieces[cut:])
            ends[end] = ends.get(end, 0) + 1
    return max((end for end, count in ends.items() if count > 1), key=len, default="")


def safe_id(name: str) -> str:
    """A student's name that is safe as a file name, in a table and in nbgrader: letters, digits, space and ``. @ _ -``.

    A name that had to be changed, or that looks as if it had been, gets digits of its own, so that two names never
    become one. Unicode's composed and decomposed forms of the same letters are the same name.
    """
    name = unicodedata.normalize("NFC", name).strip()
    signs = "".join(sign if unicodedata.category(sign)[0] in "LMN" or sign in ".@_ -" else "_" for sign in name)
    safe = signs.lstrip(" .-@").rstrip(" .-")[:_LETTERS]
    safe = safe.encode()[:_BYTES].decode(errors="ignore").rstrip(" .-") or "_"
    if safe == name and not _RESERVED.match(safe) and not re.search(r"--[0-9a-f]{10}$", safe):
        return safe
    return f"{safe.replace('.', '_') if _RESERVED.match(safe) else safe}--{_digits(name)}"


def _digits(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def shown(path: str) -> str:
    """A path as it can stand in a report: one line of printable characters, others as their codes."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode() for sign in path
    )
