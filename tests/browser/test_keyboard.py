"""The book by keyboard alone, in Chromium: every stop of the Tab key of a lesson, and each control that opens."""

from __future__ import annotations

import pytest

from aiskills.catalog import find_root, load_catalog

from .rules import faults, two_frames

pytestmark = pytest.mark.browser
CATALOG = load_catalog(find_root())
LESSON = "f02-honest-evaluation"
MANY = 600  # stops; a page with more would be a trap in itself

# Of the element that has the focus: is it seen, is it marked, and where in the order of the page does it stand?
STOP = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const box = element.getBoundingClientRect();
    const look = getComputedStyle(element);
    const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.8], [0.1, 0.8], [0.9, 0.2]]
        .map(([x, y]) => [Math.min(innerWidth - 2, Math.max(1, box.left + box.width * x)), box.top + box.height * y]);
    const around = (seen) => seen.contains(element) && !seen.matches("main, body, html");
    const mine = (seen) => seen && (element.contains(seen) || around(seen));
    window.stops = (window.stops || []).concat(element);
    const before = window.stops.at(-2);
    const inside = element.querySelector(".toctree-toggle");
    const line = (one) => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2;
    const marked = [look, ...(inside ? [getComputedStyle(inside)] : [])]
        .some((one) => line(one) && !/^rgba.*, 0\\)$/.test(one.outlineColor));
    return {
        what: element.outerHTML.replace(/\\s+/g, " ").slice(0, 120),
        size: [box.width, box.height],
        here: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        free: points.some(([x, y]) => mine(document.elementFromPoint(x, y))),
        marked,
        follows: !before || !!(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING),
        main: !!element.closest("article"),
    };
}"""


@pytest.fixture
def reader(book, watch):
    """Open a page: ``reader(name, width)``; fails the test on a console error or a request outside."""
    opened = []

    def open_page(name: str, width: int = 1280, **options):
        watched = watch(book.as_uri(), width, offline=True, **options)
        opened.append(watched)
        watched.page.goto((book / f"{name}.html").as_uri())
        return watched.page

    yield open_page
    for watched in opened:
        assert watched.errors == [] and watched.outside == []


def lesson(slug: str) -> str:
    return f"notebooks/{CATALOG.module(slug).area}/{slug}"


def walk(page) -> list[dict]:
    """Press Tab from the top of the page until the focus leaves it."""
    stops = []
    for _ in range(MANY):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"After {MANY} stops the focus is still in the page: {stops[-3:]}")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_stop_of_a_lesson_is_seen_and_marked_in_reading_order(reader, width):
    page = reader(lesson(LESSON), width)
    # Folded parts are opened, so that what they hold is walked too.
    page.evaluate("document.querySelectorAll('article details').forEach((details) => { details.open = true; })")
    page.wait_for_timeout(500)  # the theme measures boxes a moment later
    two_frames(page)
    page.evaluate("window.order = [...document.querySelectorAll('article [tabindex=\"0\"]')].length")
    stops = walk(page)
    missed = []
    for stop in stops:
        missing = [
            said
            for said, fine in {
                "has no size": min(stop["size"]) > 1,
                "is not on the screen": stop["here"],
                "is covered": stop["free"],
                "has no mark of focus": stop["marked"],
                "comes before the stop that led to it": stop["follows"],
            }.items()
            if not fine
        ]
        if missing:
            missed.append(f"{stop['what']} {', '.join(missing)}")
    assert missed == []
    inside = [stop for stop in stops if stop["main"]]
    assert sum("<summary" in stop["what"] for stop in inside) > 5, "the folded parts"
    assert sum("radio" in stop["what"] for stop in inside) >= 6, "the quizzes"
    reached = page.evaluate(
        "[...document.querySelectorAll('article [tabindex=\"0\"]')].every(one => window.stops.includes(one))"
    )
    assert reached and page.evaluate("window.order") > 0


@pytest.mark.parametrize("name", [lesson(LESSON), "book/index", "book/lessons", "search", "book/certificates/verify"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_first_stop_leads_past_the_menu(reader, name, width):
    page = reader(name, width)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to main content"
    box = page.evaluate(
        "(({left, top, width, height}) => [left, top, width, height])(document.activeElement.getBoundingClientRect())"
    )
    assert box[0] >= 0 and box[1] >= 0 and box[2] > 44 and box[3] >= 24
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_folded_solution_opens_and_closes_by_keyboard(reader, key):
    page = reader(lesson(LESSON))
    folded = page.locator("article details.hide").first
    assert folded.get_attribute("open") is None
    folded.locator("summary").focus()
    page.keyboard.press(key)
    assert folded.get_attribute("open") is not None
    assert folded.locator("pre").first.is_visible()
    page.keyboard.press(key)
    assert folded.get_attribute("open") is None


@pytest.mark.parametrize(
    ("name", "box"),
    [
        (lesson("g02-tokens-and-languages"), "div.cell_input pre"),
        (lesson("g02-tokens-and-languages"), ".cell_output > .output:has(table)"),
        ("book/lessons", ".pst-scrollable-table-container"),
        ("book/contributing", "div.highlight-bash pre"),
    ],
    ids=["code", "output", "table", "command"],
)
def test_a_wide_box_is_reached_by_tab_and_scrolled_by_arrows(reader, name, box):
    page = reader(name, 390)
    page.wait_for_selector(f"article :is({box})[tabindex='0'][role]")  # the theme gives it the one, we the other
    for _ in range(MANY):
        page.keyboard.press("Tab")
        if page.evaluate("box => document.activeElement.matches(box)", f"article :is({box})"):
            break
    assert page.evaluate("document.activeElement.role") == "group"
    assert page.evaluate("document.activeElement.ariaLabel")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_code_that_was_folded_is_reached_too(reader):
    """The box had no size while it was folded: it must be found when it gets one."""
    page = reader(lesson("g02-tokens-and-languages"), 390)
    folded = page.locator("article details.hide", has=page.locator("pre")).first
    box = folded.locator("pre").first
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("box => box.scrollWidth <= box.clientWidth || box.tabIndex === 0", arg=box.element_handle())
    assert box.evaluate("box => box.scrollWidth > box.clientWidth"), "no wide code in this solution: choose another"
    page.keyboard.press("Tab")
    stops = [page.evaluate("document.activeElement.localName")]
    page.keyboard.press("Tab")
    assert "pre" in [*stops, page.evaluate("document.activeElement.localName")]


OPENED = [
    ("menu", ".primary-toggle", "#pst-primary-sidebar-modal", 390),
    ("contents", ".secondary-toggle", "#pst-secondary-sidebar-modal", 390),
    ("search", ".search-button__button:visible", "#pst-search-dialog", 390),
    ("search, wide", ".search-button__button:visible", "#pst-search-dialog", 1280),
]


@pytest.mark.parametrize(("button", "dialog", "width"), [one[1:] for one in OPENED], ids=[one[0] for one in OPENED])
def test_what_opens_takes_the_focus_and_gives_it_back(reader, button, dialog, width):
    page = reader(lesson(LESSON), width)
    opener = page.locator(button).first
    opener.focus()
    assert opener.evaluate("button => (button.ariaLabel || button.title || button.innerText).trim().length > 3")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{dialog}[open]")
    assert page.evaluate("dialog => document.activeElement.closest(dialog) !== null", dialog)
    assert page.locator(dialog).get_attribute("aria-label")
    for _ in range(4):
        page.keyboard.press("Tab")
        # The browser's own window is the only other place that the focus may go to.
        assert page.evaluate(
            "dialog => document.activeElement === document.body || document.activeElement.closest(dialog) !== null",
            dialog,
        )
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector(f"{dialog}:not([open])", state="attached")
    assert opener.evaluate("button => button === document.activeElement")


def test_light_and_dark_are_chosen_by_keyboard(reader):
    page = reader("book/index")
    button = page.locator(".theme-switch-button:visible").first
    button.focus()
    seen = []
    for _ in range(3):
        page.keyboard.press("Enter")
        seen.append(page.evaluate("document.documentElement.dataset.mode"))
    assert sorted(seen) == ["auto", "dark", "light"]


def test_forced_colours_keep_focus_quiz_and_filters(reader, browser, book):
    """Windows' contrast themes replace all colours and drop shadows: borders, outlines and words remain."""
    page = reader(lesson(LESSON), forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    fieldset = page.locator("fieldset").first
    option = fieldset.locator("input[type=radio]").first
    option.focus()
    page.keyboard.press("Space")
    assert page.evaluate(STOP)["marked"]
    page.keyboard.press("Tab")
    assert page.evaluate(STOP)["marked"]
    assert fieldset.locator("button").evaluate("button => parseFloat(getComputedStyle(button).borderTopWidth) >= 1")
    page.keyboard.press("Enter")
    page.wait_for_function("status => status.innerText", arg=fieldset.get_by_role("status").element_handle())
    assert "right" in fieldset.get_by_role("status").inner_text().lower()
    frame = "one => Math.max(...['Top', 'Left'].map((side) => parseFloat(getComputedStyle(one)[`border${side}Width`])))"
    assert page.locator("article details.hide").first.evaluate(frame) > 0
    page = reader("book/lessons", forced_colors="active")
    for control in page.locator(".module-filters :is(select, button)").all():
        assert control.evaluate("one => parseFloat(getComputedStyle(one).borderTopWidth) >= 1")
        control.focus()
        assert page.evaluate(STOP)["marked"]


def test_a_printed_lesson_is_text_and_figures(reader):
    page = reader(lesson(LESSON))
    page.emulate_media(media="print")
    hidden = [
        ".bd-sidebar-primary",
        ".bd-header-article",
        ".prev-next-footer",
        "#pst-back-to-top",
        "article details.hide",
    ]
    for part in hidden:
        assert page.locator(part).count() and not page.locator(part).first.is_visible(), part
    assert page.locator("article h2").first.is_visible() and page.locator("article img").first.is_visible()
    # Everything that is printed lies on the paper, about 700 pixels wide.
    page.set_viewport_size({"width": 700, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
