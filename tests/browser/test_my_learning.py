"""The page "my learning" from a folder with no network; quiz answers and the progress panel in a real JupyterLab."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from datetime import date

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from aiskills.learn import invented, mine, progress
from aiskills.learn.loader import all_texts
from tests.ports import free_port

from .rules import RULES, RULES_OF_COLOUR
from .test_lab import run_all

pytestmark = pytest.mark.browser
TODAY = date(2026, 3, 30)
SLUG = "f02-honest-evaluation"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("lessons", [0, 9])
def test_the_page_is_accessible_and_keeps_to_itself(watch, tmp_path, width, lessons):
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps(invented.state(all_texts(), TODAY, count=lessons)))
    path = mine.write(tmp_path / "my-learning.html", [kept], today=TODAY)
    # The page forbids every script, axe's too; only here that is lifted.
    watched = watch(path.as_uri(), width, offline=True, bypass_csp=True)
    page = watched.page
    page.goto(path.as_uri())
    if lessons:
        assert page.locator("svg[role=img]").count() >= 2
        page.locator("summary").first.focus()
        page.keyboard.press("Enter")
        assert page.locator("details[open]").count() == 1
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    faults = []
    for scheme, rules in (("light", RULES), ("dark", RULES_OF_COLOUR)):
        page.emulate_media(color_scheme=scheme)
        violations = Axe().run(page, options=rules).response["violations"]
        faults += [f"{scheme}, {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in violations]
    assert faults == [] and watched.errors == [] and watched.outside == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.fixture
def lab(watch, tmp_path):
    """JupyterLab with one notebook, a quiz and the panel, all cells run; with the folder and the page."""
    source = ["from aiskills import learn", f'learn.lesson("{SLUG}").quiz("exit")', "learn.progress.panel()"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in source])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    (tmp_path / "work").mkdir()
    nbformat.write(notebook, tmp_path / "work/quiz.ipynb")
    port = free_port()
    own = {"AISKILLS_PROGRESS": str(tmp_path / "kept.json"), "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}
    own |= {"JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "lab"), "IPYTHONDIR": str(tmp_path / "ipython")}
    options = ["--no-browser", f"--ServerApp.port={port}", f"--ServerApp.root_dir={tmp_path / 'work'}"]
    options += ["--IdentityProvider.token=here", "--allow-root", "--LabApp.news_url=None"]
    log = (tmp_path / "log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyter", "lab", *options],
        env=os.environ | own,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    site = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{site}/api/status?token=here", server)
        watched = watch(site, accept_downloads=True)
        watched.page.goto(f"{site}/lab/tree/quiz.ipynb?token=here")
        watched.page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=300_000)
        run_all(watched.page)
        yield watched.page, tmp_path, site
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(120)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
        log.close()


def _wait_for(address, server):
    end = time.monotonic() + 300
    while time.monotonic() < end:
        try:
            return urllib.request.urlopen(address, timeout=30).read()
        except OSError:
            assert server.poll() is None, "JupyterLab stopped"
            time.sleep(0.3)
    raise AssertionError("JupyterLab did not answer within five minutes")


def answer(page, question, option):
    """Answer a question with keys alone: into the group, to the option, Enter."""
    radios = page.locator("fieldset").nth(question - 1).locator("input[type=radio]")
    radios.first.focus()
    page.keyboard.press("Space")
    for _ in range(option - 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def upload(page, path):
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload a progress file").click()
    chooser.value.set_files(path)


def test_a_quiz_answer_and_the_panel_reach_the_progress_file(lab):
    page, folder, site = lab
    questions = all_texts()[SLUG]["exit"]
    right = next(n for n, option in enumerate(questions[0]["options"], 1) if option.get("right"))
    answer(page, 1, right)
    page.get_by_text("Kept in your progress file, by question: 1 right.").wait_for()
    entry = next(iter(json.loads((folder / "kept.json").read_text())["lessons"][SLUG]["quizzes"].values()))
    assert (entry["choice"], entry["right"]) == ("abc"[right - 1], True)
    expect(page.locator("fieldset").first.get_by_role("status")).not_to_be_empty()  # the reason, as without a kernel
    assert page.locator("[class*=aiskills-bridge] input").is_hidden()

    with page.expect_download() as download:
        page.get_by_role("button", name="Download my progress").click()
    assert download.value.suggested_filename == "aiskills-progress.json"
    download.value.save_as(folder / "out.json")
    assert progress.parse((folder / "out.json").read_bytes())["lessons"][SLUG]["quizzes"]

    before = (folder / "kept.json").read_bytes()
    (folder / "holiday.json").write_text("{}")
    upload(page, folder / "holiday.json")
    page.get_by_text("The file holiday.json was left alone").wait_for()
    assert (folder / "kept.json").read_bytes() == before
    (folder / "other.json").write_text(json.dumps(invented.state(all_texts(), TODAY, count=1)))
    upload(page, folder / "other.json")
    page.get_by_text("Together with what was here: 2 lessons").wait_for()
    assert set(json.loads((folder / "kept.json").read_text())["lessons"]) == {"f00-start-here", SLUG}

    # Without its kernel the quiz still answers, and says that it keeps nothing.
    kernels = json.loads(urllib.request.urlopen(f"{site}/api/kernels?token=here").read())
    for kernel in kernels:
        request = urllib.request.Request(f"{site}/api/kernels/{kernel['id']}?token=here", method="DELETE")
        urllib.request.urlopen(request)
    answer(page, 2, 1)
    page.locator(".kept", has_text="This answer is not kept yet").wait_for()
    expect(page.locator("fieldset").nth(1).get_by_role("status")).not_to_be_empty()
