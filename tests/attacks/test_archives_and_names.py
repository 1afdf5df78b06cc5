"""Archives and names that harm whoever unpacks or prints them: refused one by one, and the honest are graded."""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import stat
import tarfile
import warnings
import zipfile
from pathlib import Path

import pytest

from aiskills.grading.intake.names import shown
from aiskills.grading.verdicts import GRADED

from .attack import MOST, RIGHT, SLUG, Book
from .campaign import Course

pytestmark = pytest.mark.slow

_ZEROS = b" " * 1_000_000


def _right() -> bytes:
    book = Book()
    for part, text in RIGHT.items():
        book.answer(part)["source"] = text
    return book.data


def _moodle(name: str, number: int) -> str:
    return f"{name}_{number}_assignsubmission_file_/{SLUG}.ipynb"


def _link(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info, target.encode()


def _mode(name: str, mode: int) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    return info, _right()


def _zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content, compress_type=zipfile.ZIP_DEFLATED)
    return data.getvalue()


def _bomb(megabytes: int) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("five-parts.ipynb", "w") as file:
        for _ in range(megabytes):
            file.write(_ZEROS)
    return data.getvalue()


def _nested(depth: int) -> bytes:
    data = _bomb(30)
    for number in range(depth):
        data = _zipped(*[(f"part{copy}-{number}.zip", data) for copy in range(4)])
    return data


def _many(members: int) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for number in range(members):
            archive.writestr(f"{number}.txt", b"")
    return data.getvalue()


def _encrypted() -> bytes:
    data = bytearray(_zipped((f"{SLUG}.ipynb", _right())))
    data[6] |= 1  # the flag of a password, in the header of the member ...
    data[data.rindex(b"PK\x01\x02") + 8] |= 1  # ... and in the list at the end
    return bytes(data)


def _wrong_size() -> bytes:
    data = bytearray(_bomb(20))
    place = data.rindex(b"PK\x01\x02") + 24
    data[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


def _tar(kind: bytes | None, target: str = "", name: str = f"{SLUG}.ipynb") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        if kind is None:
            info.size = len(_right())
            archive.addfile(info, io.BytesIO(_right()))
        else:
            info.type, info.linkname, info.devmajor, info.devminor = kind, target, 1, 3
            archive.addfile(info)
    return data.getvalue()


# What a class hands in as one archive: three honest members, and these. None may leave its mark outside the results.
MEMBERS = {
    "path-upwards": (24, lambda: [(f"../../evil/{SLUG}.ipynb", _right())]),
    "absolute-path": (24, lambda: [("/tmp/evil-by-attack/five-parts.ipynb", _right())]),
    "backslashes": (24, lambda: [("..\\..\\evil\\five-parts.ipynb", _right()), ("C:\\evil\\a.ipynb", _right())]),
    "symbolic-link": (24, lambda: [_link(_moodle("Linked Person", 71), "/etc/passwd")]),
    "folder-that-is-a-link": (
        24,
        lambda: [
            _link("Folder Link_72_assignsubmission_file_", "/tmp"),
            ("Folder Link_72_assignsubmission_file_/x", b""),
        ],
    ),
    "device-and-setuid": (
        24,
        lambda: [
            _mode("Dev Ice_73_assignsubmission_file_/five-parts.ipynb", stat.S_IFBLK | 0o666),
            _mode("setuid.sh", 0o104755),
        ],
    ),
    "same-name-twice": (24, lambda: [(_moodle("Twice Told", 74), _right()), (_moodle("Twice Told", 74), b"{}")]),
    "names-that-differ-in-case": (
        24,
        lambda: [(_moodle("Case Clash", 75), _right()), (_moodle("CASE CLASH", 76), _right())],
    ),
    "rubbish-of-systems": (
        24,
        lambda: [("__MACOSX/._five-parts.ipynb", b"\x00\x05"), (".DS_Store", b"x"), ("Thumbs.db", b"x")],
    ),
    "bomb": (25, lambda: [("Bomb Er_77_assignsubmission_file_/work.zip", _bomb(200))]),
    "bomb-as-notebook": (25, lambda: [(_moodle("Plain Bomb", 78), b" " * 150_000_000)]),
    "nested-zips": (25, lambda: [("Nes Ted_79_assignsubmission_file_/work.zip", _nested(4))]),
    "many-members": (25, lambda: [("Ma Ny_80_assignsubmission_file_/work.zip", _many(30_000))]),
    "formula-as-name": (26, lambda: [(_moodle("=cmd|' /C calc'!A0", 81), _right())]),
    "three-hundred-characters": (26, lambda: [(_moodle("x" * 300, 82), _right())]),
    "newline-star-and-comma": (26, lambda: [(_moodle("a\nb*c,d", 83), _right())]),
}
HONEST = {"Ada Lovelace": 1, "Amina ibn Yusuf": 2, "Zoë Žižek": 3}

# What stands in a folder of submissions. "graded", "refused", or "either" (never a mark for nothing).
ENTRIES = {
    "zip-with-path-upwards.zip": (24, lambda: _zipped((f"../../evil/{SLUG}.ipynb", _right())), "refused"),
    "zip-with-link.zip": (24, lambda: _zipped(_link(f"{SLUG}.ipynb", "/etc/passwd")), "refused"),
    "tar-with-link.tar.gz": (24, lambda: _tar(tarfile.SYMTYPE, "/etc/passwd"), "refused"),
    "tar-with-hard-link.tar.gz": (24, lambda: _tar(tarfile.LNKTYPE, "/etc/passwd"), "refused"),
    "tar-with-device.tar": (24, lambda: gzip.decompress(_tar(tarfile.CHRTYPE)), "refused"),
    "tar-with-path-upwards.tgz": (24, lambda: _tar(None, name="../../evil/x.ipynb"), "refused"),
    "bomb.zip": (25, lambda: _bomb(200), "refused"),
    "nested.zip": (25, lambda: _nested(4), "refused"),
    "many-members.zip": (25, lambda: _many(30_000), "refused"),
    "encrypted.zip": (25, _encrypted, "refused"),
    "wrong-size.zip": (25, _wrong_size, "refused"),
    "tar-called-zip.zip": (25, lambda: _tar(None), "either"),
    "seven.7z": (25, lambda: b"7z\xbc\xaf\x27\x1c" + os.urandom(100), "refused"),
    "old.rar": (25, lambda: b"Rar!\x1a\x07\x00" + os.urandom(100), "refused"),
    "cut-off.zip": (25, lambda: _zipped((f"{SLUG}.ipynb", _right()))[:-30], "refused"),
    "zip-called-notebook.ipynb": (25, lambda: _zipped((f"{SLUG}.ipynb", _right())), "either"),
    "=cmd()/five-parts.ipynb": (26, _right, "graded"),
    "+1,2;3/five-parts.ipynb": (26, _right, "graded"),
    "line\nbreak/five-parts.ipynb": (26, _right, "graded"),
    "star*and?marks/five-parts.ipynb": (26, _right, "graded"),
    "-rf/five-parts.ipynb": (26, _right, "graded"),
    "ends with dots .../five-parts.ipynb": (26, _right, "graded"),
    "right\u202eto\u2028left/five-parts.ipynb": (26, _right, "graded"),
    "<b>bold<b>&amp;/five-parts.ipynb": (26, _right, "graded"),
    ("long" * 50) + "/five-parts.ipynb": (26, _right, "graded"),
    "أمينة/five-parts.ipynb": (26, _right, "graded"),
    "[bold red]markup[/five-parts.ipynb": (26, _right, "graded"),
    "Copy of five-parts_Ben (1).ipynb": (26, _right, "graded"),
}
FIFO, LOOP, LINK = "waits-for-ever.ipynb", "loop.ipynb", "link-to-passwd.ipynb"


@pytest.fixture(scope="module")
def archive_run(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("archive"))
    members = [(_moodle(name, number), _right()) for name, number in HONEST.items()]
    for _, make in MEMBERS.values():
        members += make()
    path = course.root / "class.zip"
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Duplicate name")
        path.write_bytes(_zipped(*members))
    return course, course.grade(course.root / "marks", path)


@pytest.fixture(scope="module")
def folder_run(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("folder"))
    course.honest("honest")
    for name, (_, make, _) in ENTRIES.items():
        path = course.submissions / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())
    os.mkfifo(course.submissions / FIFO)
    (course.submissions / LOOP).symlink_to(LOOP)
    (course.submissions / LINK).symlink_to("/etc/passwd")
    return course, course.grade(course.root / "marks")


def _by_source(run) -> dict:
    return {verdict.source: verdict for verdict in run.verdicts.values()}


@pytest.mark.parametrize("name", HONEST)
def test_honest_members_of_an_archive_are_graded(name, archive_run):
    _, run = archive_run
    assert run.status == 0 and "Traceback" not in run.text, run.text[-3000:]
    found = [verdict for student, verdict in run.verdicts.items() if student.startswith(name)]
    assert len(found) == 1 and found[0].status == GRADED and found[0].score == MOST, found


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.row(row)) for n, (row, _) in MEMBERS.items()])
def test_hostile_member_leaves_no_trace(name, archive_run):
    course, run = archive_run
    assert run.status == 0, run.text[-3000:]
    for place in (
        course.root / "evil",
        course.root.parent / "evil",
        Path("/tmp/evil-by-attack"),
        course.course / "evil",
    ):
        assert not place.exists()
    mine = [verdict for verdict in run.verdicts.values() if set(_words(name)) & set(_letters(verdict.source))]
    innocent = name in ("same-name-twice", "names-that-differ-in-case") or MEMBERS[name][0] == 26
    for verdict in mine:
        assert verdict.status in ({"graded"} if innocent else set()) | {"refused", "cannot-grade"}, verdict
        assert verdict.status == "graded" or verdict.reason.strip().endswith("."), verdict
    if innocent:
        assert any(verdict.score == MOST for verdict in mine), sorted(v.source for v in run.verdicts.values())


def _letters(path: str) -> list[str]:
    return re.split(r"[^A-Za-z0-9]+", path)


def _words(name: str) -> list[str]:
    """The numbers that stand in the names of the members, by which a verdict is recognised as theirs."""
    names = [getattr(member[0], "filename", member[0]) for member in MEMBERS[name][1]()]
    return [word for path in names for word in _letters(path) if word.isdigit()]


def _cases():
    return [
        pytest.param(name, id=ascii(name)[1:40], marks=pytest.mark.row(row)) for name, (row, _, _) in ENTRIES.items()
    ]


@pytest.mark.parametrize("name", _cases())
def test_entry_of_a_folder(name, folder_run):
    course, run = folder_run
    assert run.status == 0 and "Traceback" not in run.text, run.text[-3000:]
    told = shown(name)  # a line break in a name is told as \\n
    verdicts = [v for v in run.verdicts.values() if v.source.split("/")[0] == told.split("/")[0]]
    verdicts = verdicts or [v for v in run.verdicts.values() if v.source.startswith(told)]
    assert len(verdicts) == 1, sorted(v.source for v in run.verdicts.values())
    expected = ENTRIES[name][2]
    if expected == "graded":
        assert verdicts[0].status == GRADED and verdicts[0].score == MOST, verdicts[0]
    elif expected == "refused":
        assert verdicts[0].status == "refused" and verdicts[0].reason.endswith("."), verdicts[0]
    else:
        assert verdicts[0].status == "refused" or verdicts[0].score == MOST, verdicts[0]
    page = course.root / "marks" / "feedback" / f"{verdicts[0].student}.html"
    assert page.is_file() and page.parent == course.root / "marks" / "feedback"
    assert not (course.root / "evil").exists() and not (course.root.parent / "evil").exists()


@pytest.mark.row(25)
@pytest.mark.parametrize("kind", ["archive_run", "folder_run"])
def test_time_and_space_are_bounded(kind, request):
    course, run = request.getfixturevalue(kind)
    size = sum(path.stat().st_size for path in (course.root / "marks").rglob("*") if path.is_file())
    assert run.seconds < 300 and size < 50_000_000, (run.seconds, size)


@pytest.mark.row(24)
@pytest.mark.parametrize("name", [FIFO, LOOP, LINK])
def test_what_is_not_a_file_is_refused(name, folder_run):
    _, run = folder_run
    (verdict,) = (v for v in run.verdicts.values() if v.source == name)
    assert verdict.status == "refused" and "root:" not in verdict.reason, verdict


@pytest.mark.row(26)
@pytest.mark.parametrize("kind", ["archive_run", "folder_run"])
def test_the_table_is_safe_in_a_spreadsheet(kind, request):
    course, run = request.getfixturevalue(kind)
    text = (course.root / "marks" / "grades.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    results = (course.root / "marks" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert len({len(row) for row in rows}) == 1 and len(rows) == len(results) + 1
    assert not [field for row in rows for field in row if field[:1] in "=+-@\t\r" and field]


@pytest.mark.row(26)
@pytest.mark.parametrize("kind", ["archive_run", "folder_run"])
def test_names_are_safe_as_files_and_in_pages(kind, request):
    course, run = request.getfixturevalue(kind)
    page = (course.root / "marks" / "index.html").read_text(encoding="utf-8")
    assert "<b>bold" not in page
    for student in run.verdicts:
        assert student not in ("", ".", "..") and not set(student) & set("/\\\n\0*?<>|"), student
        assert len(student.encode()) < 250
