"""Every module meets every rule of `aiskills check`; lessons run as they are committed, and with their solutions."""

import pytest

from aiskills.authoring import check
from aiskills.authoring.files import Files
from aiskills.catalog import load_catalog
from aiskills.publishing import measure

from .conftest import nbval
from .filled import write_filled

CATALOG = load_catalog()
LESSONS = [pytest.param(module, id=module.slug) for module in CATALOG.written]
SLUGS = {"lesson": [module.slug for module in CATALOG.written], "assignment": list(CATALOG.assignments)}
RULES = [
    pytest.param(slug, rule, id=f"{slug}:{theme}")
    for part, rules in {"lesson": check.LESSON, "assignment": check.ASSIGNMENT}.items()
    for slug in SLUGS[part]
    for theme, rule in rules.items()
    if theme != check.RUN  # a lesson is run below, in more ways
]


@pytest.mark.parametrize(("slug", "rule"), RULES)
def test_module_meets_the_rules(slug, rule):
    assert list(rule(Files(CATALOG, slug))) == []


@pytest.mark.parametrize("slug", sorted({*SLUGS["lesson"], *SLUGS["assignment"]}))
def test_module_is_whole(slug):
    """A module is its lesson, its assignment, its facilitator card and its tests, not the lesson alone."""
    assert list(check.whole(Files(CATALOG, slug))) == []


@pytest.mark.shows("lab", "as committed")
@pytest.mark.parametrize("module", LESSONS)
def test_lesson_runs_as_committed(module, as_committed):
    run, _ = as_committed(module.slug)
    assert run.status == 0, run.output[-6000:]


@pytest.mark.shows("lab", "with solutions")
@pytest.mark.parametrize("module", LESSONS)
def test_lesson_runs_with_solutions(module, tmp_path):
    copy = tmp_path / module.path.name
    assert write_filled(module.path, copy) > 0
    run = measure.run(copy, nbval(copy))
    assert run.status == 0, run.output[-6000:]
