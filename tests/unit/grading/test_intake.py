"""Whose file is it?"""

from __future__ import annotations

import os

import pytest

from aiskills.grading.intake import discover, safe_id


def _names(folder):
    return {item.source: (item.student, item.refused) for item in discover(folder, "f02-honest-evaluation")}


@pytest.mark.parametrize(
    ("file", "student"),
    [
        ("amina.ipynb", "amina"),
        ("Copy of amina.ipynb", "amina"),
        ("Copy of Copy of amina (1) (2).ipynb", "amina"),
        ("amina - Copy.ipynb", "amina"),
        ("amina-Copy1.ipynb", "amina"),
        ("f02-honest-evaluation_amina.ipynb", "amina"),
        ("amina_f02-honest-evaluation (3).ipynb", "amina"),
        ("Zoë Müller.ipynb", "Zoë Müller"),
        ("amina/f02-honest-evaluation.ipynb", "amina"),
        ("amina/Copy of f02-honest-evaluation (1).ipynb", "amina"),
        ("amina/homework.ipynb", "amina"),
        ("amina/f02-honest-evaluation/f02-honest-evaluation.ipynb", "amina"),
    ],
)
def test_the_student_is_told_from_names(tmp_path, file, student):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}")
    assert list(_names(tmp_path).values()) == [(student, "")]


@pytest.mark.parametrize(
    ("file", "word"),
    [
        ("Copy of f02-honest-evaluation (1).ipynb", "does not tell"),
        ("all.zip", "archive"),
        ("bo/essay.docx", "no notebook"),
        ("bo/other-assignment/other-assignment.ipynb", "no notebook"),
    ],
)
def test_what_cannot_be_taken_is_told(tmp_path, file, word):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}")
    ((_, refused),) = _names(tmp_path).values()
    assert word in refused


def test_the_newest_of_two_files_counts(tmp_path):
    for number, name in enumerate(["amina.ipynb", "Copy of amina.ipynb"]):
        (tmp_path / name).write_text("{}")
        os.utime(tmp_path / name, (1000 + number, 1000 + number))
    names = _names(tmp_path)
    assert names["Copy of amina.ipynb"] == ("amina", "") and "newer file" in names["amina.ipynb"][1]


def test_two_unnamed_notebooks_in_a_folder_are_not_guessed(tmp_path):
    (tmp_path / "bo").mkdir()
    for name in ("one.ipynb", "two.ipynb"):
        (tmp_path / "bo" / name).write_text("{}")
    ((_, refused),) = _names(tmp_path).values()
    assert "2 notebooks" in refused


def test_links_hidden_files_and_the_results_are_left_out(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    folder = tmp_path / "in"
    (folder / ".ipynb_checkpoints").mkdir(parents=True)
    (folder / "out").mkdir()
    (folder / "link.ipynb").symlink_to(secret)
    found = discover(folder, "f02", out=folder / "out")
    assert [(item.student, "link" in item.refused) for item in found] == [("link", True)]


@pytest.mark.parametrize(
    "name",
    [
        "amina",
        "Zoë Müller",
        "हिन्दी नाम",
        "ภาษาไทย",
        "محمد",
        "李小龍",
        "o-e.x@y.org",
        "student_17",
        "amina-123456",
        "O Brien",
    ],
)
def test_names_of_people_stay_as_they_are(name):
    assert safe_id(name) == name


ODD = [
    *("CON", "nul", "com1.x", "a\u202eb", "a\u200bb", "@SUM(1)", "+1", "\t=1", "a.", "a..", "a ", " a", "..", ".", "-"),
    *(
        "a\x7f",
        "a,b",
        "a;b",
        "a'b",
        'a"b',
        "a`b",
        "a|b",
        "a%00b",
        "a$b",
        "<a>",
        "&amp;",
        "\udcff",
        "\ud800",
        "李" * 200,
    ),
    *("aux--0123456789", "x" * 76, "x" * 77, "x" * 78, "\u2028", "\ufeffa", "a\u0301", "á", "1/2", "½"),
]


def test_no_two_names_become_one_and_every_id_is_safe_everywhere():
    ids = {}
    for name in ODD:
        safe = safe_id(name)
        assert safe == safe_id(name) and safe.isprintable() and len(safe) <= 90 and len((safe + ".html").encode()) < 255
        assert safe[0] not in "=+-@. \t" and safe[-1] not in ". -" and not set(safe) & set("/\\<>:\"|?*'`;,&%$")
        assert safe.split(".")[0].upper() not in ("CON", "NUL", "AUX", "COM1") and safe not in ("", ".", "..")
        ids.setdefault(safe, set()).add(name)
    same = [names for names in ids.values() if len(names) > 1]
    assert same == [{"a\u0301", "á"}, {"a ", " a"}] or same == [{"a ", " a"}, {"a\u0301", "á"}]


def test_an_id_made_from_an_odd_name_cannot_be_taken_by_another_name():
    for name in ("a/b", "x" * 300, "CON"):
        assert safe_id(safe_id(name)) != safe_id(name)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b", "*", "?[x]", "=cmd()", "-rf", ".hidden", "x" * 300, "", "a\nb", "a\0b"]
)
def test_odd_names_become_safe_and_stay_apart(name):
    safe = safe_id(name)
    assert safe and len(safe) <= 90 and not set(safe) & set("/\\*?[]\n\0=<>\"'") and safe[0] not in ".-="
    assert safe != safe_id(name + "!")


def test_an_empty_folder_is_told(tmp_path):
    with pytest.raises(SystemExit, match="no notebook"):
        discover(tmp_path, "f02")
