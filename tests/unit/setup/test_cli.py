"""The command `aiskills`: help for every verb, one sentence for a mistake."""

import os
import subprocess
import sys

from typer.testing import CliRunner

from aiskills.cli import app


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "aiskills", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


def test_every_verb_says_what_it_does():
    text = CliRunner().invoke(app, ["--help"]).output
    rows = text.split("Commands:")[1].strip().splitlines()
    assert len(rows) > 3 and all(len(row.split()) > 3 for row in rows if not row.startswith("     ")), text


def test_models_are_listed_with_their_state(tmp_path):
    answer = run("models", "list", AISKILLS_HOME=str(tmp_path))
    rows = answer.stdout.splitlines()
    assert answer.returncode == 0 and rows[0].startswith("name")
    assert any("smollm2-135m-instruct" in row and row.endswith("not fetched") for row in rows)
    assert any("smollm2-tokenizer" in row and row.endswith("with the package") for row in rows)


def test_an_unknown_model_is_one_sentence_and_a_bad_status():
    answer = run("models", "fetch", "nothing")
    assert answer.returncode == 1 and answer.stdout == ""
    assert answer.stderr.startswith("aiskills: There is no model 'nothing'. The course has:")
    assert len(answer.stderr.splitlines()) == 1


def test_doctor_tells_one_line_a_fact():
    answer = run("doctor")
    lines = answer.stdout.splitlines()
    assert "Traceback" not in answer.stderr and len(lines) > 10
    assert all(line[:5].strip() in {"OK", "look", "DO"} for line in lines[1:-1])
