"""Results and the marks of people, read together and without a trace."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tracemalloc

import pytest

from aiskills.grading import batch, database, finishing
from aiskills.grading.records import records
from aiskills.grading.release import build

from . import synthetic
from .conftest import TINY


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "source" / "tiny-sums"
    shutil.copytree(TINY, folder)
    for room in (batch, finishing):
        synthetic.build_once(room, folder.parent.parent / "built")
    yield folder
    batch.build = finishing.build = build


@pytest.fixture(autouse=True)
def nothing_is_executed(monkeypatch):
    monkeypatch.setattr(batch, "run", synthetic.run)


@pytest.fixture
def handed_in(tmp_path, pupil):
    """Four files, one broken, one that no machine can grade, and an older file of the first student."""
    folder = tmp_path / "handed in"
    folder.mkdir()
    for number in range(4):
        (folder / f"s{number}.ipynb").write_bytes(pupil().write("why", f"Reason {number}.").data)
    (folder / "broken.ipynb").write_bytes(b"broken")
    (folder / "unlucky.ipynb").write_bytes(pupil().write("why", "lost").data)
    (folder / "s0 (1).ipynb").write_bytes((folder / "s0.ipynb").read_bytes())
    os.utime(folder / "s0.ipynb", (1e9, 1e9))
    return folder


@pytest.fixture
def out(course, handed_in, tmp_path):
    batch.grade(course, handed_in, tmp_path / "out")
    return tmp_path / "out"


def mark(out, student, part, score, extra=None):
    with database.open_database(database.recorded(out)) as book:
        grade = book.find_grade(part, "tiny-sums", "tiny-sums", student)
        grade.manual_score, grade.extra_credit = score, extra
        book.db.commit()


def prints(out):
    return {
        path.relative_to(out).as_posix(): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def test_every_line_comes_with_its_notebook(out):
    found = list(records([out]))
    assert [(student, verdict["status"]) for student, _, verdict, _, _ in found] == [
        ("broken", "refused"),
        ("s0", "graded"),
        ("s0", "refused"),
        ("s1", "graded"),
        ("s2", "graded"),
        ("s3", "graded"),
        ("unlucky", "cannot-grade"),
    ]
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [verdict for _, _, verdict, _, _ in found] == lines
    for student, slug, verdict, notebook, where in found:
        assert slug == "tiny-sums" and where == str(out)
        expected = out / "autograded" / student / slug / f"{slug}.ipynb"
        assert notebook == (expected if verdict["parts"] else None)
        assert notebook is None or notebook.is_file()


def test_the_marks_of_people_are_there_without_an_export_and_nothing_is_changed(out):
    mark(out, "s1", "why", 2.5)
    mark(out, "s2", "why", 1.0, extra=0.5)
    before = prints(out)
    verdicts = {student: verdict for student, _, verdict, _, _ in records([out]) if verdict["parts"]}
    assert prints(out) == before
    assert verdicts["s1"]["parts"]["why"] == {"score": 2.5, "max_score": 3.0, "outcome": "scored", "reason": ""}
    assert verdicts["s2"]["parts"]["why"]["score"] == 1.5
    assert verdicts["s3"]["parts"]["why"]["outcome"] == "needs-person"
    assert verdicts["s1"]["score"] == sum(part["score"] for part in verdicts["s1"]["parts"].values())


def test_a_person_can_settle_what_no_machine_could_grade(out):
    for name in ("why", *(part for part in _verdict(out, "unlucky")["parts"] if part != "why")):
        mark(out, "unlucky", name, 0.5)
    assert _verdict(out, "unlucky")["status"] == "graded"


def _verdict(out, student):
    return next(verdict for name, _, verdict, _, _ in records([out]) if name == student and verdict["parts"])


def test_folders_come_one_after_the_other(course, handed_in, out, tmp_path):
    shutil.copytree(out, tmp_path / "second")
    places = [where for *_, where in records([out, tmp_path / "second"])]
    assert places == [str(out)] * 7 + [str(tmp_path / "second")] * 7


def test_a_folder_without_results_is_one_sentence(out, tmp_path):
    with pytest.raises(SystemExit, match="holds no results: give the folder that `aiskills grade --out` wrote"):
        records([out, tmp_path])


def test_a_run_that_was_stopped_is_finished_first(out):
    lines = (out / "results.jsonl").read_bytes().splitlines(keepends=True)
    (out / "results.jsonl").write_bytes(b"".join(lines[:-1]) + lines[-1][:20])
    with pytest.raises(SystemExit, match=r"6 of 7 files are graded\..*--resume"):
        records([out])


def test_a_gradebook_that_is_gone_or_broken_is_one_sentence(out):
    gradebook = out / "gradebook.db"
    gradebook.write_bytes(b"no database" * 100)
    with pytest.raises(SystemExit, match=r"cannot be used \(.*\)\. Nothing was changed"):
        list(records([out]))
    gradebook.unlink()
    with pytest.raises(SystemExit, match="gradebook.db of .* is missing: it holds the marks that people gave"):
        list(records([out]))
    assert not gradebook.exists()


def test_a_large_class_is_not_held_in_memory(out):
    line = next(line for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines() if '"s1"' in line)
    with (out / "results.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(line.replace('"s1', f'"t{number}') + "\n" for number in range(4000))
    next(iter(list(records([out]))))  # what is imported once
    tracemalloc.start()
    try:
        count = sum(1 for _ in records([out]))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    size = (out / "results.jsonl").stat().st_size
    assert count == 4000 and size > 2e6 and peak < size / 2, (size, peak)


def test_marks_in_postgresql_are_read_in_the_same_way(course, handed_in, tmp_path):
    from .postgres import Server

    server = Server()
    try:
        server.start()
        own = tmp_path / "other course"
        shutil.copytree(course, own / "source" / "tiny-sums")
        (own / "nbgrader_config.py").write_text(
            f"c = get_config()\nc.CourseDirectory.db_url = {server.address()!r}\n", encoding="utf-8"
        )
        out = tmp_path / "results"
        batch.grade(own / "source" / "tiny-sums", handed_in, out)
        mark(out, "s1", "why", 2.0)
        assert not (out / "gradebook.db").exists()
        assert _verdict(out, "s1")["parts"]["why"]["score"] == 2.0
        server.stop()
        with pytest.raises(SystemExit, match="cannot be used"):
            list(records([out]))
    finally:
        server.remove()
