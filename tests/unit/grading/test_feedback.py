"""The pages of a run: what a learner is told, what the instructor sees, and what stands first."""

from __future__ import annotations

import json
import re
import time

import nbformat
from bs4 import BeautifulSoup

from aiskills.grading.feedback import Overview, write_feedback, write_instructor
from aiskills.grading.marks import Mark
from aiskills.grading.verdicts import (
    CANNOT_GRADE,
    GRADED,
    NEEDS_PERSON,
    REFUSED,
    SCORED,
    UNDECIDED,
    ZERO,
    Part,
    Verdict,
)

HANDLED = "cell 'total' was edited; the instructor's text was used"
SUSPECT = "integrity: the code looked for a network address"
SECRET = "hidden_numbers = [1, 2, 3]"


def _verdict(student="amina", **facts):
    parts = {
        "total": Part(2, 2, SCORED),
        "mean-values": Part(0, 2, ZERO, "mean is wrong for fresh numbers."),
        "why": Part(None, 3, NEEDS_PERSON, "A person reads and marks this part."),
    }
    return Verdict(student, f"{student}.ipynb", GRADED, 2.0, 7.0, **{"parts": parts} | facts)


def _words(path):
    return " ".join(BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").get_text(" ").split())


def test_a_learner_is_told_how_the_file_was_handled_and_of_no_suspicion(tiny, tmp_path):
    page = _words(write_feedback(tmp_path, tiny, _verdict(flags=[HANDLED, SUSPECT]), {}))
    assert "Cell 'total' was edited; the instructor's text was used." in page and "it costs no points" in page
    assert "network" not in page and "integrity" not in page.lower()
    only = _words(write_feedback(tmp_path, tiny, _verdict(flags=[SUSPECT]), {}))
    assert "About your file" not in only


def test_a_comment_on_code_reaches_the_learner(tiny, tmp_path):
    marks = {"why": Mark(2.0, "Say <who>."), "total-answer": Mark(None, "A shorter way: sum().")}
    page = _words(write_feedback(tmp_path, tiny, _verdict(), marks))
    assert "Comment: Say <who>." in page and "Comments on your code" in page and "A shorter way: sum()." in page


def test_the_instructors_page_shows_the_failed_test_with_its_traceback(tiny, tmp_path):
    book = json.loads(nbformat.writes(tiny.source))
    for cell in book["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "mean-values":
            cell["source"] = SECRET
            cell["outputs"] = [
                {
                    "output_type": "error",
                    "ename": "AssertionError",
                    "evalue": "mean is wrong",
                    "traceback": ["\x1b[0;31mAssertionError\x1b[0m: mean is wrong for <fresh> numbers"],
                }
            ]
    verdict = _verdict(flags=[HANDLED, SUSPECT])
    page = write_instructor(tmp_path, tiny, verdict, book)
    words = _words(page)
    for said in (SECRET, "AssertionError: mean is wrong for <fresh> numbers", SUSPECT, HANDLED, "mean-values", "zero"):
        assert said in words, said
    assert "keep it from learners" in words and "\x1b" not in words and "default-src 'none'" in page.read_text()
    assert SECRET not in _words(write_feedback(tmp_path, tiny, verdict, {}))


def _all(tmp_path, tiny, verdicts):
    overview = Overview(tmp_path, tiny)
    for verdict in verdicts:
        overview.add(verdict)
    return overview.write()


def test_the_overview_has_the_queue_first_and_every_submission_once(tiny, tmp_path):
    lost = {"total": Part(None, 2, UNDECIDED, "The process was stopped from outside.")}
    done = {"total": Part(2, 2, SCORED)}
    verdicts = [
        _verdict("ana", parts=done),
        _verdict("bo", flags=[SUSPECT]),
        Verdict("chen", "chen.ipynb", CANNOT_GRADE, None, 7.0, lost, reason="The process was stopped from outside."),
        Verdict("dina", "dina.ipynb", REFUSED, None, 7.0, reason="The file is empty."),
        _verdict("eve", parts=done, flags=[HANDLED]),
    ]
    write_feedback(tmp_path, tiny, verdicts[0], {})
    soup = BeautifulSoup(_all(tmp_path, tiny, verdicts).read_text(encoding="utf-8"), "html.parser")
    assert [h.get_text() for h in soup.find_all("h2")] == [
        "Could not be graded (1)",
        "Flags to look at (1)",
        "Not accepted (1)",
        "Graded; written parts wait for a person (1)",
        "Graded (2)",
    ]
    tables = [[row.th.get_text(" ") for row in table.tbody.find_all("tr")] for table in soup.find_all("table")]
    assert tables == [["chen chen.ipynb"], ["bo"], ["dina dina.ipynb"], ["bo"], ["ana", "eve"]]
    assert "The process was stopped from outside." in soup.find("table").get_text()
    assert soup.find("a", href="feedback/ana.html") and not soup.find("a", href="feedback/bo.html")
    for link in soup.select('a[href^="#"]'):
        assert soup.find(id=link["href"][1:])
    assert not soup.find_all("script")


def test_an_overview_of_ten_thousand_is_quick_and_stays_small(tiny, tmp_path):
    started = time.process_time()
    path = _all(tmp_path, tiny, (_verdict(f"s{number}") for number in range(10_000)))
    assert time.process_time() - started < 20 and path.stat().st_size < 6_000_000
    assert len(re.findall("<tr ", path.read_text())) == 10_001


def test_a_page_that_is_right_already_is_not_written_again(tiny, tmp_path):
    path = write_feedback(tmp_path, tiny, _verdict(), {})
    before = path.stat().st_mtime_ns, path.stat().st_ino
    write_feedback(tmp_path, tiny, _verdict(), {})
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
    write_feedback(tmp_path, tiny, _verdict(), {"why": Mark(None, "Read again.")})
    assert "Read again." in path.read_text() and path.stat().st_ino != before[1]
