"""What an instructor reads: sentences for a terminal, and a table that no spreadsheet runs."""

from __future__ import annotations

import csv
import io

import pytest

from aiskills.certificates import eligible, report
from aiskills.certificates.facts import Decision, Reason
from aiskills.grading import marks

from .library import record, rules


@pytest.fixture
def library(tmp_path):
    return rules(tmp_path / "library")


@pytest.fixture
def decisions(library, tmp_path):
    results = [
        record(tmp_path, "amina", "f01-plain"),
        record(tmp_path, "amina", "f02-lanes"),
        record(tmp_path, "zoe", "f01-plain", {"p1": 49.9, "p2": 20, "p3": 0, "TEXT": None}),
        record(tmp_path, "zoe", "f04-other"),
    ]
    return list(eligible.decide(library, results))


def test_each_learner_is_told_what_is_earned_and_what_is_missing(library, decisions):
    assert list(report.lines(decisions, library)) == [
        "amina",
        "  Small badge: earned.",
        "  Foundation certificate: Track One: earned.",
        "  Foundation certificate: Track Two: earned.",
        "zoe",
        "  Small badge: not yet.",
        "    - Module F01 (f01, part TEXT): a person has not marked it yet.",
        "    - Module F01 (f01): 69.9 of 100 points of the tested parts (69.9 %); 70 % are needed.",
        "  Foundation certificate: Track One: not yet.",
        "    - Module F01 (f01, part TEXT): a person has not marked it yet.",
        "    - Module F01 (f01): 69.9 of 100 points of the tested parts (69.9 %); 70 % are needed.",
        "    - Module F02 (f02): nothing was handed in.",
        "  Advanced certificate: Track One: not yet.",
        "    - Module F03 (f03): nothing was handed in.",
        "    - The capstone: nothing was handed in.",
        "    - Module F01 (f01): it is needed for the Small badge.",
        "",
        "2 learners with something handed in for these certificates.",
        "  Small badge (essentials): 1 earned, 1 not yet.",
        "  Foundation certificate: Track One (foundation-a): 1 earned, 1 not yet.",
        "  Foundation certificate: Track Two (foundation-e): 1 earned, 0 not yet.",
        "  Advanced certificate: Track One (advanced-a): 0 earned, 1 not yet.",
        "What is missing, and in how many of these certificates:",
        "  2 x nothing was handed in (not-submitted)",
        "  2 x a written part waits for the mark of a person (part-not-marked)",
        "  2 x too few of the points that tests give (below-threshold)",
        "  1 x the badge that this certificate needs is not earned yet (essentials-missing)",
        "  1 x there is no capstone to hand in, or none was handed in (no-capstone)",
        "Not to be earned yet, because a module or the capstone is not ready: advanced-e.",
    ]


def test_only_some_certificates_are_told(library, decisions):
    found = list(report.lines(decisions, library, only=["essentials"]))
    assert found[:2] == ["amina", "  Small badge: earned."]
    assert found[-4:-1] == [
        "  Small badge (essentials): 1 earned, 1 not yet.",
        "What is missing, and in how many of these certificates:",
        "  1 x a written part waits for the mark of a person (part-not-marked)",
    ]
    assert not any("Foundation" in line for line in found)


def test_a_closed_certificate_is_told_when_it_is_asked_for(tmp_path):
    found = rules(tmp_path, draft=("f04-other",))
    decisions = list(eligible.decide(found, [record(tmp_path, "zoe", "f03-safe")]))
    assert "zoe" not in list(report.lines(decisions, found))
    asked = list(report.lines(decisions, found, only=["advanced-a"]))
    assert "    - Module F04 (f04): it cannot be taken yet." in asked


def test_nobody_handed_in_anything(library):
    assert list(report.lines([], library))[0] == "0 learners with something handed in for these certificates."


def _hostile() -> Decision:
    words = "Module: the file was not accepted.\x1b[2J\u202eevil\r\nnew line"
    return Decision("=cmd|' /C calc'!A0", "essentials", False, (Reason("not-graded", "m", "+part", words),))


def test_a_terminal_is_not_steered_by_what_a_learner_wrote(library):
    text = "\n".join(report.lines([_hostile()], library))
    assert "\x1b" not in text and "\u202e" not in text and "\r" not in text
    assert "accepted.\ufffd[2J\ufffdevil new line" in text


def test_the_table_says_the_same_and_runs_nothing(decisions):
    text = "".join(report.csv_lines([*decisions, _hostile()]))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["student", "certificate", "earned", "reason", "module", "part", "text"]
    assert rows[1] == ["amina", "essentials", "yes", "", "", "", ""]
    assert ["zoe", "essentials", "no", "part-not-marked", "f01-plain", "TEXT"] in [row[:6] for row in rows]
    assert rows[-1][0] == "'=cmd|' /C calc'!A0" and rows[-1][5] == "'+part"
    assert len(rows) == 1 + sum(max(1, len(one.reasons)) for one in decisions) + 1
    assert "foundation" not in "".join(report.csv_lines(decisions, only=["essentials"]))


@pytest.mark.parametrize(
    "field", ["", "plain", "=1", " =1", "-1", "+1", "@x", "\tx", "\n", "|x", "%x", "\uff1dx", "'x"]
)
def test_the_guard_against_formulas_is_that_of_the_gradebook(field):
    assert report.harmless(field) == marks.harmless(field)


def test_the_table_is_written_on_the_way_and_whole_or_not_at_all(decisions, tmp_path):
    path = tmp_path / "table.csv"
    passed = report.write_csv(path, decisions)
    first = next(passed)
    assert first == decisions[0] and not path.exists()
    assert list(passed) == decisions[1:]
    assert path.read_bytes().decode("utf-8-sig") == "".join(report.csv_lines(decisions))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    stopped = report.write_csv(tmp_path / "other.csv", decisions)
    next(stopped)
    stopped.close()
    assert sorted(file.name for file in tmp_path.glob("*.csv*")) == ["table.csv"]


def test_a_table_that_cannot_be_written_is_one_sentence(decisions, tmp_path):
    with pytest.raises(SystemExit, match="cannot be written: No such file or directory. Choose another file."):
        list(report.write_csv(tmp_path / "missing" / "table.csv", decisions))
