"""Notebooks damaged at random: read in bounded time and memory, or refused in a sentence; never more points."""

from __future__ import annotations

import json
import random
import resource
import time
from collections import Counter

import pytest

from aiskills.grading.reading import Refused, align, parse
from aiskills.grading.release import build
from aiskills.grading.verdicts import CANNOT_GRADE, GRADED, REFUSED

from .attack import FULL, MOST, RIGHT, SOURCE, WRONG, Book
from .campaign import Course
from .mutate import mutation

pytestmark = pytest.mark.slow

MUTATIONS = 2_000
SAMPLE = 60
SECONDS = 5  # of the processor
MEMORY = 400_000  # kilobytes that all of it may add to this process


@pytest.fixture(scope="module")
def assignment(tmp_path_factory):
    return build(SOURCE, tmp_path_factory.mktemp("course"))


def notebook(answers: dict[str, str]) -> dict:
    book = Book()
    for part, text in answers.items():
        book.answer(part)["source"] = text
    return book.json


# Right in one half of the parts: a mutation must not make the other half right.
HALF = RIGHT | {part: WRONG[part] for part in ("scaled", "line")}


def read(data: bytes, assignment) -> tuple[str, str]:
    """What became of the bytes: ("read" or "refused", the sentence or the flags). Raises for anything else."""
    try:
        notebook, flags = align(parse(data), assignment)
    except Refused as refusal:
        return "refused", str(refusal)
    graded = {c.metadata.nbgrader.grade_id: c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")}
    for name, source in assignment.parts.items():
        if not source.metadata.nbgrader.solution:
            assert graded[name].metadata.nbgrader.points == source.metadata.nbgrader.points
    json.dumps(notebook).encode()
    return "read", " ".join(flags)


def test_two_thousand_mutations_are_read_or_refused(assignment):
    book, kinds, slowest = notebook(HALF), Counter(), 0.0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for seed in range(MUTATIONS):
        name, data = mutation(book, seed)
        started = time.process_time()
        try:
            kind, words = read(data, assignment)
        except Exception as error:
            raise AssertionError(f"mutation {seed} ({name}) raised {type(error).__name__}: {error}") from error
        slowest = max(slowest, time.process_time() - started)
        kinds[kind] += 1
        assert len(words) < 20_000, f"mutation {seed} ({name}): {len(words)} characters of words"
        if kind == "refused":
            assert words.endswith(".") and "\n" not in words and len(words) < 500, f"mutation {seed} ({name}): {words}"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert slowest < SECONDS and grown < MEMORY, (slowest, grown)
    assert kinds["read"] > MUTATIONS / 2 and kinds["refused"] > MUTATIONS / 20, kinds


def test_a_sample_through_the_engine(tmp_path):
    course, book = Course(tmp_path), notebook(HALF)
    course.honest("honest")
    names = {}
    for seed in random.Random(1).sample(range(MUTATIONS), SAMPLE):
        names[f"fuzz-{seed}"], data = mutation(book, seed)
        folder = course.submissions / f"fuzz-{seed}"
        folder.mkdir()
        (folder / "five-parts.ipynb").write_bytes(data)
    run = course.grade(tmp_path / "marks")
    assert run.status == 0 and "Traceback" not in run.text, run.text[-3000:]
    verdicts = run.verdicts
    assert set(verdicts) == {*names, "honest"} and verdicts["honest"].score == MOST
    for student, name in names.items():
        verdict = verdicts[student]
        assert verdict.status in (GRADED, REFUSED, CANNOT_GRADE) and verdict.seconds < 120, (name, verdict)
        assert verdict.status != CANNOT_GRADE or "grader stopped" not in verdict.reason, (name, verdict)
        for part in FULL:
            most = FULL[part] if HALF[part] == RIGHT[part] else 0.0
            score = verdict.parts[part].score if part in verdict.parts else None
            assert score is None or 0 <= score <= most, (name, part, verdict)
