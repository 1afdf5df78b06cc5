"""Every lesson and assignment meets the rules, runs as it is committed, and runs with its solutions filled in."""

import subprocess
import sys

import pytest

from aiskills.catalog import load_catalog
from aiskills.catalog.lint import lint_assignment, lint_lesson

from .filled import write_filled

CATALOG = load_catalog()
LESSONS = [pytest.param(module, id=module.slug) for module in CATALOG.ready]
ASSIGNMENTS = [pytest.param(assignment, id=slug) for slug, assignment in CATALOG.assignments.items()]


def nbval(notebook, tmp_path):
    """Run one notebook under nbval, comparing the outputs of the cells tagged for it; returns the finished process."""
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--nbval-lax",
            "--nbval-cell-timeout=120",
            "-q",
            "-p",
            "no:cacheprovider",
            str(notebook),
        ],
        capture_output=True,
        text=True,
        cwd=notebook.parent,
        env=None,
        timeout=600,
    )


@pytest.mark.parametrize("module", LESSONS)
def test_lesson_meets_the_rules(module):
    assert lint_lesson(module.path) == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_assignment_meets_the_rules(assignment):
    assert lint_assignment(assignment.path) == []


@pytest.mark.parametrize("module", LESSONS)
def test_lesson_runs_as_committed(module, tmp_path):
    run = nbval(module.path, tmp_path)
    assert run.returncode == 0, run.stdout[-6000:]


@pytest.mark.parametrize("module", LESSONS)
def test_lesson_runs_with_solutions(module, tmp_path):
    copy = tmp_path / module.path.name
    assert write_filled(module.path, copy) > 0
    run = nbval(copy, tmp_path)
    assert run.returncode == 0, run.stdout[-6000:]


@pytest.mark.parametrize("module", LESSONS)
def test_module_is_whole(module):
    """A module is its lesson, its assignment, its facilitator card and its tests, not the lesson alone."""
    root = CATALOG.root
    for path in (
        f"assignments/source/{module.slug}/{module.slug}.ipynb",
        f"book/teach/{module.slug}.md",
        f"tests/notebooks/{module.slug}/wrong.py",
        f"tests/assignments/{module.slug}/mutants",
        f"tests/assignments/{module.slug}/alternatives",
    ):
        assert (root / path).exists(), f"{module.slug} lacks {path}"
    for name in module.data:
        assert (root / "datasets" / name / "card.toml").is_file(), f"{module.slug} names the unknown data set {name}"
    for slug in module.prerequisites:
        assert slug in CATALOG.modules
