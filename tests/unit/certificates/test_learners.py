"""The list of learners as people really save it."""

import pytest

from aiskills.certificates import learners
from aiskills.certificates.facts import Learner


@pytest.fixture
def table(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "learners.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_names_languages_and_no_email(table):
    found = learners.read(
        table(
            "\ufeffstudent,name,language,email\ns1,  Amina   Yusuf ,,a@b.org\ns2,محمد,ar,\n\ns3,王小明,zh-Hans,w@b.cn\n"
        )
    )
    assert found["s1"] == Learner("s1", "Amina Yusuf", "en", "a@b.org")
    assert found["s2"] == Learner("s2", "محمد", "ar", None)
    assert found["s3"].language == "zh-Hans"


def test_semicolons_and_other_columns(table):
    assert learners.read(table("Name;Student;Group\nBlue Heron;x7;1\n"))["x7"].name == "Blue Heron"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "must name the columns"),
        ("", "must name the columns"),
        ("student,name\n", "names no learner"),
        ("student,name\ns1,\n", "line 2.*needs both"),
        ("student,name\ns1,A\ns1,B\n", "line 3.*twice"),
        ("student,name,email\ns1,A,nobody\n", "no e-mail address"),
        ("student,name,language\ns1,A,English!\n", "no language tag"),
        ("student,name\ns1," + "A" * 101 + "\n", "101 characters"),
        ("student,name\ns1,A\u202eB\n", "RIGHT-TO-LEFT OVERRIDE"),
        ("student,name\ns1,A\u200bB\n", "invisible"),
    ],
    ids=["heads", "empty", "none", "no-name", "twice", "email", "language", "long", "override", "invisible"],
)
def test_what_is_wrong_is_said_with_its_line(table, text, said):
    with pytest.raises(SystemExit, match=said):
        learners.read(table(text))


def test_another_encoding_is_said(table):
    with pytest.raises(SystemExit, match="UTF-8"):
        learners.read(table("student,name\ns1,José\n", "latin-1"))


def test_joiners_inside_words_stay(table):
    assert learners.read(table("student,name\ns1,علی‌رضا\n"))["s1"].name == "علی‌رضا"
