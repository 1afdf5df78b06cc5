"""nbgrader's form-grader and our own pages on a hostile submission, in a real browser: read, and never run."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys

import nbformat
import pytest

from aiskills.grading import batch, database
from aiskills.grading.release import build
from aiskills.grading.verdicts import NEEDS_PERSON, SCORED, ZERO, Part, Verdict, conclude
from tests.ports import free_port

from .conftest import ROOT
from .watched import WAIT

TINY = ROOT / "tests" / "unit" / "grading" / "fixtures" / "tiny-sums"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SCRIPT = "<script>window.pwned = 'script'; alert(1)</script>"
IMAGE = "<img src=x onerror=\"window.pwned = 'image'\">"
DRAWING = "<svg xmlns='http://www.w3.org/2000/svg' onload=\"window.pwned = 'drawing'\"><circle r='5'/></svg>"
LINK = "[press me](javascript:window.pwned='link') <a href=\"javascript:window.pwned='tag'\">and me</a>"
EVIL = f"{SCRIPT} {IMAGE} {DRAWING} {LINK}"

pytestmark = pytest.mark.browser


def hostile(release) -> dict:
    """The assignment with something that runs wherever a notebook can carry it, and something to read beside it."""
    book = json.loads(nbformat.writes(release))
    book["metadata"]["title"] = SCRIPT
    book["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"x": EVIL}}}
    for cell in book["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("solution") and cell["cell_type"] == "markdown":
            cell["source"] = (
                f"My honest answer.\n\n{EVIL}\n\n![a](attachment:a.svg) ![b](attachment:none) "
                "![c](attachment:c.png)\n\n"
                f"```mermaid\n{SCRIPT}\n```\n\n| head | {IMAGE} |\n|---|---|\n| 1 < 2 | x |\n"
            )
            cell["attachments"] = {
                "a.svg": {"image/svg+xml": DRAWING},
                'x" onerror="window.pwned=1': {"image/png": PNG},
                "c.png": {"image/png": PNG},
            }
        elif cell["cell_type"] == "code" and marks.get("solution"):
            kinds = {
                "text/html": f"<table><tr><th>n</th></tr><tr><td>seventeen{EVIL}</td></tr></table>",
                "text/markdown": EVIL,
                "text/latex": EVIL,
                "image/svg+xml": DRAWING,
                "application/javascript": "window.pwned = 'javascript'",
                "application/vnd.jupyter.widget-view+json": {"model_id": "x"},
            }
            cell["execution_count"] = 1
            cell["outputs"] = [
                {"output_type": "display_data", "metadata": {kind: {"isolated": True}}, "data": {kind: data}}
                for kind, data in kinds.items()
            ]
            cell["outputs"] += [
                {"output_type": "stream", "name": "stdout", "text": f"printed {EVIL}"},
                {"output_type": "display_data", "metadata": {}, "data": {"image/png": PNG}},
                {
                    "output_type": "display_data",
                    "metadata": {"image/png": {"alt": f'"{IMAGE}', "width": '1" onload="window.pwned=1'}},
                    "data": {"image/png": f'"{IMAGE}'},
                },
                {"output_type": "error", "ename": IMAGE, "evalue": SCRIPT, "traceback": [EVIL]},
            ]
    book["cells"].append({"cell_type": "markdown", "id": "m", "metadata": {}, "source": f"# {EVIL}"})
    book["cells"].append({"cell_type": "raw", "id": "r", "metadata": {"raw_mimetype": "text/html"}, "source": EVIL})
    return book


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A folder of results with the submission of ``eve`` and a person's comment, and the notebook as executed."""
    base = tmp_path_factory.mktemp("hostile")
    folder = base / "course" / "source" / "tiny-sums"
    shutil.copytree(TINY, folder)
    (base / "eve.ipynb").write_text("{}")
    book = hostile(build(TINY, tmp_path_factory.mktemp("built")).release)

    def run(assignment, tasks, *_options):
        (task,) = tasks
        parts = {}
        for name, cell in assignment.parts.items():
            points = float(cell.metadata.nbgrader.points)
            if cell.metadata.nbgrader.solution:
                parts[name] = Part(None, points, NEEDS_PERSON, EVIL)
            else:
                parts[name] = Part(points, points, SCORED) if parts else Part(0.0, points, ZERO, EVIL)
        flags = [f"integrity: {EVIL}", EVIL]
        yield conclude(Verdict(task.student, task.source, "", parts=parts, flags=flags)), json.dumps(book)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "run", run)
        batch.grade(folder, base / "eve.ipynb", base / "out")
    with database.open_database(database.address(base / "out", None)) as gradebook:
        gradebook.find_comment("why", "tiny-sums", "tiny-sums", "eve").manual_comment = f"</textarea>{EVIL}"
        gradebook.db.commit()
    return base / "out", book


@pytest.fixture(scope="module")
def site(graded, tmp_path_factory):
    """The address that `aiskills formgrader` prints."""
    command = [sys.executable, "-m", "aiskills", "formgrader", "--out", graded[0], "--port", str(free_port())]
    server = subprocess.Popen([*command, "--no-browser"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield re.search(r"http://\S+", server.stdout.readline())[0]
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(120)


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT)
    page = context.new_page()
    page.ran = []
    page.on("dialog", lambda dialog: (page.ran.append(dialog.message), dialog.dismiss()))
    yield page
    context.close()


def nothing_ran(page) -> None:
    """Press whatever looks like a learner's link, wait for what comes late, and ask.

    A link that leads away is pressed too, and the page stays for the next one.
    """
    page.route("**/*", lambda one: one.abort("aborted") if one.request.is_navigation_request() else one.continue_())
    for link in page.get_by_text("press me").all() + page.get_by_text("and me").all():
        if link.is_visible():
            link.click()
    page.wait_for_timeout(500)
    assert page.evaluate("window.pwned") is None and not page.ran


def open_submission(page, site: str):
    page.goto(site)
    page.wait_for_selector("td a:visible")
    page.locator("td a:visible").first.click()
    page.wait_for_selector(".nbgrader_cell")
    # The marks come after the page.
    page.wait_for_function("window.formgrader?.grades?.loaded && window.formgrader.comments?.loaded")
    page.wait_for_function("[...document.images].every(one => one.complete)")
    page.wait_for_timeout(500)


def test_the_same_notebook_runs_where_nothing_is_cleaned(graded, page, tmp_path):
    from nbconvert.exporters import HTMLExporter

    book = nbformat.reads(json.dumps(graded[1]), as_version=4)
    for cell in book.cells:  # nbconvert itself ends with an error where an attachment is missing
        cell.source = cell.source.replace("![b](attachment:none)", "")
    (tmp_path / "raw.html").write_text(HTMLExporter(template_name="classic").from_notebook_node(book)[0])
    page.route(re.compile("^https?:"), lambda one: one.abort())  # nbconvert's page asks for scripts of others
    page.goto((tmp_path / "raw.html").as_uri())
    page.wait_for_function("window.pwned")
    assert page.ran


def test_the_form_grader_shows_it_and_runs_nothing(graded, site, page):
    open_submission(page, site)
    text = page.inner_text("#notebook")
    for words in (
        "My honest answer.",
        "seventeen",
        "printed <",
        "what zero would claim",
        "1 < 2",
        "could hold a program",
    ):
        assert words in text, words
    figures = page.eval_on_selector_all("#notebook img", "all => all.map(i => [i.src.slice(0, 21), i.naturalWidth])")
    assert figures.count(["data:image/png;base64", 1]) == 3, "those of two code cells and the one in the text"
    assert {tuple(figure) for figure in figures} == {("data:image/png;base64", 1), ("", 0)}
    assert page.locator("#notebook table th").count() >= 2
    assert page.input_value("#why-comment").startswith("</textarea>")
    nothing_ran(page)


def test_a_notebook_that_nobody_cleaned_runs_nothing_either(graded, site, page):
    """The second wall: what nbgrader renders is cleaned once more."""
    path = graded[0] / "autograded" / "eve" / "tiny-sums" / "tiny-sums.ipynb"
    stored = path.read_bytes()
    path.write_text(json.dumps(graded[1]))
    try:
        open_submission(page, site)
        assert "My honest answer." in page.inner_text("#notebook")
        nothing_ran(page)
    finally:
        path.write_bytes(stored)


@pytest.mark.parametrize("name", ["index.html", "feedback/eve.html", "instructor/eve.html"])
def test_our_own_pages_run_nothing(graded, page, name):
    page.goto((graded[0] / name).as_uri())
    assert "tiny" in page.title().lower() or page.title()
    assert "onerror" in page.inner_text("main"), "it is shown as text"
    nothing_ran(page)
