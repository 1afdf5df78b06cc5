"""A recording is read only when it is the one that was recorded."""

import json

import pytest

from aiskills import learn
from aiskills.learn import datasets, tapes

SHA = "a" * 64
HEADER = {
    "name": "t",
    "model": "tiny",
    "model_sha256": SHA,
    "prompts_sha256": "",
    "seed": 0,
    "versions": {"torch": "2"},
    "made": "2026-01-01",
}
RECORDS = [
    {"id": "1", "about": {"country": "Niger"}, "prompt": "Its capital is", "output": " Niamey", "logprobs": [-0.5]},
    {"id": "2", "about": {"country": "Lomé?"}, "prompt": "Its capital is", "output": " Lomé", "logprobs": [-1.5]},
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(datasets, "root", lambda: tmp_path)
    (tmp_path / "models.toml").write_text(f'[tiny]\nversion = "1"\n[[tiny.files]]\nname = "m"\nsha256 = "{SHA}"\n')
    (tmp_path / "tapes").mkdir()
    (tmp_path / "tapes" / "t.prompts.json").write_text("{}")
    header = {**HEADER, "prompts_sha256": datasets.file_hash(tmp_path / "tapes" / "t.prompts.json")}
    tapes.write_tape(tmp_path / "tapes" / "t.json", header, RECORDS)
    return tmp_path


def test_a_tape_comes_back_as_it_was_written(folder):
    tape = learn.tape("t")
    assert tape.records == RECORDS and len(tape) == 2
    assert tape.header["model"] == "tiny"
    assert repr(tape) == "Tape t: 2 answers of the model tiny, recorded on 2026-01-01"
    frame = tape.frame()
    assert frame["country"].tolist() == ["Niger", "Lomé?"] and frame["output"].tolist() == [" Niamey", " Lomé"]


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda whole: whole["records"][0].update(output=" Lagos"), "changed after it was made"),
        (lambda whole: whole["records"].pop(), "changed after it was made"),
        (lambda whole: whole["header"].update(model_sha256="b" * 64), "another file of the model 'tiny'"),
        (lambda whole: whole["header"].update(model="other"), "another file of the model 'other'"),
        (lambda whole: whole["header"].update(prompts_sha256="c" * 64), "made from other prompts"),
        (lambda whole: whole["header"].pop("versions"), "does not say: versions"),
        (lambda whole: whole.pop("records"), "is not whole"),
    ],
)
def test_a_tape_that_was_changed_is_refused(folder, change, said):
    path = folder / "tapes" / "t.json"
    whole = json.loads(path.read_text())
    change(whole)
    path.write_text(json.dumps(whole))
    with pytest.raises(learn.CourseError, match=said):
        learn.tape("t")


@pytest.mark.parametrize("name", ["t.prompts", "../t", "none", None])
def test_an_unknown_tape_names_those_there_are(folder, name):
    with pytest.raises(learn.CourseError, match="no recording.*The course has: t"):
        learn.tape(name)


@pytest.mark.parametrize(
    "header, records, said",
    [
        ({k: v for k, v in HEADER.items() if k != "seed"}, RECORDS, "must say: seed"),
        (HEADER, [{"output": "x"}], "needs its prompt"),
    ],
)
def test_an_incomplete_tape_is_not_written(folder, header, records, said):
    with pytest.raises(learn.CourseError, match=said):
        tapes.write_tape(folder / "new.json", header, records)
    assert not (folder / "new.json").exists()


@pytest.mark.parametrize("name", tapes.names())
def test_every_tape_of_the_course_is_the_recorded_one(name):
    assert len(learn.tape(name)) > 0
