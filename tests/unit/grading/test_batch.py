"""A folder of submissions: results, pages, gradebook; stopping and going on; grading again."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser

import pytest

from aiskills.grading import batch, finishing
from aiskills.grading.course import open_gradebook
from aiskills.grading.verdicts import read_results

# Answers that try to carry something into pages and tables, and one that a person has to mark.
SPY = "def total(numbers):\n    raise AssertionError('<img src=x onerror=alert(1)> ' + repr(numbers))"


@pytest.fixture
def class_of_five(tmp_path, pupil):
    folder = tmp_path / "handed in"
    nested = folder / "=cmd()" / "tiny-sums"
    nested.mkdir(parents=True)
    (nested / "tiny-sums.ipynb").write_bytes(
        pupil().write("why", "Because **nobody** counted <script>alert(1)</script>").data
    )
    (folder / "Copy of Ñandú (1).ipynb").write_bytes(
        pupil().write("mean-answer", "def mean(numbers):\n    return 3").data
    )
    (folder / "tiny-sums_bo.ipynb").write_bytes(pupil().write("total-answer", SPY).data)
    (folder / "chen.ipynb").write_bytes(b"{")
    (folder / "dina.ipynb").write_bytes(pupil().data)
    (folder / "notes.txt").write_text("not a submission")
    return folder


def _plain(verdicts):
    return {v.source: {**json.loads(v.to_json()), "seconds": 0} for v in verdicts}


class _Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


def test_a_whole_run(course, class_of_five, tmp_path, tiny):
    out = tmp_path / "out"
    verdicts = batch.grade(course, class_of_five, out, workers=2)
    by_file = {v.source: v for v in verdicts}
    assert {source: (v.status, v.score) for source, v in by_file.items()} == {
        "=cmd()/tiny-sums/tiny-sums.ipynb": ("graded", 5),
        "Copy of Ñandú (1).ipynb": ("graded", 2),
        "tiny-sums_bo.ipynb": ("graded", 3),
        "chen.ipynb": ("refused", None),
        "dina.ipynb": ("graded", 5),
    }
    assert by_file["Copy of Ñandú (1).ipynb"].student == "Ñandú"
    for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines():
        facts = json.loads(line)
        assert set(facts) == {
            "student",
            "source",
            "status",
            "score",
            "max_score",
            "parts",
            "flags",
            "reason",
            "seconds",
        }
        for part in facts["parts"].values():
            assert set(part) == {"score", "max_score", "outcome", "reason"}

    # No page shows a line of a hidden test or of the solution, nor runs or loads anything.
    secrets = tiny.secrets()
    assert len(secrets) >= 8
    pages = [*sorted((out / "feedback").glob("*.html")), out / "index.html"]
    assert len(pages) == 6
    for path in pages:
        text = path.read_text(encoding="utf-8")
        page = _Page(text)
        said = " ".join("".join(page.words).split())
        assert not [line for line in secrets if line in text or line in said], path
        assert not {"script", "img", "iframe", "link", "object", "form"} & {tag for tag, _ in page.tags}
        assert not [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)]
        assert [tag for tag, _ in page.tags].count("h1") == 1 and dict(page.tags)["html"]["lang"] == "en"
        assert "hidden_numbers" not in text and "Traceback" not in text
    bo = (out / "feedback" / "bo.html").read_text(encoding="utf-8")
    assert "Your code stopped with AssertionError in cell 4" in bo and not re.search(r"-?\d+, -?\d+, -?\d+", bo)
    assert "Waiting for a person" in bo and "mean is wrong for fresh numbers" in (
        out / "feedback" / "Ñandú.html"
    ).read_text(encoding="utf-8")

    # The table for a spreadsheet: no field is a formula.
    rows = list(csv.reader(io.StringIO((out / "grades.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == 6 and {len(row) for row in rows} == {len(rows[0])}
    assert not [field for row in rows for field in row if field[:1] in ("=", "+", "-", "@")]
    assert ["dina", "tiny-sums", "graded", "5", "8", "why", "2", "2", "1", "", "", "dina.ipynb"] in rows

    # The rubric reaches graders, and graders only.
    assert "what zero would claim" in (out / "autograded" / "dina" / "tiny-sums" / "tiny-sums.ipynb").read_text(
        encoding="utf-8"
    )
    with open_gradebook(out / "gradebook.db") as gradebook:
        assert {s.id for s in gradebook.students} == {v.student for v in verdicts}
        assert gradebook.find_submission("tiny-sums", "dina").score == 5
        assert gradebook.find_submission("tiny-sums", "dina").needs_manual_grade
        # A table that says which version of nbgrader made the database.
        assert gradebook.engine.connect().exec_driver_sql("select count(*) from alembic_version").scalar() == 1


def test_marks_of_people_are_shown_and_outlive_a_regrade_of_the_same_text(course, class_of_five, tmp_path, pupil):
    out = tmp_path / "out"
    batch.grade(course, class_of_five, out, workers=2)
    for student, points in (("dina", 2.0), ("bo", 1.0)):
        _mark(out, student, points, "Clear. <b>Say who.</b>")
    finishing.export([out], tmp_path / "all.csv", course.parent)
    page = (out / "feedback" / "dina.html").read_text(encoding="utf-8")
    assert "7 of 8" in page and "Clear. &lt;b&gt;Say who.&lt;/b&gt;" in page and "Waiting" not in page
    assert re.search(r"^dina,tiny-sums,graded,7,8,", (tmp_path / "all.csv").read_text(encoding="utf-8-sig"), re.M)
    assert {v.student: v.score for v in read_results(out / "results.jsonl")}["dina"] == 5, (
        "results are the grader's alone"
    )

    # Handed in again: dina with the same text and a deleted test, bo with another text.
    (class_of_five / "dina.ipynb").write_bytes(
        pupil().write("total-answer", "def total(n):\n    return 3").without("total").data
    )
    (class_of_five / "tiny-sums_bo.ipynb").write_bytes(pupil().write("why", "Something else.").data)
    verdicts = {v.student: v for v in batch.grade(course, class_of_five, out, workers=2)}
    assert verdicts["dina"].score == 3 and verdicts["dina"].parts["total"].score == 0, (
        "the old points of the test are gone"
    )
    assert "5 of 8" in (out / "feedback" / "dina.html").read_text(encoding="utf-8")
    assert "Waiting for a person" in (out / "feedback" / "bo.html").read_text(encoding="utf-8")
    (before,) = (out / "earlier").iterdir()
    assert {"results.jsonl", "gradebook.db", "feedback"} <= {path.name for path in before.iterdir()}


def _mark(out, student, points, comment):
    """What the form-grader does when a person types points and a comment."""
    with open_gradebook(out / "gradebook.db") as gradebook:
        grade = gradebook.find_grade("why", "tiny-sums", "tiny-sums", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.find_comment("why", "tiny-sums", "tiny-sums", student).manual_comment = comment
        gradebook.db.commit()


def test_a_run_that_was_stopped_goes_on(course, class_of_five, tmp_path):
    key = batch.course_key(course.parent.parent)
    assert (
        key == batch.course_key(course.parent.parent)
        and os.stat(course.parent.parent / "course.key").st_mode & 0o077 == 0
    )
    whole = batch.grade(course, class_of_five, tmp_path / "whole", workers=2)

    seen = []

    def stop(verdict):
        seen.append(verdict.source)
        if len(seen) == 3:
            raise KeyboardInterrupt

    out = tmp_path / "stopped"
    with pytest.raises(KeyboardInterrupt):
        batch.grade(course, class_of_five, out, workers=2, report=stop)
    assert len(read_results(out / "results.jsonl")) == 3
    with (out / "results.jsonl").open("a") as file:
        file.write('{"student": "cut o')  # what a power cut leaves
    again = []
    verdicts = batch.grade(course, class_of_five, out, workers=2, resume=True, report=lambda v: again.append(v.source))
    assert len(again) == 2 and not set(again) & set(seen)
    assert (
        _plain(verdicts) == _plain(whole) and len((out / "results.jsonl").read_text(encoding="utf-8").splitlines()) == 5
    )


def test_a_run_that_was_killed_goes_on(course, class_of_five, tmp_path):
    out = tmp_path / "out"
    code = (
        "import sys\nfrom pathlib import Path\nfrom aiskills.grading import batch\nif __name__ == '__main__':\n"
        "    a, b, c = map(Path, sys.argv[1:])\n    batch.grade(a, b, c, workers=2)"
    )
    script = tmp_path / "run.py"
    script.write_text(code)
    process = subprocess.Popen(
        [sys.executable, str(script), str(course), str(class_of_five), str(out)], start_new_session=True
    )
    end = time.monotonic() + 300
    while len(read_results(out / "results.jsonl")) < 2 and process.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = read_results(out / "results.jsonl")
    assert before
    verdicts = batch.grade(course, class_of_five, out, workers=2, resume=True)
    assert len(verdicts) == len({v.source for v in verdicts}) == 5
    assert {v.source for v in verdicts if v.seconds in {b.seconds for b in before}} >= {b.source for b in before}


def test_a_submission_that_kills_what_it_can_reach_costs_nobody_else(tmp_path, course, pupil):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "killer.ipynb").write_bytes(pupil().add(1, "import os\nos.kill(os.getppid(), 9)").data)
    for name in ("a", "b", "z"):
        (folder / f"{name}.ipynb").write_bytes(pupil().data)
    verdicts = {v.student: v for v in batch.grade(course, folder, tmp_path / "out", workers=2)}
    assert len(verdicts) == 4 and verdicts["killer"].status in ("graded", "cannot-grade")
    assert [verdicts[name].score for name in ("a", "b", "z")] == [5, 5, 5]


def test_folders_that_cannot_be_used_are_told_in_a_sentence(course, class_of_five, tmp_path, pupil):
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.doc").write_text("mine")
    with pytest.raises(SystemExit, match="is not empty"):
        batch.grade(course, class_of_five, full)
    with pytest.raises(SystemExit, match="does not exist"):
        batch.grade(course, tmp_path / "nowhere", tmp_path / "out")
    other = tmp_path / "other"
    other.mkdir()
    (other / "run.json").write_text('{"assignment": "f02"}')
    with pytest.raises(SystemExit, match="results of f02"):
        batch.grade(course, class_of_five, other)
    with pytest.raises(SystemExit, match="holds no results"):
        finishing.export([full], None, course.parent)
