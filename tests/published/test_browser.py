"""The book with lessons in the browser, made for real and used in Chromium with no network but this machine."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from aiskills.catalog import find_root, load_catalog
from aiskills.publishing.browser import drive, guest, make
from aiskills.publishing.browser.measured import runs

ROOT = find_root()
pytestmark = [pytest.mark.slow, pytest.mark.browser]
LESSON = "f00-start-here"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    subprocess.run([sys.executable, "-m", "aiskills", "book"], cwd=ROOT, check=True, timeout=900)
    return make(ROOT, tmp_path_factory.mktemp("browser") / "site")


@pytest.fixture(scope="module")
def address(site):
    with drive.served(site) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser, address):
    """One reader: what the browser fetched and kept stays from test to test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(180_000)  # Python starts in the page, beside other heavy tests
    context.outside = []
    context.on("request", lambda request: _leaves(request.url, address) and context.outside.append(request.url))
    yield context
    context.close()


def _leaves(url: str, address: str) -> bool:
    return not url.startswith((address, "data:", "blob:", "about:", "file:"))


def _page_of(slug: str) -> str:
    return f"notebooks/{load_catalog(ROOT).modules[slug].area}/{slug}.html"


def test_only_lessons_that_run_have_the_link_and_its_notebook(site, context, address):
    page = context.new_page()
    for module in load_catalog(ROOT).ready:
        page.goto(address + _page_of(module.slug))
        link = page.get_by_role("link", name="In this browser")
        assert link.count() == runs(ROOT, module.slug), module.slug
        assert (site / f"browser/files/{module.slug}.ipynb").is_file() == runs(ROOT, module.slug)
        if link.count():
            assert page.request.get(link.evaluate("link => link.href")).ok
    page.close()


@pytest.mark.parametrize("reason", ["folder", "old browser"])
def test_where_it_cannot_work_there_is_no_link(site, context, address, reason):
    page = context.new_page()
    if reason == "old browser":
        page.add_init_script("WebAssembly.validate = () => false")
    page.goto((site / _page_of(LESSON)).as_uri() if reason == "folder" else address + _page_of(LESSON))
    assert page.get_by_text("Open it:").is_visible()
    assert page.get_by_role("link", name="In this browser").count() == 0
    page.close()


@pytest.mark.shows("browser", "runs", slug=LESSON)
def test_the_first_lesson_runs_from_its_link_and_an_answer_is_kept(context, address, record_property):
    record_property("versions", guest.versions())
    page = context.new_page()
    page.goto(address + _page_of(LESSON))
    page.get_by_role("link", name="In this browser").click()
    run = drive.run_all(page, seconds=900)
    assert [cell for cell in run["cells"] if cell["error"]] == []
    shown = {kind for cell in run["cells"] for kind in cell["kinds"]}
    assert {"image/png", "text/html", "application/vnd.jupyter.widget-view+json"} <= shown
    quiz = page.locator(".aiskills-quiz").last
    quiz.scroll_into_view_if_needed()
    question = quiz.locator("fieldset").first
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Check answer").click()
    said = question.locator(".said")
    said.wait_for()
    # The words come a moment later, so that screen readers notice the change.
    page.wait_for_function("said => said.innerText.trim()", arg=said.element_handle())
    # Python itself answered the page: it keeps the answer, and the browser keeps its file.
    page.wait_for_function(KEPT)
    page.close()


# The file of progress that the browser keeps holds an answer to a quiz.
KEPT = """async () => {
  const store = await caches.open("aiskills-progress");
  const [file] = await store.keys();
  const text = file ? await (await store.match(file)).text() : "{}";
  return text.includes('"quiz') && JSON.stringify(JSON.parse(text)).includes("f00-start-here");
}"""


def test_a_return_fetches_nothing_again_and_finds_the_progress(context, address):
    page = context.new_page()
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{address}browser/notebooks/index.html?path={LESSON}.ipynb")
    run = drive.run_all(page, seconds=900)
    assert [cell for cell in run["cells"] if cell["error"]] == []
    page.get_by_text("1 quiz question answered").first.wait_for()
    assert not any(".bin" in url for url in fetched)
    page.close()


def test_a_mistake_shows_its_error_and_the_next_cell_runs(context, address):
    page = context.new_page()
    page.goto(f"{address}browser/notebooks/index.html?path={LESSON}.ipynb")
    page.wait_for_function(drive.READY)
    kinds = page.evaluate(
        """async () => {
          const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
          const run = async (code) => {
            const heard = [];
            const future = kernel.requestExecute({ code });
            future.onIOPub = (message) => heard.push([message.header.msg_type, JSON.stringify(message.content)]);
            return [(await future.done).content.status, heard];
          };
          return [await run("1 / 0"), await run("print(6 * 7)"), await run("input()")];
        }"""
    )
    text = json.dumps(kinds)
    assert [one[0] for one in kinds] == ["error", "ok", "error"]
    assert "ZeroDivisionError" in text and "42" in text
    page.close()


# Python's class and the system's name of each error of in_the_browser.py.
ERRORS = {
    "missing": ["FileNotFoundError", "ENOENT"],
    "under missing": ["FileNotFoundError", "ENOENT"],
    "exclusive": ["FileExistsError", "EEXIST"],
    "folder again": ["FileExistsError", "EEXIST"],
    "read a folder": ["IsADirectoryError", "EISDIR"],
    "write a folder": ["IsADirectoryError", "EISDIR"],
    "remove a folder": ["IsADirectoryError", "EISDIR"],
    "file over folder": ["IsADirectoryError", "EISDIR"],
    "a file as folder": ["NotADirectoryError", "ENOTDIR"],
    "below a file": ["NotADirectoryError", "ENOTDIR"],
    "rmdir of a file": ["NotADirectoryError", "ENOTDIR"],
    "rmdir of a full folder": ["OSError", "ENOTEMPTY"],
    "folder into itself": ["OSError", "EINVAL"],
    "above all": ["PermissionError", "ENOTCAPABLE"],
    "read for writing": ["OSError", "EBADF"],
    "closed": ["OSError", "EBADF"],
    "link": ["OSError", "ENOTSUP"],
    "library": ["PermissionError", "EACCES"],
}


def test_files_errors_sleep_and_chance_are_as_on_a_computer(context, address):
    page = context.new_page()
    page.goto(f"{address}browser/notebooks/index.html?path={LESSON}.ipynb")
    page.wait_for_function(drive.READY)
    heard = page.evaluate(
        """async (code) => {
          const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
          const heard = [];
          const future = kernel.requestExecute({ code });
          future.onIOPub = ({ content }) => heard.push(content.text || (content.traceback || []).join("\\n"));
          await future.done;
          return heard.join("");
        }""",
        Path(__file__).with_name("in_the_browser.py").read_text(encoding="utf-8"),
    )
    assert heard.startswith("{"), heard
    found = json.loads(heard)
    assert found["errors"] == ERRORS
    assert 0.3 <= found["slept"] < 100  # it was asked for 0.3 s, not for as many minutes
    page.close()


def test_nothing_was_asked_of_anybody_else(context):
    assert context.outside == []
