"""The writer of nbgrader's tables, the table for a spreadsheet, and how long they take."""

from __future__ import annotations

import csv
import io
import json
import time

import nbformat
import pytest

from aiskills.grading import database
from aiskills.grading.gradebook import Writer
from aiskills.grading.marks import csv_lines, harmless, load, save
from aiskills.grading.results import Lines, read_lines, sort_lines
from aiskills.grading.verdicts import GRADED, REFUSED, SCORED, Part, Verdict

from . import synthetic


@pytest.fixture
def writer(tiny, tmp_path):
    writer = Writer(tmp_path, tiny, database.address(tmp_path, None), {})
    writer.begin(fresh=True)
    yield writer
    writer.close()


def _verdicts(tiny, count):
    text = nbformat.writes(tiny.source)
    tasks = [
        type("Task", (), {"student": f"s{n}", "source": f"s{n}.ipynb", "data": text.encode()}) for n in range(count)
    ]
    return synthetic.run(tiny, tasks)


def test_the_time_of_a_submission_does_not_grow_with_the_class(tiny, writer):
    times = []
    for verdict, notebook in _verdicts(tiny, 600):
        started = time.process_time()
        writer.record(verdict, notebook)
        times.append(time.process_time() - started)
    # The quick ones of each 150: what else the machine does makes some slower, the size of the class would make all.
    spans = [sorted(times[start : start + 150])[15] for start in range(0, 600, 150)]
    assert spans[-1] < 2 * min(spans[1:]) and max(spans) < 0.02, spans
    # A second file of everybody takes the place of the first.
    for verdict, notebook in list(_verdicts(tiny, 100)):
        writer.record(verdict, notebook)
    assert len({key[1] for key in synthetic.rows_of(database.address(writer.out, None))}) == 600


def test_one_commit_a_submission(tiny, writer):
    from sqlalchemy import event

    commits = []
    event.listen(writer.connection, "commit", lambda connection: commits.append(1))
    for verdict, notebook in _verdicts(tiny, 5):
        writer.record(verdict, notebook)
    assert len(commits) == 5


def test_nbgrader_reads_what_was_written(tiny, writer):
    verdicts = [verdict for verdict, notebook in _verdicts(tiny, 20) if writer.record(verdict, notebook)]
    with database.open_database(database.address(writer.out, None)) as book:
        shown = {row["student"]: row for row in book.notebook_submission_dicts("tiny-sums", "tiny-sums")}
        assert {name: row["score"] for name, row in shown.items()} == {v.student: v.score for v in verdicts}
        assert {row["max_score"] for row in shown.values()} == {8} and all(
            row["needs_manual_grade"] for row in shown.values()
        )
        assert {row["student"] for row in book.submission_dicts("tiny-sums")} == set(shown)
        book.remove_submission("tiny-sums", "s3")
    notebook = nbformat.read(writer.path("s4"), as_version=4)
    nbformat.validate(notebook)


def test_a_file_that_is_refused_takes_the_marks_of_the_machine_with_it(tiny, writer):
    verdict, notebook = next(_verdicts(tiny, 1))
    writer.record(verdict, notebook)
    writer.record(Verdict("s0", "s0.ipynb", REFUSED, reason="The file is empty."), None)
    assert not synthetic.rows_of(database.address(writer.out, None)) and not writer.path("s0").exists()


def test_results_are_sorted_once_each_with_odd_names_and_torn_lines(tmp_path):
    odd = 'a\u2028b\x85c\udcff=,".ipynb'
    lines = Lines(tmp_path)
    for student, source in (("z", "z.ipynb"), ("b", odd), ("a", "a.ipynb")):
        lines.add(Verdict(student, source, REFUSED, reason="The\u2028reason."))
    lines.add(Verdict("z", "z.ipynb", GRADED, 1, 1, {"p": Part(1, 1, SCORED)}))
    lines.close()
    with (tmp_path / "results.jsonl").open("ab") as file:
        file.write(b'{"student": "cut')
    sort_lines(tmp_path)
    verdicts = [verdict for _, verdict in read_lines(tmp_path)]
    assert [(v.student, v.source, v.status) for v in verdicts] == [
        ("a", "a.ipynb", "refused"),
        ("b", odd, "refused"),
        ("z", "z.ipynb", "graded"),
    ]
    for line in (tmp_path / "results.jsonl").read_bytes().split(b"\n")[:-1]:
        json.loads(line)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "|", "%", " =", "\uff1d"])
def test_no_field_is_a_formula(start):
    verdict = Verdict(f"{start}HYPERLINK(1)", 'a,"b\n', GRADED, 1.0, 2.0, {"p": Part(1.0, 2.0, SCORED)}, reason=start)
    text = "".join(csv_lines([(f"{start}x", verdict)], ["p"]))
    _, row = csv.reader(io.StringIO(text))
    assert row[0] == f"'{start}HYPERLINK(1)" and row[1] == f"'{start}x" and row[-1] == 'a,"b\n' and row[6] == "1"
    assert harmless("plain") == "plain" and harmless("") == ""


def test_marks_that_cannot_be_read_are_told():
    assert load(save({})) == {}
    for text in ("[", "[]", '{"a": 1}', '{"a": {"p": {"points": 1}}}'):
        with pytest.raises(ValueError):
            load(text)
