"""A tiny library of made-up modules with rules of its own, and the results of made-up learners."""

from __future__ import annotations

import json
from pathlib import Path

from aiskills.catalog import load_catalog
from aiskills.certificates.facts import Record
from aiskills.certificates.rules import Rules, load

RULES = """
[essentials]
title = "Small badge"
modules = ["f01-plain"]

[[tracks]]
id = "a"
slug = "one"
title = "Track One"
audience = "Everybody."
needs = "Nothing."
promise = "You can."
foundation = ["f01-plain", "f02-lanes"]
advanced = ["f03-safe", "f04-other"]
electives = []

[[tracks]]
id = "e"
slug = "two"
title = "Track Two"
audience = "Everybody."
needs = "Nothing."
promise = "You can."
foundation = ["f02-lanes"]
advanced = ["f09-later"]
electives = []

[rules.essentials]
threshold = 0.70
written_minimum = 0.0
one_lane = true
safety_items = false
essentials = false
capstone = false
description = "A badge."
criteria = "{threshold} % of the points."

[rules.foundation]
threshold = 0.70
written_minimum = 0.0
one_lane = ["e"]
safety_items = false
essentials = false
capstone = false
description = "Foundation of {track}."
criteria = "{threshold} % of the points."

[rules.advanced]
threshold = 0.75
written_minimum = 0.75
one_lane = false
safety_items = true
essentials = true
capstone = true
valid_years = 3
description = "Advanced of {track}."
criteria = "{threshold} % and {written} %."

[rules.capstone]
assignment = "capstone"
title = "The capstone"

[rules.lanes.f02-lanes]
decide = ["d1", "d2"]
build = ["b1", "b2"]

[rules.safety.f03-safe]
leakage = ["s1"]
subgroup = ["s2"]

[rules.safety.capstone]
privacy = ["c2"]

[rules.mapped]
essentials = [["fr", "Name", "1.2"]]

[rules.mapped.a]
foundation = [["fr", "Other name"]]

[rules.frameworks]
fr = { name = "Framework", url = "https://example.org/fr" }

[planned.f09-later]
title = "Later"
level = "advanced"
minutes = { lesson = 60, assignment = 60 }
"""

# Slug -> parts: grade id -> points; a name in capitals is a written part.
PARTS = {
    "f01-plain": {"p1": 50, "p2": 30, "p3": 20, "TEXT": 12},
    "f02-lanes": {"d1": 6, "d2": 4, "b1": 20, "b2": 10},
    "f03-safe": {"s1": 10, "s2": 0, "s3": 10, "TEXT": 12},
    "f04-other": {"q1": 8},
    "capstone": {"c1": 10, "c2": 10, "TEXT": 16},
}


def write(root: Path, rules: str = RULES, parts: dict = PARTS, draft: tuple[str, ...] = ()) -> Path:
    """The library's files below ``root``; returns ``root``."""
    (root / "book/tracks").mkdir(parents=True, exist_ok=True)
    (root / "book/tracks/tracks.toml").write_text(rules, encoding="utf-8")
    (root / "_toc.yml").write_text("format: jb-book\n")
    (root / "notebooks").mkdir(exist_ok=True)
    for slug, points in parts.items():
        facts = {"slug": slug, "minutes": 60, "draft": slug in draft}
        cells = [_cell(name, most) for name, most in points.items()]
        _notebook(root / f"assignments/source/{slug}/{slug}.ipynb", facts, cells)
        if slug != "capstone":
            lists = "lanes outcomes frameworks prerequisites packages data models tapes languages".split()
            lesson = dict.fromkeys(lists, []) | {"slug": slug, "title": f"Module {slug[:3].upper()}"}
            lesson |= {"level": "foundation", "area": "foundations", "minutes": {"lesson": 60, "assignment": 60}}
            _notebook(root / f"notebooks/foundations/{slug}.ipynb", lesson, [])
    return root


def rules(root: Path, *change: tuple[str, str], **options) -> Rules:
    """The rules of a library written below ``root``, with texts of ``RULES`` replaced."""
    text = RULES
    for old, new in change:
        assert old in text, old
        text = text.replace(old, new)
    return load(load_catalog(write(root, text, **options)))


def record(
    folder: Path, student: str, slug: str, got: dict | None = None, *, flags=(), status="graded", reason="", run="run"
) -> Record:
    """A result: ``got`` holds points that are not full; None is a part that waits for a person, a text one that could
    not be graded, and ``"zero"`` one that failed."""
    parts, got = {}, got or {}
    for name, most in PARTS[slug].items():
        score = got.get(name, most)
        outcome = "needs-person" if score is None else "zero" if score in ("zero", 0) and most else "scored"
        part = {"score": score, "max_score": float(most), "outcome": outcome, "reason": ""}
        if score == "zero":
            part |= {"score": 0.0, "outcome": "zero"}
        elif isinstance(score, str):
            part |= {"score": None, "outcome": "cannot-grade", "reason": score}
        parts[name] = part
    verdict = {"student": student, "source": f"{student}.ipynb", "status": status, "score": None, "max_score": 0.0}
    verdict |= {"parts": parts if status != "refused" else {}, "flags": list(flags), "reason": reason, "seconds": 0.1}
    notebook = None
    if verdict["parts"]:
        notebook = folder / run / "autograded" / student / slug / f"{slug}.ipynb"
        notebook.parent.mkdir(parents=True, exist_ok=True)
        notebook.write_text(f"{student} {slug} {run}", encoding="utf-8")
    return Record(student, slug, verdict, notebook, run)


def _cell(name: str, points: float) -> dict:
    marks = {"grade": True, "solution": name.isupper(), "grade_id": name, "points": points, "locked": False}
    return {"cell_type": "code", "source": "", "metadata": {"nbgrader": marks}}


def _notebook(path: Path, facts: dict, cells: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "metadata": {"aiskills": facts}, "nbformat": 4, "nbformat_minor": 5}))
