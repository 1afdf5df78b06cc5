"""Marks in a PostgreSQL database: a real server, started here."""

from __future__ import annotations

import csv
import http.cookiejar
import io
import json
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from aiskills.grading import batch, database, finishing
from aiskills.grading.release import build
from aiskills.grading.verdicts import read_results
from tests.ports import free_port

from . import synthetic
from .conftest import TINY
from .postgres import PASSWORD, Server

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server()
    for room in (batch, finishing):
        synthetic.build_once(room, tmp_path_factory.getbasetemp() / "built for postgres")
    try:
        yield server.start()
    finally:
        server.remove()
        batch.build = finishing.build = build


@pytest.fixture
def course(tmp_path, server, monkeypatch):
    """A course of two assignments whose settings name a fresh database on the server."""
    monkeypatch.setattr(batch, "run", synthetic.run)
    folder = tmp_path / "course"
    for slug in ("tiny-sums", "more-sums"):
        place = folder / "source" / slug
        place.mkdir(parents=True)
        for path in TINY.iterdir():
            text = path.read_bytes().replace(b"tiny-sums", slug.encode())
            (place / path.name.replace("tiny-sums", slug)).write_bytes(text)
    use(folder, server.address())
    return folder


def use(course: Path, address: str) -> None:
    (course / "nbgrader_config.py").write_text(
        "from pathlib import Path\nfrom aiskills.grading.course import prepare_process, settings\n"
        "c = get_config()\nprepare_process()\nc.merge(settings(Path(__file__).parent))\n"
        f"c.CourseDirectory.db_url = {address!r}\n"
    )


@pytest.fixture
def handed_in(tmp_path, pupil):
    folder = tmp_path / "handed in"
    folder.mkdir()
    for number in range(8):
        (folder / f"s{number}.ipynb").write_bytes(pupil().write("why", f"Reason {number}.").data)
    (folder / "s8.ipynb").write_bytes(b"broken")
    return folder


def where(course: Path, out: Path) -> str:
    return database.address(out, course / "nbgrader_config.py")


def mark(course: Path, out: Path, slug: str, student: str, points: float) -> None:
    with database.open_database(where(course, out)) as book:
        grade = book.find_grade("why", slug, slug, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.find_comment("why", slug, slug, student).manual_comment = "Clear."
        book.db.commit()


def test_one_setting_and_two_assignments_share_the_database(course, handed_in, tmp_path):
    tiny, more = tmp_path / "tiny", tmp_path / "more"
    theirs = tmp_path / "more handed in"
    theirs.mkdir()
    for path in handed_in.iterdir():
        (theirs / path.name).write_bytes(path.read_bytes().replace(b"tiny-sums", b"more-sums"))
    for out, folder in ((tiny, handed_in), (more, theirs)):
        batch.grade(course / "source" / f"{out.name}-sums", folder, out)
        assert not (out / "gradebook.db").exists() and (out / "index.html").exists()
        assert not [p for p in out.rglob("*") if p.is_file() and PASSWORD.encode() in p.read_bytes()], "no password"
    alone = tmp_path / "alone"
    (course / "nbgrader_config.py").rename(course / "away.py")
    batch.grade(course / "source" / "tiny-sums", handed_in, alone)
    (course / "away.py").rename(course / "nbgrader_config.py")
    address = where(course, tiny)
    assert address.startswith("postgresql+psycopg://") and len(synthetic.rows_of(address)) > 40
    here, there = synthetic.picture(tiny, address), synthetic.picture(alone, database.address(alone, None))
    assert here == there, "the same as in a SQLite file"

    # A regrade of one assignment starts from nothing for that one; a mark stays while its text stays.
    mark(course, tiny, "tiny-sums", "s1", 2.0)
    mark(course, tiny, "tiny-sums", "s2", 1.0)
    mark(course, more, "more-sums", "s1", 3.0)
    others = synthetic.rows_of(address, "more-sums")
    (handed_in / "s2.ipynb").write_bytes((handed_in / "s2.ipynb").read_bytes().replace(b"Reason 2", b"Other"))
    (handed_in / "s3.ipynb").unlink()
    batch.grade(course / "source" / "tiny-sums", handed_in, tiny)
    rows = synthetic.rows_of(address)
    assert rows["Grade", "s1", "why"] == (None, 2.0, None, False) and rows["Comment", "s1", "why"][1] == "Clear."
    assert rows["Grade", "s2", "why"] == (None, None, None, True) and not [key for key in rows if key[1] == "s3"]
    assert synthetic.rows_of(address, "more-sums") == others and others["Grade", "s1", "why"][1] == 3.0

    # Another folder of results cannot wipe out what people gave here.
    with pytest.raises(SystemExit, match="holds 7 submissions of tiny-sums that are not those of") as refusal:
        batch.grade(course / "source" / "tiny-sums", handed_in, tmp_path / "other")
    assert PASSWORD not in str(refusal.value) and synthetic.rows_of(address) == rows


def test_export_form_grader_and_nbgraders_own_export_read_the_same(course, handed_in, tmp_path):
    out = tmp_path / "out"
    batch.grade(course / "source" / "tiny-sums", handed_in, out)
    machine = {v.student: v.score for v in read_results(out / "results.jsonl")}
    mark(course, out, "tiny-sums", "s4", 2.0)
    finishing.export([out], tmp_path / "all.csv", course / "source")
    rows = {row["student"]: row for row in csv.DictReader(io.StringIO((tmp_path / "all.csv").read_text("utf-8-sig")))}
    assert float(rows["s4"]["score"]) == machine["s4"] + 2 and rows["s8"]["status"] == "refused"
    assert "Clear." in (out / "feedback" / "s4.html").read_text()

    command = [Path(sys.executable).parent / "nbgrader", "export", "--to", tmp_path / "nbgrader.csv"]
    subprocess.run(command, cwd=out, check=True, capture_output=True)
    theirs = csv.DictReader(io.StringIO((tmp_path / "nbgrader.csv").read_text()))
    given = {row["student_id"]: float(row["score"]) for row in theirs if row["assignment"] == "tiny-sums"}
    assert given["s4"] == machine["s4"] + 2 and given["s5"] == machine["s5"]

    port = free_port()
    command = [sys.executable, "-m", "aiskills.cli", "formgrader", "--out", out, "--port", str(port), "--no-browser"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://\S+", process.stdout.readline())[0]
        site = address.split("/login")[0]
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        opener.open(address)
        shown = json.load(opener.open(f"{site}/formgrader/api/submitted_notebooks/tiny-sums/tiny-sums"))
        assert {row["student"]: row["score"] for row in shown} == {s: given[s] for s in (f"s{n}" for n in range(8))}
        mine = next(row for row in shown if row["student"] == "s6")
        assert "what zero would claim" in opener.open(f"{site}/formgrader/submissions/{mine['id']}/").read().decode()
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(180) == 0


def test_a_server_that_stops_is_one_sentence_and_the_run_goes_on_later(course, handed_in, tmp_path, server):
    source, out = course / "source" / "tiny-sums", tmp_path / "out"
    batch.grade(source, handed_in, tmp_path / "whole")
    whole = synthetic.picture(tmp_path / "whole", where(course, tmp_path / "whole"))
    use(course, server.address())
    seen = []

    def stop(verdict):
        seen.append(verdict.source)
        if len(seen) == 4:
            server.stop()

    try:
        with pytest.raises(SystemExit) as told:
            batch.grade(source, handed_in, out, report=stop)
        said = str(told.value)
        assert "The gradebook postgresql+psycopg://course:***@127.0.0.1" in said and "--resume" in said, said
        assert "\n" not in said and PASSWORD not in said and len(seen) == 4
        with pytest.raises(SystemExit, match="cannot be used"):
            batch.grade(source, handed_in, out, resume=True)
    finally:
        server.start()
    assert [v.source for v in read_results(out / "results.jsonl")] == seen, "what was finished stands"
    batch.grade(source, handed_in, out, resume=True, report=lambda v: seen.append(v.source))
    assert sorted(seen) == sorted(path.name for path in handed_in.iterdir()), "each once"
    assert synthetic.picture(out, where(course, out)) == whole


def test_two_runs_of_one_assignment_in_one_database(course, handed_in, tmp_path):
    def second(verdict):
        with pytest.raises(SystemExit, match="Another run grades tiny-sums in"):
            batch.grade(course / "source" / "tiny-sums", handed_in, tmp_path / "second")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch.grade(course / "source" / "tiny-sums", handed_in, tmp_path / "first", report=second)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("no address", "is not an address of a database"),
        ("mysql://me@host/marks", "only SQLite and PostgreSQL"),
        ("postgresql://me:secret@127.0.0.1:1/marks?connect_timeout=2", "cannot be used"),
    ],
)
def test_an_address_that_does_not_work_is_one_sentence(course, handed_in, tmp_path, address, words):
    use(course, address)
    with pytest.raises(SystemExit, match=words) as told:
        batch.grade(course / "source" / "tiny-sums", handed_in, tmp_path / "out")
    assert "\n" not in str(told.value) and "secret" not in str(told.value)
