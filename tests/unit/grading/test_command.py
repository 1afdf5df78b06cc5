"""The verbs of the command line: what they say where they cannot work, and the form-grader with its rubric."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from aiskills.authoring.cases import read_case
from aiskills.catalog import CatalogError
from aiskills.grading import batch, database
from aiskills.grading.verdicts import read_results
from tests.assignments import runner
from tests.ports import free_port

from . import synthetic
from .conftest import FIXTURES, TINY

ROOT = Path(__file__).parents[3]


def _aiskills(*arguments, cwd=ROOT):
    command = [sys.executable, "-m", "aiskills.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["grade", "f99", "--submissions", "x", "--out", "y"],
            "There is no assignment 'f99'. Assignments: capstone, f00-start-here",
        ),
        (["grade", "f00", "--submissions", "nowhere", "--out", "{tmp}/out"], "nowhere does not exist"),
        (["release", "f99"], "There is no assignment 'f99'"),
        (["formgrader", "--out", "{tmp}"], "holds no results"),
        (["gradebook", "export", "{tmp}"], "holds no results"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_no_traceback(tmp_path, arguments, words):
    done = _aiskills(*[argument.format(tmp=tmp_path) for argument in arguments])
    assert done.returncode not in (0, None) and words in done.stderr and "Traceback" not in done.stderr, done


def test_the_real_command_killed_again_and_again_gives_the_same_results(tmp_path, pupil):
    root = tmp_path / "library"
    (root / "notebooks").mkdir(parents=True)
    (root / "_toc.yml").write_text("")
    shutil.copytree(TINY, root / "assignments" / "source" / "tiny-sums")
    folder = tmp_path / "handed in"
    folder.mkdir()
    for number in range(10):
        answer = f"def mean(numbers):\n    return sum(numbers) / max(1, len(numbers)) + {number % 3}"
        (folder / f"s{number}.ipynb").write_bytes(pupil().write("mean-answer", answer).data)
    (folder / "odd.ipynb").write_bytes(b"{")
    command, verb = [sys.executable, "-m", "aiskills.cli"], ["grade", "tiny-sums", "--submissions", folder, "--out"]
    subprocess.run([*command, *verb, tmp_path / "whole"], cwd=root, check=True, capture_output=True)
    out, kills = tmp_path / "out", 0
    for number in (2, 5, 8):
        process = subprocess.Popen(
            [sys.executable, ROOT / "tests" / "held.py", str(number), *verb, out, *(["--resume"] if kills else [])],
            cwd=root,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        end = time.monotonic() + 300
        while process.poll() is None and time.monotonic() < end and len(read_results(out / "results.jsonl")) < number:
            time.sleep(0.01)
        process.kill()  # the command alone: what it started has to end by itself
        kills += process.wait(120) == -signal.SIGKILL
    assert kills == 3
    done = subprocess.run([*command, *verb, out, "--resume"], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0 and "10 graded, 0 could not be graded, 1 refused." in done.stdout, done
    here, there = (synthetic.picture(place, database.address(place, None)) for place in (out, tmp_path / "whole"))
    assert here["lines"] == there["lines"] and len(here["lines"]) == 11
    assert here["rows"] == there["rows"]
    seconds = re.compile(rb"[\d.]+ s\. ")
    files = [{k: seconds.sub(b"", v) for k, v in p["files"].items()} for p in (here, there)]
    assert files[0] == files[1]


def test_the_form_grader_shows_answers_and_rubric_and_needs_its_token(course, tmp_path, pupil):
    (tmp_path / "amina.ipynb").write_bytes(pupil().data)
    out = tmp_path / "out"
    batch.grade(course, tmp_path / "amina.ipynb", out)
    port = free_port()
    command = [sys.executable, "-m", "aiskills.cli", "formgrader", "--out", out, "--port", str(port), "--no-browser"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://\S+", process.stdout.readline())[0]
        site = address.split("/login")[0]
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        page = opener.open(address)
        assert page.url.endswith("/formgrader/gradebook/tiny-sums/tiny-sums")
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]
        (row,) = json.load(opener.open(f"{site}/formgrader/api/submitted_notebooks/tiny-sums/tiny-sums"))
        assert (row["student"], row["score"], row["needs_manual_grade"]) == ("amina", 5, True)
        text = opener.open(f"{site}/formgrader/submissions/{row['id']}/").read().decode()
        assert "what zero would claim" in text and "Zero would be a statement" in text
        stranger = urllib.request.urlopen(f"{site}/formgrader/gradebook/tiny-sums/tiny-sums")
        assert "/login" in stranger.url
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(180) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "the server is gone"


def test_the_runner_of_mutants_tells_who_loses_what():
    graded = runner.grade("tiny-sums", TINY, FIXTURES / "cases")
    lost = {case.title: graded.lost(case) for case in graded.cases}
    assert lost.pop("blank") == {"total", "mean-values", "mean-empty"}
    assert lost.pop("mutant:forgets_last") == {"total"}
    assert lost.pop("mutant:mean_is_constant") == {"mean-values", "mean-empty"}
    assert set(lost) == {*runner.REFERENCES, "alternative:library", "alternative:loops"} and not any(lost.values())
    mutant = next(case for case in graded.cases if case.name == "mean_is_constant")
    assert (mutant.loses, mutant.misconception) == ({"mean-values", "mean-empty"}, "memorised")
    table = runner.table(graded)
    assert re.search(r"\| mutant:forgets_last \| \*\*0\*\* \| · \| · \| [\d.]+ \|", table)
    assert os.path.exists(runner.TABLES / "tiny-sums.md")


def test_a_case_that_names_no_cell_of_the_assignment_is_told(tmp_path, tiny):
    path = tmp_path / "odd.py"
    path.write_text('"""Odd.\n\nloses: total\n"""\n# %% sum-answer\nx = 1\n')
    with pytest.raises(ValueError, match="no answer cell sum-answer; there are: total-answer"):
        runner.submission(tiny, read_case("tiny-sums", "mutant", path))
    path.write_text('"""Odd."""\n# %% total-answer\nx = 1\n')
    with pytest.raises(CatalogError, match="loses"):
        read_case("tiny-sums", "mutant", path)
