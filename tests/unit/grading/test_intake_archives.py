"""Archives that people make by mistake or on purpose: each bad file gets a sentence, the others are graded."""

from __future__ import annotations

import io
import os
import stat
import struct
import tarfile
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from aiskills.grading.intake import Unreadable, archives, discover, entries
from aiskills.grading.parsing import SIZE_LIMIT

from .test_intake_platforms import SLUG, book, packed

NAME = f"{SLUG}.ipynb"
ITSELF = "hand in the notebook (.ipynb) itself."


def moodle(who: str, number: int = 7, name: str = NAME) -> str:
    return f"{who}_{number}_assignsubmission_file/{name}"


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes], pack: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", pack) as archive:
        for name, content in files:
            archive.writestr(name, content, compress_type=pack)
    return data.getvalue()


def member(name: str, mode: int = 0, system: int = 3) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (2026, 11, 20, 10, 0, 0))
    info.create_system, info.external_attr = system, mode << 16
    return info


def patched(data: bytes, local: dict[int, bytes], central: dict[int, bytes]) -> bytes:
    """An archive of one file with other bytes in its headers."""
    made = bytearray(data)
    table = made.rfind(b"PK\x01\x02")
    for base, changes in ((0, local), (table, central)):
        for at, value in changes.items():
            made[base + at : base + at + len(value)] = value
    return bytes(made)


def look(folder: Path) -> dict[str, str]:
    """Source -> reason, "" for what can be read; reading it is tried as the grader does."""
    found = {}
    for item in discover(folder, SLUG):
        if not item.refused:
            try:
                assert item.read()
            except Unreadable as error:
                item.refused = error.strerror
        found[item.source] = item.refused
    return found


def in_class(tmp_path: Path, *files: tuple[str | zipfile.ZipInfo, bytes]) -> dict[str, str]:
    """What becomes of files in a class archive beside an honest one, which is always graded."""
    path = tmp_path / "class.zip"
    path.write_bytes(zipped((moodle("Amina", 1), book()), *files))
    found = look(path)
    assert found.pop("class.zip/" + moodle("Amina", 1)) == ""
    return found


UNSAFE = f"Its place in the archive points outside the archive: {ITSELF}"
SETUID = f"This file asks for another user's rights: {ITSELF}"
LARGE = "The file has {} MB, and 50 MB is the limit: clear the outputs, save, and hand it in again."
DEVICE = f"This is a link or a device, not a file: {ITSELF}"


@pytest.mark.parametrize(
    ("info", "reason"),
    [
        (member("../../etc/cron.d/evil.ipynb"), UNSAFE),
        (member("../x"), UNSAFE),
        (member("/etc/passwd.ipynb"), UNSAFE),
        (member("..\\..\\evil.ipynb"), UNSAFE),
        (member("C:\\evil\\x.ipynb"), UNSAFE),
        (member("c:x.ipynb"), UNSAFE),
        (member("a/../../x.ipynb"), UNSAFE),
        (member(moodle("Bo"), stat.S_IFLNK | 0o777), DEVICE),
        (member(moodle("Bo"), stat.S_IFBLK | 0o666), DEVICE),
        (member(moodle("Bo"), stat.S_IFIFO | 0o666), DEVICE),
        (member(moodle("Bo"), stat.S_IFREG | stat.S_ISUID | 0o755), SETUID),
    ],
    ids=lambda value: ascii(getattr(value, "filename", ""))[1:-1],
)  # fmt: skip
def test_a_bad_member_is_refused_and_the_rest_goes_on(tmp_path, info, reason):
    assert list(in_class(tmp_path, (info, book())).values()) == [reason]


@pytest.mark.parametrize(
    "name",
    ["__MACOSX/Bo_7_assignsubmission_file/._f02.ipynb", ".DS_Store", f"x/.ipynb_checkpoints/{NAME}", "Thumbs.db", "a/"],
)
def test_what_systems_leave_behind_is_left_out(tmp_path, name):
    assert in_class(tmp_path, (name, b"x")) == {}


def test_links_and_devices_in_a_learner_s_own_archive_are_not_worth_a_word(tmp_path):
    own = zipped((NAME, book()), (member("venv/bin/python", stat.S_IFLNK | 0o777), b"/usr/bin/python3"))
    assert list(in_class(tmp_path, (moodle("Bo", 7, "work.zip"), own)).values()) == [""]


def test_backslashes_of_windows_are_folders(tmp_path):
    assert in_class(tmp_path, (member(moodle("Bo").replace("/", "\\"), system=0), book())) == {
        f"class.zip/{moodle('Bo')}": ""
    }


def test_two_files_of_the_same_name_the_later_one_counts(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped((member(moodle("Bo")), book(text="1")), (member(moodle("Bo")), book(text="2")))
    (tmp_path / "class.zip").write_bytes(data)
    found = discover(tmp_path / "class.zip", SLUG)
    (good,) = [item for item in found if not item.refused]
    (other,) = [item for item in found if item.refused]
    assert good.read() == book(text="2") and other.superseded
    assert other.refused.startswith("Another file with the same time of the same student was graded instead")


def test_names_that_differ_in_case_are_two_people(tmp_path):
    assert set(in_class(tmp_path, (moodle("bo", 8), book()), (moodle("BO", 9), book())).values()) == {""}
    assert len(discover(tmp_path / "class.zip", SLUG)) == 3


@pytest.mark.parametrize("form", ["utf-8 without its flag", "cp866", "unicode field"])
def test_names_in_other_code_pages(tmp_path, form):
    name = "Амина_7_assignsubmission_file_f02-honest-evaluation.ipynb"
    raw = name.encode("cp866" if form == "cp866" else "utf-8")
    if form == "unicode field":
        raw = name.encode("cp866")
    info = member(raw.decode("cp437"))
    if form == "unicode field":
        field = b"\1" + struct.pack("<L", zlib.crc32(raw)) + name.encode()
        info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(info, book())
    made = bytearray(data.getvalue().replace(info.filename.encode(), raw))  # zipfile itself would write the flag
    flag = [0]
    for at, base in ((6, b"PK\x03\x04"), (8, b"PK\x01\x02")):
        place = made.find(base) + at
        flag = struct.unpack_from("<H", made, place)
        struct.pack_into("<H", made, place, flag[0] & ~0x800)
    lost = len(info.filename.encode()) - len(raw)
    for place in (made.find(b"PK\x03\x04") + 26, made.find(b"PK\x01\x02") + 28):
        struct.pack_into("<H", made, place, len(raw))
    end = made.rfind(b"PK\x05\x06")
    size, start = struct.unpack_from("<LL", made, end + 12)
    struct.pack_into("<LL", made, end + 12, size - lost, start - lost)
    (tmp_path / "class.zip").write_bytes(made)
    (found,) = discover(tmp_path / "class.zip", SLUG)
    assert found.read() == book() and (found.student == "Амина") == (form != "cp866")


ONE = zipped((NAME, book()))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (patched(ONE, {6: b"\1\0"}, {8: b"\1\0"}), f"It is locked with a password: {ITSELF}"),
        (zipped((NAME, book()), pack=zipfile.ZIP_LZMA), f"It is packed in an unusual way: {ITSELF}"),
        (patched(ONE, {}, {24: b"\5\0\0\0"}), f"Its data in the archive are damaged: {ITSELF}"),
        (patched(ONE, {}, {24: b"\xff\xff\0\0"}), f"Its size is not what the archive says: {ITSELF}"),
        (patched(ONE, {45: b"\0\0\0"}, {}), f"Its data in the archive are damaged: {ITSELF}"),
        (patched(ONE, {14: b"\0\0\0\0"}, {16: b"\0\0\0\0"}), f"Its data in the archive are damaged: {ITSELF}"),
        (zipped((NAME, b" " * (SIZE_LIMIT + 1_000_000))), LARGE.format(51)),
        (zipped(("a.zip", ONE)), "This is an archive inside an archive: hand in the notebook (.ipynb) itself."),
        (ONE[:-30], f"This archive is damaged or cut off: {ITSELF}"),
        (b"", f"This is no zip archive, though its name says so: {ITSELF}"),
        (b"<!DOCTYPE html>", f"This is no zip archive, though its name says so: {ITSELF}"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), f"This is a 7z archive, and only zip archives are opened: {ITSELF}"),
        (b"Rar!\x1a\x07\x01" + bytes(50), f"This is a rar archive, and only zip archives are opened: {ITSELF}"),
        (b"\x1f\x8b\x08" + bytes(50), f"This is a gz archive, and only zip archives are opened: {ITSELF}"),
        (zipped(("essay.docx", b"x")), f"There is no notebook of {SLUG} in this hand-in: hand in the .ipynb file."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["class", "folder"])
def test_a_learner_s_own_archive(tmp_path, data, reason, place):
    if place == "class":
        found = in_class(tmp_path, (moodle("Bo", 7, "work.zip"), data))
    else:
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "bo.zip").write_bytes(data)
        found = look(tmp_path / "in")
    assert list(found.values()) == [reason]


def test_a_tar_archive(tmp_path):
    with tarfile.open(tmp_path / "bo.tar", "w") as archive:
        info = tarfile.TarInfo(NAME)
        info.size = len(book())
        archive.addfile(info, io.BytesIO(book()))
    assert look(tmp_path) == {"bo.tar": f"This is a tar archive, and only zip archives are opened: {ITSELF}"}


@pytest.mark.parametrize("wrapper", ["", "my work/", f"{SLUG}/", "a/b/c/"])
def test_a_learner_s_own_archive_is_opened(tmp_path, wrapper):
    own = zipped((f"{wrapper}{NAME}", book()), (f"{wrapper}data.csv", b"x"), ("timestamp.txt", b"2031-01-01"))
    assert list(in_class(tmp_path, (moodle("Bo", 7, "work.zip"), own)).values()) == [""]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bo.zip").write_bytes(own)
    assert [(item.student, item.refused) for item in discover(tmp_path / "in", SLUG)] == [("bo", "")]
    if wrapper in ("", f"{SLUG}/"):  # given alone, a folder in it is a student's
        assert [(item.student, item.refused) for item in discover(tmp_path / "in" / "bo.zip", SLUG)] == [("bo", "")]


def test_the_times_in_a_learner_s_own_archive_do_not_count(tmp_path):
    own = io.BytesIO()
    with zipfile.ZipFile(own, "w") as archive:
        archive.writestr(zipfile.ZipInfo(NAME, (2030, 1, 1, 0, 0, 0)), book(text="own clock"))
    files = {
        f"bo_LATE_7_200_{NAME}": (book(text="server's clock"), (2026, 11, 20, 9, 0, 0)),
        "bo_LATE_7_199_w.zip": (own.getvalue(), (2026, 11, 20, 8, 0, 0)),
    }
    found = discover(packed(tmp_path / "class.zip", files), SLUG)
    (good,) = [item for item in found if not item.refused]
    assert b"server's clock" in good.read()


def overlapping(count: int) -> bytes:
    """Many entries in the table that all use the same packed bytes."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = b" " * 10_000_000
    data = pack.compress(plain) + pack.flush()
    name = NAME.encode()
    crc = zlib.crc32(plain)
    facts = struct.pack("<LLLHH", crc, len(data), len(plain), len(name), 0)
    body = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0x5B74) + facts + name + data
    table = b""
    for number in range(count):
        other = f"f{number}.ipynb".encode()
        facts = struct.pack("<LLLHHHHHLL", crc, len(data), len(plain), len(other), 0, 0, 0, 0, 0, 0)
        table += b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0x5B74) + facts + other
    return body + table + struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, len(table), len(body), 0)


def nested(depth: int) -> bytes:
    data = zipped((NAME, b" " * 10_000_000))
    for level in range(depth):
        data = zipped(*((f"{level}-{number}.zip", data) for number in range(8)))
    return data


def bounded(work, seconds: float = 20, megabytes: float = 200):
    """The result of ``work()``, which must not take more than this of the processor and of Python's memory."""
    tracemalloc.start()
    started = time.process_time()
    result = work()
    taken, peak = time.process_time() - started, tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    assert taken < seconds and peak < megabytes, (taken, peak)
    return result


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: overlapping(5000), "shares its bytes with another file"),
        (lambda: nested(4), "archive inside an archive"),
        (lambda: zipped((NAME, b" " * 400_000_000)), "400 MB"),
        (lambda: zipped(*((f"{n}.txt", b"") for n in range(archives.OWN_MEMBERS + 1))), "too many files"),
        (
            lambda: zipped(*((f"{SLUG}_{n}.ipynb", book()) for n in range(19_000))),
            "There are 19000 notebooks in this hand-in",
        ),
        (lambda: zipped(*(("x" * 60_000 + str(n), b"") for n in range(70))), "too many files"),
    ],
    ids=["overlapping", "nested", "ratio", "many", "notebooks", "table"],
)
def test_an_archive_that_explodes_costs_little(tmp_path, make, word):
    path = tmp_path / "in" / "bo.zip"
    path.parent.mkdir()
    path.write_bytes(make())
    found = bounded(lambda: look(path.parent))
    assert found and all(word in reason for reason in found.values())
    assert len(found) <= 50


def test_an_archive_that_holds_itself_ends(tmp_path):
    """Its first level is one archive; that one is not opened where it stands in another."""
    inner = zipped(("r/r.zip", zipped((NAME, book()))))
    assert list(in_class(tmp_path, (moodle("Bo", 7, "r.zip"), inner)).values()) == [
        "This is an archive inside an archive: hand in the notebook (.ipynb) itself."
    ]


def test_a_file_of_200_mb_costs_no_more_than_the_look_at_its_size(tmp_path, monkeypatch):
    with (tmp_path / "bo.ipynb").open("wb") as file:
        file.truncate(200_000_000)
    monkeypatch.setattr(entries.Entry, "read", lambda entry: pytest.fail("it was read"))
    found = bounded(lambda: look(tmp_path), seconds=0.5, megabytes=1)
    assert found == {"bo.ipynb": LARGE.format(200)}


def test_a_class_of_many(tmp_path):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5_000):
            archive.writestr(f"Person {number}_{number}_assignsubmission_file_{NAME}", book())
    found = bounded(lambda: discover(path, SLUG))
    assert len(found) == 5_000 and not any(item.refused for item in found) and found[17].read() == book()


def test_nothing_is_unpacked_to_the_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("extract", "extractall"):
        monkeypatch.setattr(zipfile.ZipFile, name, lambda *_: pytest.fail("unpacked"))
    in_class(tmp_path, (moodle("Bo", 7, "work.zip"), ONE), (member("../../x.ipynb"), book()))
    assert os.listdir(tmp_path) == ["class.zip"]


def test_an_archive_given_as_the_submissions_that_cannot_be_read(tmp_path):
    path = tmp_path / "class.zip"
    path.write_bytes(ONE[:-30])
    with pytest.raises(SystemExit, match=r"class.zip: This archive is damaged or cut off"):
        discover(path, SLUG)


def test_special_files_and_folders_without_rights(tmp_path):
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "bo").mkdir()
    (tmp_path / "bo" / NAME).symlink_to("/etc/passwd")
    assert look(tmp_path) == {
        "pipe.ipynb": f"This is no ordinary file: {ITSELF}",
        "loop": "This is a link to another place: hand in the file itself.",
        f"bo/{NAME}": "This is a link to another place: hand in the file itself.",
    }


def test_names_that_are_no_text_and_names_with_signs_of_control(tmp_path):
    folder = os.fsencode(tmp_path)
    for name in (b"\xff\xfe.ipynb", b"a\nb.ipynb", "\u202ebo.ipynb".encode(), b"x" * 245 + b".ipynb"):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(book())
    found = discover(tmp_path, SLUG)
    assert len({item.student for item in found}) == len({item.source for item in found}) == 4
    assert all(item.source.isprintable() and item.read() == book() for item in found)
    assert {"\\xff\\xfe.ipynb", "a\\nb.ipynb", "\\u202ebo.ipynb"} < {item.source for item in found}
