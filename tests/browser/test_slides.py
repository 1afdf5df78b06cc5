"""Slides opened from a folder with no network: by keyboard, in their frame, with notes, and as one page to read."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from aiskills.catalog import load_catalog
from aiskills.publishing import chromium, runsheets, slides

from .rules import RULES

pytestmark = pytest.mark.browser
CATALOG = load_catalog()
LESSONS = [module.slug for module in CATALOG.ready]
WALKED = ("f02-honest-evaluation", "g02-tokens-and-languages")
# What is fuller than its slide (at 1280 by 720), smaller than 24 pixels, or cannot be seen whole.
FAULTS = """async () => {
  const slide = Reveal.getCurrentSlide(), scale = Reveal.getScale(), faults = [];
  slide.querySelectorAll('.fragment').forEach(one => one.classList.add('visible'));
  for (const image of slide.querySelectorAll('img')) {
    if (!image.complete) await new Promise(done => { image.onload = image.onerror = done; });
    const height = image.getBoundingClientRect().height;
    if (image.alt.length < 20 || !image.naturalWidth || height < 200 * scale) faults.push('a figure that says nothing');
  }
  const frame = slide.getBoundingClientRect();
  if (Math.abs(frame.width - 1280 * scale) > 2 || Math.abs(frame.height - 720 * scale) > 2) faults.push('no frame');
  const content = slide.querySelector('.content');
  if (!slide.querySelector('.title').innerText.trim()) faults.push('no title');
  if (!content.innerText.trim() && !content.querySelector('img')) faults.push('empty');
  for (const one of slide.querySelectorAll('*')) {
    if (one.closest('aside') || one.parentElement.closest('math')) continue;
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    const over = Math.max(box.right - frame.right, frame.left - box.left, box.bottom - frame.top - 690 * scale);
    if (over > 1) faults.push(one.tagName + ' is over the frame by ' + Math.round(over / scale));
    if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth) faults.push(one.tagName + ' is cut');
    const words = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (words && one.tagName !== 'math' && size < 24) faults.push(one.tagName + ' is small: ' + size);
  }
  return faults;
}"""
ALL_FAULTS = f"""async () => {{
  const found = {{}};
  for (let number = 0; number < Reveal.getTotalSlides(); number++) {{
    Reveal.slide(number);
    const faults = await ({FAULTS})();
    if (faults.length) found[number + 1] = faults;
  }}
  return found;
}}"""
GO = "words => Reveal.slide([...document.querySelectorAll('.slide')].findIndex(one => one.matches(words)))"


@pytest.fixture(scope="module")
def folders(book, tmp_path_factory):
    """The slides of every lesson, each in a folder of its own."""
    place = tmp_path_factory.mktemp("slides")
    return {slug: slides.make(CATALOG.root, slug, place / slug, say=lambda text: None, pdf=False) for slug in LESSONS}


def opened(watch, folder, width=1280, height=720, query="", **options):
    watched = watch(folder.as_uri(), width, offline=True, **options)
    watched.page.set_viewport_size({"width": width, "height": height})
    watched.page.goto((folder / "index.html").as_uri() + query)
    return watched


def presented(watch, folder, **options):
    watched = opened(watch, folder, **options)
    watched.page.wait_for_function("window.Reveal && Reveal.isReady()")
    return watched


def count(page) -> int:
    return page.evaluate("Reveal.getTotalSlides()")


@pytest.mark.parametrize("slug", LESSONS)
def test_nothing_is_fuller_than_its_slide(folders, watch, slug):
    watched = presented(watch, folders[slug])
    assert watched.page.evaluate(ALL_FAULTS) == {}
    assert count(watched.page) >= 40
    assert watched.errors == [] and watched.outside == []


@pytest.mark.parametrize("slug", WALKED)
def test_slides_are_walked_by_keyboard(folders, watch, slug):
    """From the first slide to the last by the space bar, back by arrows, and to the ends by Home and End."""
    page = presented(watch, folders[slug], width=1920, height=1080).page
    last, fragments, pressed = count(page) - 1, page.locator(".fragment").count(), 0
    while page.evaluate("Reveal.getIndices().h") < last and pressed < 200:
        page.keyboard.press("Space")
        pressed += 1
    assert pressed == last + fragments
    assert page.locator(".aria-status").inner_text().strip()
    page.keyboard.press("Home")
    assert page.evaluate("Reveal.getIndices().h") == 0
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("Reveal.getIndices().h") == 1
    page.wait_for_function("location.hash === '#/1'")  # a moment later: reveal.js spares the history
    page.keyboard.press("End")
    assert page.evaluate("Reveal.getIndices().h") == last
    page.keyboard.press("Shift+?")
    expect(page.locator("text=Keyboard Shortcuts")).to_be_visible()
    assert page.evaluate(ALL_FAULTS) == {}


def test_the_answer_comes_one_key_after_the_question(folders, watch):
    page = presented(watch, folders[WALKED[0]]).page
    page.evaluate(GO, ".quiz")
    answer = page.locator(".slide.present .answer")
    assert answer.evaluate("one => getComputedStyle(one).visibility") == "hidden"
    page.keyboard.press("Space")
    assert answer.evaluate("one => getComputedStyle(one).visibility") == "visible"
    assert re.match(r"Best answer: [A-D]\.", answer.inner_text())


def test_the_speaker_has_notes_in_a_window_of_their_own(folders, watch):
    watched = presented(watch, folders[WALKED[0]])
    page = watched.page
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    speaker = popup.value
    notes = speaker.locator(".speaker-controls-notes .value")
    page.evaluate(
        "Reveal.slide([...document.querySelectorAll('.slide')].findIndex(one => one.dataset.part == 'try-first'))"
    )
    speaker.wait_for_function("document.querySelector('.speaker-controls-notes')?.innerText.includes('of 90')")
    assert "minute 20 to 30 of 90" in notes.inner_text() and "Breakout pairs" in notes.inner_text()
    shown = speaker.frame_locator("#current-slide iframe")
    title = page.locator(".slide.present .title").inner_text()
    expect(shown.locator(".slide.present .title")).to_have_text(title, use_inner_text=True)
    assert watched.errors == [] and watched.outside == []


def test_axe_finds_nothing_on_any_slide_of_a_lesson(folders, watch):
    page = presented(watch, folders["g02-tokens-and-languages"]).page
    found, axe = {}, Axe()
    for number in range(count(page)):
        page.evaluate("number => Reveal.slide(number)", number)
        page.evaluate("document.querySelectorAll('.fragment').forEach(one => one.classList.add('visible'))")
        # The page around the slides is the same for all: it is looked at once.
        where = ".slide.present" if number else None
        violations = axe.run(page, context=where, options=RULES).response["violations"]
        if violations:
            found[number + 1] = [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in violations]
    assert found == {}


@pytest.mark.parametrize("kind", ["phone", "no script", "notes"])
def test_the_same_as_a_page_to_read(folders, watch, kind):
    """On a phone and without a script everything stands on one page; the notes have pages of their own."""
    folder = folders[WALKED[0]]
    options = {"java_script_enabled": False} if kind == "no script" else {}
    size = {"width": 390, "height": 844} if kind == "phone" else {}
    watched = opened(watch, folder, **size, **options)
    page = watched.page
    if kind == "notes":
        page.goto((folder / "notes.html").as_uri())
        assert "minute 20 to 30 of 90" in page.locator("main").inner_text()
        first = page.locator(".row", has=page.locator("[data-part=try-first]"))
        assert all("minute 20 to 30 of 90" in text for text in first.all_inner_texts()) and first.count() > 1
    assert page.locator("h2:visible").count() == len(re.findall("<section", (folder / "index.html").read_text()))
    assert page.locator("h1").count() == 1
    if kind != "no script":
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
        violations = Axe().run(page, options=RULES).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in violations] == []
    if kind == "phone":
        page.locator("a.present").click()
        page.wait_for_function("window.Reveal && Reveal.isReady()")
    assert watched.errors == [] and watched.outside == []


def test_slides_and_run_sheets_are_printed(book, tmp_path):
    if chromium.find() is None:
        pytest.skip("no Chromium to print with")
    folder = slides.make(CATALOG.root, "f02", tmp_path / "slides", say=lambda text: None)
    sheet = runsheets.make(CATALOG.root, "f02", "workshop", tmp_path / "sheet.html", say=lambda text: None)
    pages = (folder / "index.html").read_text(encoding="utf-8").count("<section")
    assert not (folder / "sheets.html").exists()
    for pdf, fewest, most in ((folder / "slides.pdf", pages, pages), (sheet.with_suffix(".pdf"), 1, 3)):
        content = pdf.read_bytes()
        found = len(re.findall(rb"/Type\s*/Page\b", content))
        assert fewest <= found <= most and b"/StructTreeRoot" in content
