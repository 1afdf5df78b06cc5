"""One attempt at an assignment, boiled down to the few numbers that the rules look at: a class of 100,000 fits.

An attempt keeps no marks part by part. What is the same for many learners is kept once (see ``Pool``).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from .facts import EPSILON, Record
from .rules import Work

# Flags that begin so are signs that a person weighs (the same words as in ``grading.feedback``; a test compares them).
INTEGRITY = "integrity: "

# What stands in a line of results: see ``grading.verdicts``.
_REFUSED, _UNDECIDED, _NEEDS_PERSON = "refused", "cannot-grade", "needs-person"


class Share(NamedTuple):
    """Points of some parts that tests mark: reached, of how many, and how many are not decided yet."""

    points: float
    most: float
    open: float
    lane: str = ""


class Attempt(NamedTuple):
    """What counts of one graded submission.

    ``whole`` is the share of all tested parts, ``lanes`` that of each lane; ``failed`` names the safety items that lost
    points. ``problems`` are (reason's code, part, words) that block whatever the points are. ``key`` binds a person's
    decision on ``flags`` to this very submission; both are empty where there is no integrity flag.
    """

    slug: str
    whole: Share
    lanes: tuple[Share, ...]
    written: float
    most_written: float
    failed: tuple[str, ...]
    problems: tuple[tuple[str, str, str], ...]
    flags: tuple[str, ...]
    key: str
    results: str


def digest(path: Path | str | None) -> str:
    """SHA-256 of a file in hex; empty where there is none."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, TypeError, ValueError):
        return ""


def integrity_flags(record: Record) -> tuple[str, ...]:
    """The flags of a submission that a person must look into."""
    return tuple(flag for flag in record.verdict.get("flags", ()) if flag.startswith(INTEGRITY))


def flag_key(record: Record) -> str:
    """What a person's decision on the flags of a submission is kept under.

    It changes with the student, the assignment, the executed notebook or an integrity flag, so a decision never holds
    for something that the person has not seen.
    """
    seen = [record.student, record.assignment, digest(record.notebook), sorted(integrity_flags(record))]
    return hashlib.sha256(json.dumps(seen).encode("ascii")).hexdigest()


def flagged(records: Iterable[Record]) -> Iterator[tuple[str, Record]]:
    """The key and the record of each submission that has an integrity flag."""
    return ((flag_key(record), record) for record in records if integrity_flags(record))


def attempt(record: Record, work: Work) -> Attempt:
    """What counts of this record. A part counts from zero to its own points: extra points help no other part."""
    verdict, problems = record.verdict, []
    parts: dict[str, dict] = verdict.get("parts") or {}
    got: dict[str, float] = {}
    if verdict["status"] == _REFUSED:
        problems.append(("not-graded", "", verdict.get("reason", "")))
    elif not parts:
        problems.append(("part-not-gradable", "", verdict.get("reason", "")))
    elif {name: part["max_score"] for name, part in parts.items()} != work.tested | work.written:
        problems.append(("other-version", "", ""))
    for name, part in parts.items():
        score, most = part["score"], part["max_score"]
        if score is not None and math.isfinite(score):
            got[name] = min(max(float(score), 0.0), most)
        elif part["outcome"] != _NEEDS_PERSON:
            problems.append(("part-not-gradable", name, part.get("reason", "")))
        elif most > 0:
            problems.append(("part-not-marked", name, ""))
    tested = {name: part["max_score"] for name, part in parts.items() if name not in work.written}
    flags = integrity_flags(record)
    return Attempt(
        slug=work.slug,
        whole=_share(tested, got),
        lanes=tuple(
            _share({name: tested[name] for name in names if name in tested}, got, lane)
            for lane, names in work.lanes.items()
        ),
        written=math.fsum(got.get(name, 0.0) for name in work.written),
        most_written=math.fsum(parts[name]["max_score"] for name in work.written if name in parts),
        failed=tuple(name for name in work.safety if name in got and not _right(parts[name], got[name])),
        problems=tuple(problems),
        flags=flags,
        key=flag_key(record) if flags else "",
        results=record.results,
    )


def _share(most: dict[str, float], got: dict[str, float], lane: str = "") -> Share:
    return Share(
        math.fsum(got.get(name, 0.0) for name in most),
        math.fsum(most.values()),
        math.fsum(points for name, points in most.items() if name not in got),
        lane,
    )


def _right(part: dict, got: float) -> bool:
    """Full points; for a part of no points, what became of it."""
    return part["outcome"] == "scored" and got >= part["max_score"] - EPSILON


class Pool:
    """The attempts of all learners. Equal values are kept once, and of each path only what differs from its neighbours.

    A learner takes about 300 bytes and 20 more an attempt, where attempts are alike.
    """

    def __init__(self) -> None:
        self._students: dict[str, tuple] = {}
        self._once: dict = {}

    def add(self, record: Record, work: Work) -> None:
        found = attempt(record, work)
        student = record.student
        path = None if record.notebook is None else str(record.notebook).replace(student, "\0")
        mine = self._students.get(student, ())
        self._students[student] = (*mine, self._same(found), self._same(path))

    def _same(self, value):
        return self._once.setdefault(value, value)

    def students(self) -> list[str]:
        """In their order."""
        return sorted(self._students)

    def of(self, student: str) -> dict[str, list[tuple[Attempt, str | None]]]:
        """Assignment -> the student's attempts at it, each with the path of its executed notebook."""
        found: dict[str, list[tuple[Attempt, str | None]]] = {}
        flat = iter(self._students[student])
        for one, path in zip(flat, flat, strict=True):
            found.setdefault(one.slug, []).append((one, path and path.replace("\0", student)))
        return found
