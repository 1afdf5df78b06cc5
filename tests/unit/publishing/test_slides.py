"""What of a lesson becomes a slide, how it is cut down and shared out, and which minute of the card it belongs to."""

import base64
import hashlib
import io

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from aiskills.catalog import find_root, load_catalog, read_notebook
from aiskills.publishing import slides
from aiskills.publishing.cards import Sheet, Step, read_card
from aiskills.publishing.markup import sentences
from aiskills.publishing.slides import choose, fit, outputs, plan, prose, tables
from aiskills.publishing.slides.blocks import Block, listed, paragraph
from aiskills.publishing.slides.draft import Draft, pack, packed
from aiskills.publishing.writing import whole_folder

ROOT = find_root()
# The files of the npm package reveal.js 5.2.1, under the MIT licence.
REVEAL = {
    "reveal.js": "46538b52db487241",
    "reveal.css": "68f915a11ebf7203",
    "notes.js": "df1201d19d03241a",
    "LICENSE": "34014800f4126ac2",
}


def test_reveal_is_the_released_version_with_its_licence(tmp_path):
    slides.copy_reveal(tmp_path / "reveal")
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in (tmp_path / "reveal").iterdir()}
    assert found == REVEAL and "MIT" in (tmp_path / "reveal/reveal.js").read_text(encoding="utf-8")[:300]


def test_sentences_are_cut_only_between_sentences():
    text = 'Look. **Both hold. Really.** See `a. B`, "one. Two" (three. Four) and $x. Y$. Is *R. squared* right? Yes.'
    assert sentences(text) == [
        "Look.",
        "**Both hold. Really.**",
        'See `a. B`, "one. Two" (three. Four) and $x. Y$.',
        "Is *R. squared* right?",
        "Yes.",
    ]


def test_of_a_long_paragraph_the_point_stays():
    filling = "Here are a few words that nobody needs on a wall while somebody speaks about it for minutes. " * 2
    text = f"Mele plans. {filling}**May her office use these estimates?** {filling}Four kinds cover this:"
    kept = prose.brief(text, 100, 120)
    assert kept == "Mele plans. **May her office use these estimates?** Four kinds cover this:"
    assert prose.brief("Short. It stays.", 100, 10) == "Short. It stays."
    assert prose.brief_item("*Few.* One. " + filling, 20) == "*Few.* One."


def test_no_slide_is_fuller_than_its_frame_and_nothing_is_lost():
    words = "twelve words that a room can read from the last row of chairs"
    blocks = [paragraph(f"{n}. {words}") for n in range(30)] + [listed([f"item {n}, {words}" for n in range(25)], True)]
    found = pack(Draft("limits", "Limits", "Limits", blocks))
    assert len(found) > 4 and all(slide.height <= fit.BOTTOM for slide in found)
    page = BeautifulSoup("".join(slide.html for slide in found), "html.parser")
    assert [item.get_text().split(",")[0] for item in page.select("li")] == [f"item {n}" for n in range(25)]
    starts = [int(one.get("start", 1)) for one in page.select("ol")]
    assert starts == [1 + sum(len(one.select("li")) for one in page.select("ol")[:n]) for n in range(len(starts))]
    assert len(page.select("p")) == 30


def test_a_wide_table_gives_up_columns_and_says_so():
    names = [f"a heading of column {n}" for n in range(12)]
    head = "".join(f"<th>{name.replace(' ', '_')}</th>" for name in ["", *names])
    body = "".join(f"<tr><th>{n}</th>{'<td>1.5</td>' * 12}</tr>" for n in range(20))
    block = tables.table(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    shown = BeautifulSoup(block.html + block.rows[0].html + block.close, "html.parser")
    assert len(block.rows) == tables.MOST_ROWS and 2 <= len(shown.select("th")) < 12
    rest = 12 - len(shown.select("th"))
    assert f"{rest} more columns and 6 more rows in the lesson" in shown.get_text()
    assert not shown.select_one("td").get_text().isdigit()  # the index of bare numbers is gone


def lesson_cells():
    png = io.BytesIO()
    Image.new("RGB", (80, 40), "white").save(png, format="png")
    picture = new_output("display_data", {"image/png": base64.b64encode(png.getvalue()).decode()})
    alt = {"mystnb": {"image": {"alt": "Two lines. They cross at noon."}}}
    told = '<div role="status"><p><strong>Result:</strong> 27 %.</p></div>'
    return [
        new_markdown_cell("# Rain\n\nOne promise.\n\nAfter it you can:\n\n- see", metadata={"tags": ["section:title"]}),
        new_code_cell("1 + 1", metadata={"tags": ["setup"]}, outputs=[new_output("stream", text="hidden")]),
        new_markdown_cell("## The question\n\nWho waits?", metadata={"tags": ["section:question"]}),
        new_code_cell("lesson.poll()"),
        new_markdown_cell("## Worked example\n\n### Step 1. Look", metadata={"tags": ["section:worked-example"]}),
        new_code_cell("plot()", metadata=alt, outputs=[picture, picture]),
        new_code_cell("6 * 7", outputs=[new_output("execute_result", {"text/plain": "42"})]),
        new_markdown_cell("## Predict", metadata={"tags": ["section:predict"]}),
        new_code_cell('lesson.predict("rain", ...)'),
        new_code_cell('lesson.reveal("rain", x)', outputs=[new_output("execute_result", {"text/html": told}), picture]),
        new_markdown_cell("## Make\n\n### Decide: order\n\nSort.", metadata={"tags": ["section:make"]}),
        new_code_cell('order = ...\nlesson.check("order", order)', metadata={"tags": ["exercise"]}),
        new_code_cell("order = 1", metadata={"tags": ["solution"]}),
        new_code_cell("print(5)", outputs=[new_output("stream", text="five\n")]),
        new_markdown_cell("## Exit ticket\n\nLast.", metadata={"tags": ["section:exit-ticket"]}),
        new_code_cell("lesson.poll()"),
        new_code_cell('lesson.quiz("exit")'),
        new_markdown_cell("**Three things to take away**\n\n1. One\n2. Two\n\n**Where next.** On."),
    ]


TEXTS = {
    "poll": {"question": "Rain?", "right": "b", "options": [{"id": "a", "text": "No"}, {"id": "b", "text": "Yes"}]},
    "exit": [
        {
            "question": "Why?",
            "options": [{"text": "So", "reason": "No."}, {"text": "Thus", "right": True, "reason": "Yes."}],
        }
    ],
    "predictions": {"rain": {"question": "How much?", "unit": "mm"}},
}


def test_the_slides_of_a_lesson(tmp_path):
    notebook = new_notebook(cells=lesson_cells())
    found = packed(choose.drafts(notebook, TEXTS, outputs.Figures(tmp_path / "figures")))
    told = [(one.draft.kind, one.draft.title) for one in found]
    assert told == [
        ("opening", "Rain"),
        ("text", "After it you can"),
        ("text", "The question"),
        ("poll", "Rain?"),
        ("text", "Step 1. Look"),
        ("text", "Step 1. Look"),
        ("prediction", "How much?"),
        ("result", "What came out"),
        ("text", "Predict"),
        ("exercise", "Decide: order"),
        ("text", "Decide: order"),
        ("text", "Exit ticket"),
        ("poll", "Rain?"),
        ("quiz", "Why?"),
        ("text", "Three things to take away"),
        ("text", "Where next"),
    ]
    html = [one.html for one in found]
    assert "fragment" not in html[3] and "speaks for b" in html[12] and "Best answer: B." in html[13]
    assert html[4].count("<img") == 1 and 'alt="Two lines. They cross at noon."' in html[4]
    assert "<figcaption>They cross at noon.</figcaption>" in html[4]
    assert "6 * 7" in html[5] and "42" in html[5] and "27 %" in html[7]
    assert "lesson.check" not in html[9] and "order = ..." in html[9] and "five" in html[10]
    assert "hidden" not in "".join(html) and "order = 1" not in "".join(html)
    assert "".join(found[13].notes) == "<strong>A:</strong> No.<strong>B, right:</strong> Yes."
    assert [path.suffix for path in (tmp_path / "figures").iterdir()] == [".webp"]


def test_rows_of_a_run_sheet_find_their_parts():
    rows = [
        Step(5, "Welcome, set-up cells. Recall: three questions", "all", 0, 5),
        Step(5, "Mele's question. Poll: letters into the chat", "all", 5, 10),
        Step(5, "Worked example, steps 1 to 3. Stop", "all", 10, 15),
        Step(5, "Step 4: the score. \"Predict it\"", "all", 15, 20),
        Step(5, "Break", "", 20, 25),
        Step(5, "Move it", "all", 25, 30),
        Step(5, "The figure of thirds", "you", 30, 35),
        Step(5, "Poll again. Exit questions and *Limits* are homework", "all", 35, 40),
    ]  # fmt: skip
    sheet = Sheet("webinar", "Webinar", tuple(rows))
    assert [(row.sections, row.steps) for row in plan.laid(sheet)] == [
        (("setup", "recall"), ()),
        (("question",), ()),
        (("worked-example",), (1, 2, 3)),
        (("worked-example",), (4,)),
        (("move-it",), ()),
        (("make", "limits"), ()),
        (("exit-ticket",), ()),
    ]


@pytest.mark.parametrize("module", load_catalog(ROOT).ready, ids=lambda module: module.slug)
def test_every_card_is_laid_along_its_lesson(module):
    """Every row and every point of the card is told on some slide, and the parts come in the order of the clock."""
    card = read_card(ROOT, module.slug)
    laid = plan.Plan(card, slides._words(module.path))
    sections = [cell.section for cell in read_notebook(module.path).cells if cell.section]
    for name, rows in laid.rows.items():
        starts = {section: laid.found(name, section)[0].step.start for section in sections if laid.found(name, section)}
        assert list(starts.values()) == sorted(starts.values()) and len(starts) >= 9
        steps = [step for step in card.sheets[name].steps if not step.what.startswith("Break")]
        assert [row.step for row in rows] == steps
    told = [point for section in sections for point in laid.helps(section)]
    assert len(told) == len(card.stumbles)
    assert laid.minutes("try-first") == 10 and "minute" in laid.when("try-first")
    assert laid.checkpoint("fill-in") and not laid.checkpoint("recall")


def test_a_folder_that_is_not_ours_is_never_replaced(tmp_path):
    (tmp_path / "thesis.doc").write_text("mine")
    with (
        pytest.raises(SystemExit, match="holds other files, which stay as they are"),
        whole_folder(tmp_path, "slides.js"),
    ):
        raise AssertionError("never reached")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_break_leaves_the_former_slides(tmp_path):
    out = tmp_path / "out"
    with whole_folder(out, "slides.js") as folder:
        (folder / "slides.js").write_text("first")
    with pytest.raises(KeyboardInterrupt), whole_folder(out, "slides.js") as folder:
        (folder / "slides.js").write_text("second")
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == ["out"] and (out / "slides.js").read_text() == "first"


def test_a_block_without_words_takes_no_slide():
    assert pack(Draft("limits", "Limits", "Limits", [Block("", 0, ["said"])])) == []
