"""Folders and archives as learning platforms, nbgrader and Google Drive make them."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from aiskills.grading.intake import discover
from aiskills.grading.intake.names import owner_of, plain

SLUG = "f02-honest-evaluation"
DRIVE = "-20261120T101010Z-1-001.zip"


def book(slug: str = SLUG, grade_id: str = "folds-answer", text: str = "") -> bytes:
    cell = {"cell_type": "code", "source": text, "metadata": {"nbgrader": {"grade_id": grade_id}}, "outputs": []}
    return json.dumps({"cells": [cell], "metadata": {"aiskills": {"kind": "assignment", "slug": slug}}}).encode()


def packed(path: Path, files: dict[str, bytes | tuple[bytes, tuple]]) -> Path:
    """A zip archive; a file may come with its time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            data, when = data if isinstance(data, tuple) else (data, (2026, 11, 20, 10, 10, 10))
            info = zipfile.ZipInfo(name, when)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return path


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def graded(place: Path, **options) -> dict[str, str]:
    """Student -> source of the file that is graded."""
    found = discover(place, SLUG, **options)
    good = [item for item in found if not item.refused]
    assert len({item.student for item in good}) == len(good) and len({item.source for item in found}) == len(found)
    assert all(item.read() for item in good)
    return {item.student: item.source for item in good}


def refusals(place: Path, **options) -> dict[str, tuple[str, str]]:
    return {i.source: (i.student, i.refused) for i in discover(place, SLUG, **options) if i.refused}


MOODLE = {
    "Amina Diallo_1234567_assignsubmission_file_/f02-honest-evaluation.ipynb": book(),  # to Moodle 3
    "Zoë Müller_1234568_assignsubmission_file/my work (1).ipynb": book(),  # Moodle 4
    "Bo Li_1234569_assignsubmission_file/part/f02-honest-evaluation.ipynb": book(),
    "Bo Li_1234569_assignsubmission_onlinetext/onlinetext.html": b"<p>here it is</p>",
    "Participant_77_assignsubmission_file/x.ipynb": book(),
    "Grp A_12_assignsubmission_file/x.ipynb": book(),
    "Kim_9_assignsubmission_file/essay.docx": b"PK..",
}
MOODLE_FLAT = {name.replace("_file_/", "_file_").replace("_file/", "_file_"): data for name, data in MOODLE.items()}
MOODLE_STUDENTS = {"Amina Diallo", "Zoë Müller", "Bo Li", "Participant", "Grp A"}
CANVAS = {
    "dialloamina_12345_67890_f02-honest-evaluation.ipynb": book(),
    "dialloamina_12345_67990_f02-honest-evaluation-1.ipynb": book(text="newer"),
    "müllerzoë_LATE_12346_67891_my_work_2024.ipynb": book(),
    "anon_aB3dE_67892_x.ipynb": book(),
    "LATE_anon_Xy9Zq_67893_x.ipynb": book(),
    "libo_12347_text.html": b"<p>see my site</p>",
    "kimpark_12348_67895_essay.docx": b"PK..",
}
CLASSROOM = {
    "Amina Diallo - f02-honest-evaluation.ipynb": book(),
    "Zoë Müller - Copy of f02-honest-evaluation.ipynb": book(),
    "Bo Li - f02-honest-evaluation (1).ipynb": book(),
}


@pytest.mark.parametrize("form", ["zip", "zip in a folder", "unpacked", "unpacked below"])
@pytest.mark.parametrize("files", [MOODLE, MOODLE_FLAT], ids=["folders", "flat"])
def test_moodle(tmp_path, form, files):
    if form == "zip":
        place = packed(tmp_path / "AI Skills-Assignment 2-4711.zip", files)
    elif form == "zip in a folder":
        place = packed(tmp_path / "in" / "AI Skills-Assignment 2-4711.zip", files).parent
    else:
        place = laid(tmp_path / "in", files if form == "unpacked" else {f"class/{n}": d for n, d in files.items()})
    assert set(graded(place)) == MOODLE_STUDENTS
    ((source, (student, why)),) = [row for row in refusals(place).items() if row[1][0] == "Kim"]
    assert "assignsubmission" in source and "no notebook" in why


@pytest.mark.parametrize("form", ["zip", "unpacked"])
def test_canvas(tmp_path, form):
    place = packed(tmp_path / "submissions.zip", CANVAS) if form == "zip" else laid(tmp_path / "in", CANVAS)
    found = {item.student: item for item in discover(place, SLUG) if not item.superseded}
    assert set(found) == {"dialloamina", "müllerzoë", "anon aB3dE", "anon Xy9Zq", "libo", "kimpark"}
    assert found["dialloamina"].source.endswith("67990_f02-honest-evaluation-1.ipynb")
    assert found["müllerzoë"].notes == found["anon Xy9Zq"].notes == ["the learning platform marks this file as late"]
    assert not found["dialloamina"].notes
    assert all("no notebook" in found[name].refused for name in ("libo", "kimpark"))
    old = refusals(place)
    ((_, why),) = [row for source, row in old.items() if "67890" in source]
    assert "newer file" in why and "67990" in why


@pytest.mark.parametrize("wrapper", ["", f"{SLUG}/", "Classroom/AI Skills/f02-honest-evaluation/"])
@pytest.mark.parametrize("form", ["zip", "zip in a folder", "unpacked"])
def test_google_classroom(tmp_path, form, wrapper):
    files = {wrapper + name: data for name, data in CLASSROOM.items()}
    if form == "unpacked":
        place = laid(tmp_path / "in", files)
    else:
        place = packed(tmp_path / "in" / f"{SLUG}{DRIVE}", files)
        place = place if form == "zip" else place.parent
    assert set(graded(place)) == {"Amina Diallo", "Zoë Müller", "Bo Li"}


def test_google_classroom_with_a_folder_for_each_assignment(tmp_path):
    files = {f"AI Skills/{SLUG}/{name}": data for name, data in CLASSROOM.items()}
    for person in ("Amina Diallo", "Kim Park"):
        name = f"AI Skills/g02-tokens-and-languages/{person} - g02-tokens-and-languages.ipynb"
        files[name] = book("g02-tokens-and-languages")
    for place in (packed(tmp_path / f"AI Skills{DRIVE}", files), laid(tmp_path / "in", files)):
        assert set(graded(place)) == {"Amina Diallo", "Zoë Müller", "Bo Li"}


def test_google_classroom_with_a_title_of_the_teacher(tmp_path):
    files = {f"{name} - Week 3 - splits.ipynb": book() for name in ("Amina Diallo", "Zoë Müller")}
    assert set(graded(packed(tmp_path / "x.zip", files))) == {"Amina Diallo", "Zoë Müller"}


def test_two_archives_of_drive_together(tmp_path):
    packed(tmp_path / f"{SLUG}{DRIVE}", {f"{SLUG}/Amina - {SLUG}.ipynb": book(), f"{SLUG}/Bo - {SLUG}.ipynb": book()})
    packed(
        tmp_path / f"{SLUG}{DRIVE.replace('001', '002')}",
        {f"{SLUG}/Kim - {SLUG}.ipynb": book(), f"{SLUG}/Zoë - {SLUG}.ipynb": book()},
    )
    assert set(graded(tmp_path)) == {"Amina", "Bo", "Kim", "Zoë"}


STAMP = "2026-11-20 10:10:1{}.123456 UTC"
EXCHANGE = {
    f"amina+{SLUG}+{STAMP.format(1)}/f02-honest-evaluation.ipynb": book(text="first"),
    f"amina+{SLUG}+{STAMP.format(1)}/timestamp.txt": b"2031-01-01 00:00:00.0 UTC",
    f"amina+{SLUG}+{STAMP.format(2)}+cmFuZG9t-_8=/f02-honest-evaluation.ipynb": book(text="second"),
    f"b+o@x.org+{SLUG}+{STAMP.format(3)}/f02-honest-evaluation.ipynb": book(),
    f"kim+g02-tokens-and-languages+{STAMP.format(3)}/g02-tokens-and-languages.ipynb": book("g02-tokens-and-languages"),
}


@pytest.mark.parametrize("wrapper", ["", "inbound/", "course101/inbound/"])
@pytest.mark.parametrize("form", ["zip", "folder"])
def test_the_exchange_of_nbgrader(tmp_path, wrapper, form):
    files = {wrapper + name: data for name, data in EXCHANGE.items()}
    if wrapper:
        outer = wrapper.removesuffix("inbound/")
        files[f"{outer}outbound/{SLUG}/{SLUG}.ipynb"] = book()
    place = packed(tmp_path / "exchange.zip", files) if form == "zip" else laid(tmp_path / "in", files)
    assert set(graded(place)) == {"amina", "b_o@x.org--" + _digits("b+o@x.org")}
    assert "10:10:12" in graded(place)["amina"]
    reasons = refusals(place)
    assert [w for s, w in reasons.values() if s == "kim"] == [
        "This is a submission of 'g02-tokens-and-languages', not of 'f02-honest-evaluation'."
    ]
    ((_, why),) = [row for source, row in reasons.items() if "10:10:11" in source]
    assert "newer file" in why


def _digits(name: str) -> str:
    from aiskills.grading.intake.names import _digits

    return _digits(name)


def test_submitted_of_nbgrader_and_a_course_folder(tmp_path):
    files = {f"{who}/{SLUG}/{SLUG}.ipynb": book() for who in ("amina", "bo")}
    files |= {f"amina/{SLUG}/timestamp.txt": b"2031-01-01", "kim/g02/g02.ipynb": book("g02")}
    assert set(graded(laid(tmp_path / "submitted", files))) == {"amina", "bo"}
    laid(tmp_path, {f"release/{SLUG}/{SLUG}.ipynb": book(), f"source/{SLUG}/{SLUG}.ipynb": book()})
    assert set(graded(tmp_path)) == {"amina", "bo"}
    assert "no notebook" in refusals(tmp_path)["submitted/kim"][1]


def test_the_time_in_the_folder_beats_the_time_of_the_file(tmp_path):
    place = laid(tmp_path, EXCHANGE)
    for path in place.glob("amina*10:10:11*/*.ipynb"):
        os.utime(path, (2e9 - 3e8, 2e9 - 3e8))
    assert "10:10:12" in graded(place)["amina"]


def test_a_time_in_the_future_is_told_and_not_used(tmp_path):
    files = {
        f"amina+{SLUG}+2031-01-01 00:00:00.0 UTC/{SLUG}.ipynb": book(),
        f"amina+{SLUG}+{STAMP.format(2)}/{SLUG}.ipynb": book(),
    }
    place = laid(tmp_path, files)
    for name, when in zip(files, (1_700_000_000, 1_700_000_100), strict=True):
        os.utime(place / name, (when, when))
    assert "10:10:12" in graded(place)["amina"]
    notes = [item.notes for item in discover(place, SLUG) if "2031" in item.source]
    assert notes == [["the time at which the file was handed in lies in the future; it was not used"]]


def test_the_newest_in_an_archive_counts_by_the_archive_s_clock(tmp_path):
    files = {
        "Amina_1_assignsubmission_file/f02-honest-evaluation.ipynb": (book(), (2026, 11, 20, 8, 0, 0)),
        "Amina_1_assignsubmission_file/f02-honest-evaluation (1).ipynb": (book(), (2026, 11, 20, 9, 0, 0)),
        "Amina_1_assignsubmission_file/notes.ipynb": (book("g02"), (2026, 11, 20, 9, 0, 0)),
    }
    place = packed(tmp_path / "x.zip", files)
    assert graded(place)["Amina"].endswith("(1).ipynb")
    whys = [why for _, why in refusals(place).values()]
    assert any("newer file" in why for why in whys) and any("another file of this student" in why for why in whys)


@pytest.mark.parametrize("inner", ["Amina_1_assignsubmission_file", f"amina+{SLUG}+2026-11-20 10:10:10.0 UTC"])
def test_nobody_speaks_for_another_by_the_names_in_his_own_folder_or_archive(tmp_path, inner):
    files = {f"{inner}/{NAME}": book(text="not Amina's") for NAME in (f"{SLUG}.ipynb", "x.ipynb")}
    laid(tmp_path / "in", {f"amina/{SLUG}.ipynb": book(), f"Amina/{SLUG}.ipynb": book()})
    laid(tmp_path / "in" / "bo", files)
    packed(tmp_path / "in" / "kim.zip", files)
    assert set(graded(tmp_path / "in")) == {"amina", "Amina", "bo", "kim"}
    moodle = {f"Bo_2_assignsubmission_file/{name}": data for name, data in files.items()}
    moodle[f"Amina_1_assignsubmission_file/{SLUG}.ipynb"] = book(text="hers")
    moodle["Kim_3_assignsubmission_file/work.zip"] = packed(tmp_path / "kim.zip", files).read_bytes()
    found = {item.student: item for item in discover(packed(tmp_path / "class.zip", moodle), SLUG) if not item.refused}
    assert set(found) == {"Amina", "Bo", "Kim"} and b"hers" in found["Amina"].read()
    canvas = {"bo_12_3456_Amina_77_assignsubmission_file_x.ipynb": book(), "amina_1_123_bo_12_9999_x.ipynb": book()}
    assert set(graded(packed(tmp_path / "canvas.zip", canvas))) == {"bo", "amina"}


def test_people_of_the_same_name_stay_apart(tmp_path):
    files = {f"Ali Khan_{n}_assignsubmission_file/f02-honest-evaluation.ipynb": book() for n in (11, 22)}
    assert set(graded(packed(tmp_path / "x.zip", files))) == {"Ali Khan 11", "Ali Khan 22"}


def test_a_file_of_another_assignment_belongs_to_its_student(tmp_path):
    other = "g02-tokens-and-languages"
    place = laid(tmp_path, {f"amina_{SLUG}.ipynb": book(), f"amina_{other}.ipynb": book(other)})
    assert set(graded(place)) == {"amina"}
    student, why = refusals(place)[f"amina_{other}.ipynb"]
    assert student == "amina" and f"notebook of {other!r}" in why


def test_a_name_in_a_learner_s_archive_does_not_change_whose_it_is(tmp_path):
    other = "g02-tokens-and-languages"
    laid(tmp_path / "in", {f"kim_{SLUG}.ipynb": book()})
    packed(tmp_path / "in" / "bo.zip", {f"kim_{other}.ipynb": book(other), "work.ipynb": book()})
    assert graded(tmp_path / "in") == {"bo": "bo.zip/work.ipynb", "kim": f"kim_{SLUG}.ipynb"}


def test_a_newer_file_of_another_assignment_does_not_replace_the_right_one(tmp_path):
    place = laid(tmp_path, {"amina.ipynb": book(), "Copy of amina.ipynb": book("g02-x")})
    os.utime(place / "amina.ipynb", (1000, 1000))
    assert graded(place) == {"amina": "amina.ipynb"}


def test_the_only_notebook_of_the_assignment_is_told_by_its_content(tmp_path):
    anonymous = book().replace(b'"slug"', b'"x"')
    files = {"amina/one.ipynb": anonymous, "amina/two.ipynb": book("g02-x", "other")}
    assert graded(laid(tmp_path, files), grade_ids={"folds-answer"}) == {"amina": "amina/one.ipynb"}


@pytest.mark.parametrize(
    "name",
    [
        "Copy of X.ipynb",
        "Copy of X (1).ipynb",
        "Copie de X.ipynb",
        "Kopie von X (2).ipynb",
        "Kopie van X.ipynb",
        "Copia de X.ipynb",
        "Copia di X.ipynb",
        "Cópia de X.ipynb",
        "Копия X.ipynb",
        "Копия файла X (3).ipynb",
        "Копія X.ipynb",
        "X 的副本.ipynb",
        "“X”的副本.ipynb",
        "「X_ipynb」的副本.ipynb",
        "X_ipynb_的副本.ipynb",
        "X - 副本.ipynb",
        "副本 X.ipynb",
        "X のコピー.ipynb",
        "X의 사본.ipynb",
        "Salinan X.ipynb",
        "Bản sao của X.ipynb",
        "نسخة من X.ipynb",
        "X - Copy (2).ipynb",
        "X - Kopie.ipynb",
        "X - Copie.ipynb",
        "X copy 2.ipynb",
        "X-Copy1.ipynb",
        "X(1).ipynb",
        "Copy of Kopie von X (1) (2).ipynb",
    ],
)
def test_the_words_for_copy(name):
    assert plain(name.removesuffix(".ipynb")) == "X"


@pytest.mark.parametrize("name", ["Copyright", "Kopiela", "Amina Copeland", "Копияев", "Ana de Souza", "Li-Copy"])
def test_names_of_people_are_no_words_for_copy(name):
    assert plain(name) in (name, "Li")


@pytest.mark.parametrize(
    "name",
    ["f02_2024_11_amina", "amina_1", "2024-11-20", "amina+f02+yesterday", "a_b_c_d.ipynb", "amina_12_34_x.ipynb"],
)
def test_names_that_no_platform_made(name):
    assert owner_of(name) is None
