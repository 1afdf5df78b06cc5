"""The local course in a real browser: from a page of the book to its lesson in Lab, run and moved by keyboard."""

import re
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser
SLOW = 300_000  # milliseconds; a busy machine runs a lesson ten times slower


@pytest.fixture
def site(course):
    """Scheme, host and port of the running course."""
    parts = urlsplit(course)
    return f"{parts.scheme}://{parts.netloc}"


@pytest.fixture
def visitor(course, site, watch):
    """A page that came in by the printed address, token and all."""
    watched = watch(site)
    watched.page.goto(course)
    watched.page.wait_for_url("**/book/book/index.html*")  # the address leads on to the first page
    return watched


def test_the_printed_address_opens_the_book(visitor):
    assert "/book/" in visitor.page.url
    assert visitor.page.locator("h1").first.inner_text().strip()
    assert visitor.outside == []


def test_without_the_token_nothing_is_shown(site, watch):
    page = watch(site).page
    page.goto(f"{site}/lab")
    assert "login" in page.url


def open_lesson(visitor, site, area, slug):
    """Follow the lesson page's link into Lab; returns the page that shows the notebook."""
    page = visitor.page
    page.goto(f"{site}/book/notebooks/{area}/{slug}.html")
    link = page.get_by_role("link", name="JupyterLab on your computer").first
    assert f"/lab/tree/notebooks/{area}/{slug}.ipynb" in link.evaluate("link => link.href")
    new = link.get_attribute("target") == "_blank"
    with page.context.expect_page(timeout=SLOW) if new else page.expect_navigation(timeout=SLOW):
        link.click()
    lab = page.context.pages[-1]
    lab.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=SLOW)
    lab.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=SLOW)
    return lab


# Whether each cell has its number and the kernel rests, for two seconds; or why not. Lab has all cells in its page, and
# puts a star to each as soon as it takes the order to run them.
RAN = """() => {
    const prompts = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')].map(p => p.textContent);
    const kernel = document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status;
    const now = prompts.some(p => p.includes('*')) || kernel !== 'idle' ? 'works'
        : prompts.some(p => p.includes('[ ]')) ? 'waits' : 'ran';
    const look = `${now} ${document.querySelectorAll('.jp-Notebook .jp-Cell').length}`;
    if (window.lastLook !== look) [window.lastLook, window.looksSoSince] = [look, Date.now()];
    const seconds = (Date.now() - window.looksSoSince) / 1000;
    return now === 'ran' && seconds > 2 || now === 'waits' && seconds > 10 ? now : null;
}"""


def run_all(lab):
    """Run all cells to the end."""
    # Before its kernel is connected Lab says "idle" too, takes the order and loses it: then it is given again.
    for _ in range(5):
        lab.locator(".jp-NotebookPanel .jp-Notebook").click(position={"x": 5, "y": 5})
        lab.get_by_role("menuitem", name="Run", exact=True).click()
        lab.get_by_role("menuitem", name=re.compile(r"^Run All Cells")).click()
        lab.evaluate("window.lastLook = null")
        if lab.wait_for_function(RAN, timeout=SLOW, polling=100).json_value() == "ran":
            return
    pytest.fail(f"Lab did not run all cells. It asks: {lab.locator('.jp-Dialog').all_inner_texts()}")


OTHER_NUMBERS = """([widget, before]) => {
    const numbers = (text) => `${text.match(/[-−]?\\d+(?:[.,]\\d+)?/g) ?? ""}`;
    const now = numbers(widget.innerText);
    return now && now !== numbers(before);
}"""


@pytest.mark.shows("lab", "opened", slug="f02-honest-evaluation")
def test_a_lesson_runs_in_lab_and_its_widget_moves_by_keyboard(visitor, site):
    lab = open_lesson(visitor, site, "foundations", "f02-honest-evaluation")
    run_all(lab)
    assert lab.locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    assert lab.locator("text=Traceback").count() == 0
    widget = lab.locator(".widget-vbox:has(img)").first  # the movable figure; the poll has no picture
    widget.scroll_into_view_if_needed()
    lab.wait_for_function("widget => widget.innerText.length > 50", arg=widget.element_handle(), timeout=SLOW)
    before = widget.inner_text()
    control = widget.locator("[role=slider], select, input[type=radio]").first
    control.focus()
    lab.keyboard.press("ArrowDown" if control.evaluate("c => c.tagName") != "DIV" else "ArrowRight")
    lab.wait_for_function(OTHER_NUMBERS, arg=[widget.element_handle(), before], timeout=SLOW)
    assert visitor.outside == []
