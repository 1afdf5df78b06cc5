"""Which parts of the assignments belong to a lane, and how many points they give."""

from __future__ import annotations

import re

from aiskills.catalog import Catalog, read_notebook

from ..tables import table
from .selection import Selection

HEADING = re.compile(r"## .*\(\d+ points?(, no programming)?[^)]*\)")


def marked_table(lane: str, chosen: Selection, catalog: Catalog) -> str:
    """What of each assignment can be done in this lane, and which ones are passed by the lane alone."""
    slugs = [slug for slug in chosen.assignments if slug in catalog.modules]
    lanes = catalog.rules.get("lanes", {})
    rows = [(catalog.modules[slug].title, _share(slug, lane, catalog)) for slug in slugs]
    alone = [f"*{catalog.modules[slug].title}*" for slug in slugs if lane in lanes.get(slug, {})]
    enough = (
        "Where a certificate says that one lane is enough, the points of this lane alone are looked at in\n"
        f"{', '.join(alone)}. In the other assignments all points count.\n"
        if alone
        else "In every one of these assignments all points count.\n"
    )
    return (
        "How much of the assignments belongs to this lane:\n\n"
        + table(("Assignment", "In this lane"), rows)
        + "\nThe points are those that tests give. What is written in words is marked by a person, in every lane.\n"
        + enough
    )


def _share(slug: str, lane: str, catalog: Catalog) -> str:
    points, free = _points(slug, catalog)
    total = sum(points.values())
    parts = catalog.rules.get("lanes", {}).get(slug, {}).get(lane)
    if parts:
        return f"{sum(points[part] for part in parts):g} of {total:g} points"
    if lane == "decide":
        return (
            f"{free:g} of {total:g} points need no programming" if free else f"{total:g} points, not divided by lanes"
        )
    return f"{total - free:g} of {total:g} points"


def _points(slug: str, catalog: Catalog) -> tuple[dict[str, float], float]:
    """Grade id -> points of the parts that tests mark; and the points of those under a heading "no programming"."""
    points: dict[str, float] = {}
    free, no_programming = 0.0, False
    for cell in read_notebook(catalog.assignments[slug].path).cells:
        heading = HEADING.match(cell.source) if cell.type == "markdown" else None
        no_programming = bool(heading[1]) if heading else no_programming
        marks = cell.metadata.get("nbgrader") or {}
        if marks.get("grade") and not marks.get("solution"):
            points[marks["grade_id"]] = float(marks["points"])
            free += points[marks["grade_id"]] if no_programming else 0
    return points, free
