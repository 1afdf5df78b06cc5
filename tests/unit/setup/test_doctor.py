"""`aiskills doctor`: one line a fact; what is wrong comes with what to do."""

import pytest

from aiskills import doctor


def test_every_line_is_a_fact_and_what_is_not_ok_says_what_to_do():
    lines = list(doctor.facts())
    assert len(lines) > 10
    for state, fact, advice in lines:
        assert state in {"OK", "look", "DO"} and fact and "\n" not in fact
        assert state == "OK" or advice or "not here" in fact, fact


def test_the_exit_status_follows_the_facts(monkeypatch):
    said = []
    monkeypatch.setattr(doctor, "facts", lambda: [("OK", "Python", ""), ("look", "Book", "build it")])
    assert doctor.run(said.append) == 0 and "Book -> build it" in said[2]
    monkeypatch.setattr(doctor, "facts", lambda: [("DO", "Python", "install it")])
    assert doctor.run(said.append) == 1 and "must be mended" in said[-1]


def test_an_unfitting_python_is_a_fault(monkeypatch):
    monkeypatch.setattr(doctor.sys, "version_info", (3, 14, 0))
    assert doctor.python()[0] == "DO"


def test_a_missing_or_unfitting_package_is_named(monkeypatch):
    needs = ["numpy>=99", "no-such-thing>=1", "x; extra == 'course'"]
    monkeypatch.setattr(doctor.metadata, "requires", lambda name: needs)
    state, fact, advice = next(iter(doctor.packages()))
    assert state == "DO" and "numpy" in fact and "no-such-thing is missing" in fact and "x is" not in fact and advice


def test_the_lock_is_read_for_this_system_only():
    text = "# comment\nnumpy==2.4.6\nappnope==1.0 ; sys_platform == 'nowhere'\nMako==1.4 ; python_version >= '3'\n"
    assert doctor.locked(text) == {"numpy": "2.4.6", "mako": "1.4"}


def test_a_damaged_model_must_be_mended(monkeypatch, tmp_path):
    from aiskills.learn import models

    monkeypatch.setenv("AISKILLS_HOME", str(tmp_path))
    place = models.fetch("smollm2-tokenizer", report=lambda line: None)
    assert ("OK", "Model smollm2-tokenizer: 1 MB, verified", "") in list(doctor.models())
    file = place / "tokenizer.json"
    file.write_bytes(b"x" + file.read_bytes()[1:])
    states = {fact.split(":")[0]: state for state, fact, _ in doctor.models()}
    assert states["Model smollm2-tokenizer"] == "DO"
    assert states["Model smollm2-135m-instruct"] == "look"


@pytest.mark.parametrize(("free", "state"), [(1 << 20, "look"), (1 << 40, "OK")])
def test_little_disk_space_is_worth_a_look(monkeypatch, free, state):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda place: type("usage", (), {"free": free}))
    assert doctor.disk()[0] == state
