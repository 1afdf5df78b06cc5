"""A machine on which submissions cannot be sealed off: nothing is graded, and nothing of before is touched."""

from __future__ import annotations

import pytest

from aiskills.grading import batch
from aiskills.warm import Box, BoxError


def test_without_a_box_nothing_is_graded_unless_the_files_are_trusted(course, tmp_path, pupil, monkeypatch):
    (tmp_path / "amina.ipynb").write_bytes(pupil().data)
    out = tmp_path / "out"
    batch.grade(course, tmp_path / "amina.ipynb", out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}

    def refuse(self, **_):
        raise BoxError("bubblewrap is not installed: install it.")

    monkeypatch.setattr(Box, "check", refuse)
    with pytest.raises(SystemExit, match="cannot be sealed off.* bubblewrap is not installed.*--trusted"):
        batch.grade(course, tmp_path / "amina.ipynb", out)
    after = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    assert {p: t for p, t in after.items() if p.name != "lock"} == {p: t for p, t in before.items() if p.name != "lock"}
    (verdict,) = batch.grade(course, tmp_path / "amina.ipynb", out, trusted=True)
    assert verdict.status == "graded" and verdict.score == 5
