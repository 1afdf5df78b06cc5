"""The skeletons of a new module meet the rules, run, are graded for real, and are published by nobody."""

import json
import tomllib

import pytest

from aiskills.authoring.new import FILES, SKELETON
from aiskills.authoring.rules.notebooks import lint
from aiskills.catalog import load_catalog
from aiskills.publishing import pages
from tests.assignments import runner
from tests.notebooks.conftest import PATIENT

from .conftest import ROOT, SLUG

TRACKS = "book/tracks/tracks.toml"


def planned(root):
    return tomllib.loads((root / TRACKS).read_text(encoding="utf-8"))["planned"]


def test_every_file_of_the_skeleton_is_written_by_one_of_the_two_commands():
    files = {path.relative_to(SKELETON).as_posix() for path in SKELETON.rglob("*") if path.is_file()}
    assert {path for path in files if "__pycache__" not in path} == {*FILES["lesson"], *FILES["assignment"]}


def test_the_notebooks_of_a_skeleton_have_the_name_the_title_and_no_fault(written):
    module = load_catalog(written.root).module(SLUG)
    assert (module.title, module.area, module.draft) == ('What "missing" means', "generative", True)
    assignment = load_catalog(written.root).assignments[SLUG]
    for path in (module.path, assignment.path):
        text = path.read_text(encoding="utf-8")
        assert lint(path) == [] and "x00" not in text and "A new module" not in text
        assert '"draft": true' in text


def test_the_written_files_keep_the_style_of_the_code(written):
    done = written.run("check", "notebooks/generative", "tests", "assignments", "src/aiskills/learn", module="ruff")
    own = [line for line in done.stdout.splitlines() if "g95" in line]
    assert own == [], done.stdout


def test_the_unit_test_and_the_lesson_of_a_skeleton_run(written):
    notebook = f"notebooks/generative/{SLUG}.ipynb"
    done = written.run(
        "tests/unit/lessons/test_g95.py", notebook, "--nbval-lax", "-q", "-p", "no:cacheprovider", program=PATIENT
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_assignment_of_a_skeleton_is_graded_as_it_says(written):
    """The real grader: right answers get full marks, each wrong one loses what it names, the blank one everything."""
    source, cases = (written.root / place / SLUG for place in ("assignments/source", "tests/assignments"))
    graded = runner.grade(SLUG, source, cases)
    kinds = [case.kind for case in graded.cases]
    assert kinds.count("alternative") == 2 and kinds.count("mutant") == 2 and len(graded.auto_parts) == 4
    for case in graded.cases:
        assert graded.verdicts[case.title].status == "graded"
        assert graded.lost(case) == (set(graded.auto_parts) if case.kind == "blank" else case.loses), case.title
    mutants = [graded.lost(case) for case in graded.cases if case.kind == "mutant"]
    assert set.union(*mutants) == set(graded.auto_parts)


def test_a_draft_is_left_out_of_lists_and_of_releases(written):
    catalog = load_catalog(written.root)
    assert SLUG not in {module.slug for module in catalog.ready}
    assert SLUG in {module.slug for module in catalog.written}
    texts = pages.all_pages(catalog)
    assert not [name for name, text in texts.items() if f"{SLUG}.ipynb" in text]
    asked = written.run("release", SLUG)
    assert asked.returncode == 1 and f"{SLUG} is a draft and is not released" in asked.stderr
    assert not (written.root / "assignments/release" / SLUG).exists()


def test_a_planned_module_brings_its_facts_and_is_no_longer_planned(checkout):
    slug, plan = next((slug, plan) for slug, plan in planned(ROOT).items() if plan["level"] == "advanced")
    before = (checkout.root / TRACKS).read_text(encoding="utf-8")
    made = checkout.run("new", "lesson", slug)
    assert made.returncode == 0 and f"written: {TRACKS}" in made.stdout, made.stderr
    after = (checkout.root / TRACKS).read_text(encoding="utf-8").splitlines()
    gone = [line for line in before.splitlines() if line and line not in after]
    assert gone == [f"[planned.{slug}]", f'title = "{plan["title"]}"'], "nothing else was changed"
    assert planned(checkout.root) == {key: value for key, value in planned(ROOT).items() if key != slug}
    module = load_catalog(checkout.root).module(slug)
    assert (module.title, module.level, module.draft) == (plan["title"], "advanced", True)
    assert module.lesson_minutes == plan["minutes"]["lesson"]


def test_the_last_planned_module_leaves_a_whole_file(checkout):
    slug = list(planned(ROOT))[-1]
    assert checkout.run("new", "lesson", slug).returncode == 0
    text = (checkout.root / TRACKS).read_text(encoding="utf-8")
    assert slug not in planned(checkout.root) and text.endswith("}\n")


def test_nothing_is_ever_overwritten(checkout):
    card = checkout.root / f"book/teach/{SLUG}.md"
    card.write_text("Mine.", encoding="utf-8")
    made = checkout.run("new", "lesson", SLUG)
    assert made.returncode == 1 and made.stdout == ""
    assert made.stderr == (
        f"aiskills: book/teach/{SLUG}.md exists already, and nothing is overwritten: choose another slug or edit it.\n"
    )
    assert card.read_text(encoding="utf-8") == "Mine."
    assert not (checkout.root / f"notebooks/generative/{SLUG}.ipynb").exists(), "all or nothing"


@pytest.mark.parametrize(
    "slug", ["x01-name", "f1-name", "f01", "f01-", "F01-name", "f01_name", "../f01-name", "f01-näme"]
)
def test_a_bad_slug_is_one_sentence(written, slug):
    made = written.run("new", "assignment", slug)
    assert made.returncode == 1 and made.stdout == "" and "Traceback" not in made.stderr
    assert f"{slug!r} is not a usable slug" in made.stderr and len(made.stderr.splitlines()) == 1


def test_what_is_written_and_what_to_do_next_is_listed(checkout):
    made = checkout.run("new", "assignment", SLUG)
    lines = made.stdout.splitlines()
    assert [line for line in lines if line.startswith("written: ")] == [
        "written: " + path.replace("x00-new-module", SLUG) for path in FILES["assignment"]
    ]
    assert any(f"aiskills check {SLUG}" in line for line in lines if line.startswith("next: "))
    facts = json.loads((checkout.root / f"assignments/source/{SLUG}/{SLUG}.ipynb").read_text())["metadata"]["aiskills"]
    assert facts == {"slug": SLUG, "kind": "assignment", "minutes": 45, "draft": True}
