"""A run that ends at the worst moment, and the same command with --resume: the same results, each submission once."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aiskills.grading import batch, database
from aiskills.grading.release import build
from aiskills.grading.verdicts import read_results

from . import synthetic
from .conftest import TINY

ROOT = Path(__file__).parents[3]

# A run in a process of its own that ends itself without a word at the moment that is named.
CHILD = """
import os, resource, signal, sys, time
from pathlib import Path
from aiskills.grading import batch, finishing, gradebook, results
from tests.unit.grading import synthetic

moment, number, source, handed_in, out, *rest = sys.argv[1:]
count = 0
synthetic.build_once(batch, Path(source).parent.parent / "built")

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def ends(where, place, name, when):
    real = getattr(place, name)
    def wrapped(*a, **k):
        global count
        count += where == moment
        last = where == moment and count == int(number)
        if last and when == "before":
            die()
        answer = real(*a, **k)
        if last:
            die()
        return answer
    setattr(place, name, wrapped)

def torn(self, verdict):
    global count
    count += 1
    if count == int(number):
        os.write(self.file, verdict.to_json().encode()[:70])
        die()
    real_add(self, verdict)

real_add = results.Lines.add
if moment == "torn line":
    results.Lines.add = torn
ends("before the notebook", gradebook.Writer, "record", "before")
ends("before the commit", gradebook.Writer, "_insert", "after")
ends("after the commit", Path, "replace", "before") if moment == "after the commit" else None
ends("between commit and line", gradebook.Writer, "record", "after")
ends("before the line", results.Lines, "add", "before")
ends("after the line", results.Lines, "add", "after")
ends("begin of the end", batch, "finish", "before")
ends("sorted", results, "sort_lines", "after")
ends("in the table", finishing.Overview, "add", "after")
ends("before the overview", finishing.Overview, "write", "before")
ends("after all", batch, "finish", "after")
ends("putting away", results, "replace", "after")
ends("half put away", Path, "rename", "after")
ends("away", results, "put_away", "after")
ends("defined", gradebook.Writer, "begin", "after")
if moment == "slowly":
    def run(*a):
        for answer in synthetic.run(*a):
            time.sleep(0.02)
            yield answer
    batch.run = run
else:
    batch.run = synthetic.run
if moment == "small files":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(number), int(number)))
batch.grade(Path(source), Path(handed_in), Path(out), resume="--resume" in rest)
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "source" / "tiny-sums"
    shutil.copytree(TINY, folder)
    synthetic.build_once(batch, folder.parent.parent / "built")
    batch.build(folder, None)
    yield folder
    batch.build = build


@pytest.fixture
def handed_in(tmp_path, pupil):
    """Twelve right files, one broken, one that no machine can grade, one that a newer one replaces."""
    folder = tmp_path / "handed in"
    folder.mkdir()
    for number in range(12):
        (folder / f"s{number:02d}.ipynb").write_bytes(pupil().write("why", f"Reason {number}.").data)
    (folder / "broken.ipynb").write_bytes(b"broken")
    (folder / "unlucky.ipynb").write_bytes(pupil().write("why", "lost").data)
    (folder / "s00 (1).ipynb").write_bytes((folder / "s00.ipynb").read_bytes())
    os.utime(folder / "s00.ipynb", (1e9, 1e9))
    return folder


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "child.py"
    path.write_text(CHILD)
    return path


def child(script, moment, number, *rest, **options):
    command = [sys.executable, script, moment, number, *rest]
    return subprocess.Popen(list(map(str, command)), cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, **options)


def grade(course, handed_in, out, monkeypatch, **options):
    monkeypatch.setattr(batch, "run", synthetic.run)
    return batch.grade(course, handed_in, out, **options)


def picture(out):
    return synthetic.picture(out, database.address(out, None))


MOMENTS = [
    ("before the notebook", 5),
    ("before the commit", 5),
    ("after the commit", 40),
    ("between commit and line", 6),
    ("torn line", 7),
    ("before the line", 8),
    ("after the line", 14),
    ("begin of the end", 1),
    ("sorted", 1),
    ("in the table", 6),
    ("before the overview", 1),
    ("after all", 1),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return {}


@pytest.mark.parametrize(("moment", "number"), MOMENTS)
def test_killed_at_a_chosen_moment(course, handed_in, script, tmp_path, monkeypatch, moment, number, whole):
    process = child(script, moment, number, course, handed_in, tmp_path / "out")
    assert process.wait(300) == -signal.SIGKILL, "it ended where it should"
    again = []
    verdicts = grade(course, handed_in, tmp_path / "out", monkeypatch, resume=True, report=again.append)
    assert sorted(v.source for v in verdicts) == sorted(path.name for path in handed_in.iterdir())
    if "picture" not in whole:
        grade(course, handed_in, tmp_path / "whole", monkeypatch)
        whole["picture"] = picture(tmp_path / "whole")
    assert picture(tmp_path / "out") == whole["picture"]
    if moment in ("torn line", "after the line"):
        assert len(again) in (15 - number + 1, 15 - number, 15 - number + 2), "what was finished is not done again"


def test_killed_at_random_moments_again_and_again(course, handed_in, script, tmp_path, monkeypatch, whole):
    chance, out, kills, rest = random.Random(7), tmp_path / "out", 0, ()
    for _ in range(6):
        process = child(script, "slowly", 0, course, handed_in, out, *rest)
        started = time.monotonic()
        while not (out / "run.json").exists() and process.poll() is None and time.monotonic() < started + 300:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.25))
        process.kill()
        kills += process.wait(300) == -signal.SIGKILL
        rest = ("--resume",)
    assert kills >= 3
    grade(course, handed_in, out, monkeypatch, resume=True)
    grade(course, handed_in, tmp_path / "whole", monkeypatch)
    assert picture(out) == picture(tmp_path / "whole")


@pytest.mark.parametrize("moment", [("putting away", 1), ("half put away", 3), ("away", 1), ("defined", 1)])
def test_a_regrade_that_is_killed_keeps_what_people_gave(course, handed_in, script, tmp_path, monkeypatch, moment):
    out = tmp_path / "out"
    grade(course, handed_in, out, monkeypatch)
    for student in ("s03", "s11"):
        with database.open_database(database.address(out, None)) as book:
            given = book.find_grade("why", "tiny-sums", "tiny-sums", student)
            given.manual_score, given.needs_manual_grade = 2.5, False
            book.find_comment("why", "tiny-sums", "tiny-sums", student).manual_comment = "Clear."
            book.db.commit()
    before = read_results(out / "results.jsonl")
    if moment[0] == "away":
        process = child(script, "after the line", 5, course, handed_in, out)  # in the midst of the regrade
    else:
        process = child(script, *moment, course, handed_in, out)
    assert process.wait(300) == -signal.SIGKILL
    grade(course, handed_in, out, monkeypatch, resume=True)
    rows = picture(out)["rows"]
    for student in ("s03", "s11"):
        assert rows["Grade", student, "why"] == (None, 2.5, None, False)
        assert rows["Comment", student, "why"][1] == "Clear."
    assert not (out / "marks.json").exists()
    (earlier,) = (out / "earlier").iterdir()
    assert [v.source for v in read_results(earlier / "results.jsonl")] == [v.source for v in before]
    assert (earlier / "gradebook.db").exists() and (earlier / "run.json").exists()


def test_marks_wait_for_a_file_that_cannot_be_graded_now(course, handed_in, tmp_path, monkeypatch):
    out = tmp_path / "out"
    grade(course, handed_in, out, monkeypatch)
    with database.open_database(database.address(out, None)) as book:
        book.find_grade("why", "tiny-sums", "tiny-sums", "s05").manual_score = 1.5
        book.db.commit()
    good = (handed_in / "s05.ipynb").read_bytes()
    (handed_in / "s05.ipynb").write_bytes(b"broken")
    grade(course, handed_in, out, monkeypatch)
    assert json.loads((out / "marks.json").read_text())["s05"]["why"]["score"] == 1.5
    (handed_in / "s05.ipynb").write_bytes(good)
    grade(course, handed_in, out, monkeypatch, resume=True)
    assert picture(out)["rows"]["Grade", "s05", "why"][1] == 1.5 and not (out / "marks.json").exists()


def test_a_file_that_was_taken_away_leaves_nothing(course, handed_in, tmp_path, monkeypatch):
    out = tmp_path / "out"
    grade(course, handed_in, out, monkeypatch)
    (handed_in / "s07.ipynb").unlink()
    verdicts = grade(course, handed_in, out, monkeypatch, resume=True)
    grade(course, handed_in, tmp_path / "whole", monkeypatch)
    assert "s07" not in {v.student for v in verdicts} and picture(out) == picture(tmp_path / "whole")


def test_a_full_disk_is_one_sentence_and_nothing_is_lost(course, handed_in, tmp_path, monkeypatch):
    """A small disk of its own, in a mount namespace of its own; where that is not allowed, files of limited size."""
    small = tmp_path / "small"
    small.mkdir()
    code = tmp_path / "run.sh"
    code.write_text(
        f"mount -t tmpfs -o size=380k tmpfs {small} || exit 99\n"
        f'"{sys.executable}" "{tmp_path}/child.py" none 0 "{course}" "{handed_in}" "{small}/out"\n'
        f'code=$?\ncp -r "{small}/out" "{tmp_path}/out"\nexit $code\n'
    )
    (tmp_path / "child.py").write_text(CHILD)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = ["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else []), "sh", str(code)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip("no mount namespace here")
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert "full" in done.stderr or "No space left" in done.stderr, done.stderr
    assert "--resume" in done.stderr and len(done.stderr.strip().splitlines()) == 1
    before = read_results(tmp_path / "out" / "results.jsonl")
    assert 0 < len(before) < 15 and not [v for v in before if v.score == 0]
    seen = []
    grade(course, handed_in, tmp_path / "out", monkeypatch, resume=True, report=lambda v: seen.append(v.source))
    assert not {v.source for v in before if v.status != "cannot-grade"} & set(seen)
    grade(course, handed_in, tmp_path / "whole", monkeypatch)
    assert picture(tmp_path / "out") == picture(tmp_path / "whole")


def test_a_limit_of_files_is_one_sentence_and_nothing_is_lost(course, handed_in, script, tmp_path, monkeypatch):
    assert resource.RLIMIT_FSIZE  # the gradebook grows past this limit at one of the submissions
    out = tmp_path / "out"
    process = child(script, "small files", 184_000, course, handed_in, out, stderr=subprocess.PIPE, text=True)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 1 and "Traceback" not in said and "--resume" in said, said
    grade(course, handed_in, out, monkeypatch, resume=True)
    grade(course, handed_in, tmp_path / "whole", monkeypatch)
    assert picture(out) == picture(tmp_path / "whole")


def test_two_runs_on_one_folder(course, handed_in, tmp_path, monkeypatch):
    def second(verdict):
        with pytest.raises(SystemExit, match="Another command is writing in"):
            batch.grade(course, handed_in, tmp_path / "out", resume=True)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(course, handed_in, tmp_path / "out", monkeypatch, report=second)
    grade(course, handed_in, tmp_path / "out", monkeypatch, resume=True)
