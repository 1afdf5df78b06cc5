"""Readings: committed words, filled with the figures and numbers of a lesson that has run."""

import base64
import io
import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from aiskills.catalog import load_catalog
from aiskills.publishing import executed, readings
from aiskills.publishing.readings import compose, files
from aiskills.publishing.readings.results import Fault, Results

from .conftest import add_lesson

ALT = "Two dots: the second one lies far above the first one."
SOURCE = """\
A lead for everybody.

## The question

[[ask: Rain falls]] [[ask: **Amina must decide: ... today?**]]

## What was measured

In {{count: (\\d+) days}} days it rained {{rain: north | mm}} mm: {{share: is ([\\d.]+); percent}} of 100,
{{loss: (-[\\d.]+)}}.

Table: Rain in two places

| Place | mm |
|---|---:|
| North | {{rain: north | mm; whole}} |

![[dots, 50 %]] **More rain in {{rain: south | mm}}.**

## The decision

Go.

## The limits

[[ask: ### What it cannot show]]
"""
TABLE = (
    "<table><thead><tr><th></th><th>mm</th></tr><tr><th>place</th><th></th></tr></thead><tbody>"
    "<tr><th>north</th><td>12.0</td></tr><tr><th>south</th><td>40.5</td></tr></tbody></table>"
)
FOLDED = '<details class="figure-data"><summary>The numbers</summary><style>p{}</style><table></table></details>'


def png() -> str:
    content = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(content, format="png")
    return base64.b64encode(content.getvalue()).decode()


def code(name, *outputs, alt=""):
    metadata = {"tags": ["reading"]} | ({"mystnb": {"image": {"alt": alt}}} if alt else {})
    return new_code_cell("x", id=name, metadata=metadata, outputs=list(outputs))


def lesson() -> nbformat.NotebookNode:
    ask = (
        "## The question\n\nRain falls\non the roof.\n\nYou see it. **Amina must decide: does she go today?** Run the"
        " next cell.\n\n### What it cannot show\n\n- *One* roof.\n- *Two* days.\n\n### Other\n\nno"
    )
    html = new_output("execute_result", {"text/html": TABLE, "text/plain": "mm"}, execution_count=1)
    dots = [
        new_output("display_data", {"image/png": png(), "text/plain": "<Figure>"}),
        new_output("display_data", {"text/html": FOLDED, "text/plain": "numbers"}),
    ]
    return new_notebook(
        cells=[
            new_markdown_cell(ask, id="ask", metadata={"tags": ["reading"]}),
            code("count", new_output("stream", text="365 days\n")),
            code("share", new_output("stream", text="it is 0.93\n")),
            code("loss", new_output("stream", text="-1.5 points\n")),
            code("rain", html),
            code("dots", *dots, alt=ALT),
            new_code_cell("hidden", id="hidden"),
        ]
    )


def made(source=SOURCE, notebook=None, root=None):
    results = Results(notebook or lesson())
    return compose.html(source, results, root, "f99-new", lambda picture: f'<img src="x.webp" alt="{picture.alt}">')


def test_numbers_come_from_the_run():
    text = BeautifulSoup(made(), "html.parser").get_text()
    assert "In 365 days it rained 12.0 mm: 93 of 100,\n−1.5." in text


def test_numbers_follow_another_run():
    notebook = lesson()
    notebook.cells[1].outputs[0].text = "70 days\n"
    assert "In 70 days" in made(notebook=notebook)


def test_words_of_the_lesson_are_taken_by_their_beginning_and_end():
    text = made()
    assert "Rain falls on the roof. <strong>Amina must decide: does she go today?</strong>" in text
    assert "Run the next" not in text and "You see it" not in text
    assert "<li><em>Two</em> days.</li>" in text and "Other" not in text


def test_a_figure_has_its_words_its_finding_and_its_folded_numbers():
    figure = BeautifulSoup(made(), "html.parser").figure
    assert figure.img["alt"] == ALT and figure["style"] == "--print-width: 50%"
    assert figure.figcaption.get_text() == "More rain in 40.5."
    assert figure.details["class"] == ["figure-data"] and not figure.find("style")


def test_a_table_has_a_caption_and_headings():
    table = BeautifulSoup(made(), "html.parser").select_one("div.wide[tabindex='0'] table")
    assert table.caption.get_text() == "Rain in two places"
    assert [cell["scope"] for cell in table.find_all("th")] == ["col", "col", "row"]
    assert table.tbody.td.get_text() == "12" and "right" in table.tbody.td["class"]


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("{{count: (\\d+) weeks}}", "cell count has nothing like"),
        ("{{rain: east | mm}}", "cell rain has nothing like"),
        ("{{hidden: (\\d+)}}", "no code cell 'hidden' with the tag 'reading'"),
        ("[[ask: Snow falls]]", "cell ask has no paragraph 'Snow falls'"),
        ("[[ask: ### Nothing]]", "has no heading"),
        ("![[dots 2]] Finding", "shows 1 pictures"),
        ("![[dots]]", "needs an alternative text in its cell, and a caption"),
        ("| a |\n|---|\n| b |", "a table has no caption"),
    ],
)
def test_a_mark_that_the_lesson_does_not_fill_is_named(mark, words):
    with pytest.raises(Fault, match=words):
        made(f"Lead.\n\n{mark}\n")


def test_cells_that_carry_the_tag_for_nothing_are_told():
    results = Results(lesson())
    results.number("count", r"(\d+)")
    assert results.unused() == ["ask", "dots", "loss", "rain", "share"]


def test_words_and_questions_come_from_their_own_files(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book/glossary.md").write_text("mean\n  All values *added* up.\n\nmode\n  Another.\n")
    folder = tmp_path / "src/aiskills/learn/lessons"
    folder.mkdir(parents=True)
    option = '{text = "Yes.", right = true, reason = "secret"}, {text = "No.", reason = "secret"}'
    (folder / "f99_new.toml").write_text(f'[[exit]]\nquestion = "Does it rain?"\noptions = [{option}]\n')
    text = made("[[words: mean]]\n\n[[exit: 1]]\n", root=tmp_path)
    assert "<div><dt>mean</dt><dd>All values <em>added</em> up.</dd></div>" in text
    assert "Does it rain?" in text and "<li>No.</li>" in text and "secret" not in text
    for mark, words in {"[[words: median]]": "no word 'median'", "[[exit: 2]]": "has 1 questions"}.items():
        with pytest.raises(Fault, match=words):
            made(mark, root=tmp_path)


@pytest.fixture
def site(library, monkeypatch):
    """A library with one lesson that has run, its reading, and its page in a built book."""
    path = add_lesson(library)
    (library / "book/readings").mkdir()
    (library / "book/readings/f99-new.md").write_text(SOURCE)
    monkeypatch.setattr(executed, "notebook", lambda root, path: lesson())
    site = library / "_build/html"
    (site / "_static").mkdir(parents=True)
    (site / "_static/reading.css").write_text("p {}")
    page = site / path.relative_to(library).with_suffix(".html")
    page.parent.mkdir(parents=True)
    page.write_text("<p><strong>This lesson:</strong> x</p>\n<p><strong>Open it:</strong> <a>Lab</a></p>\n<p>more</p>")
    return site


def test_pages_pictures_and_links_are_written_and_written_again_alike(library, site):
    made = readings.write(site, library)
    assert [path.name for path in made] == ["f99-new.html"]
    lesson = site / "notebooks/foundations/f99-new.html"
    first = {path: path.read_bytes() for path in [*(site / "readings").iterdir(), lesson]}
    assert lesson.read_text().count('href="../../readings/f99-new.html"') == 1
    soup = BeautifulSoup(made[0].read_text(), "html.parser")
    picture = soup.img
    assert (picture["width"], picture["height"]) == ("30", "20")
    with Image.open(site / "readings" / picture["src"]) as image:
        assert image.format == "WEBP" and image.size == (30, 20)
    assert soup.h1.get_text() == "A new lesson" and [part["class"] for part in soup.select("section[class]")] == [
        ["decision"]
    ]
    assert "A lead for everybody." in (site / "readings/index.html").read_text()
    readings.write(site, library)
    assert {path: path.read_bytes() for path in first} == first


def test_a_reading_without_its_source_is_gone(library, site):
    readings.write(site, library)
    (library / "book/readings/f99-new.md").unlink()
    readings.write(site, library)
    assert list((site / "readings").iterdir()) == []
    assert "readings/" not in (site / "notebooks/foundations/f99-new.html").read_text()


def test_all_faults_are_told_at_once_and_nothing_is_written(library, site):
    add_lesson(library, slug="f98-old")
    for slug in ("f98-old", "f99-new"):
        (library / f"book/readings/{slug}.md").write_text("{{count: (\\d+) weeks}}")
    with pytest.raises(SystemExit) as stopped:
        readings.write(site, library)
    lines = str(stopped.value).splitlines()
    assert [line.split(":")[0] for line in lines] == ["book/readings/f98-old.md", "book/readings/f99-new.md"]
    assert not list((site / "readings").glob("*.html"))


@pytest.fixture
def printer(monkeypatch):
    """In place of Chromium: it writes what it was given."""
    printed = []

    def print_pdf(page, pdf):
        printed.append(page.read_text())
        pdf.write_bytes(b"%PDF-1.4")

    monkeypatch.setattr(files.chromium, "print_pdf", print_pdf)
    return printed


def test_a_pdf_is_linked_once_it_is_there_and_printed_anew_when_the_words_change(library, site, printer):
    readings.write(site, library)
    page, lesson = site / "readings/f99-new.html", site / "notebooks/foundations/f99-new.html"
    assert ".pdf" not in page.read_text() + lesson.read_text()
    said = []
    assert readings.to_pdf(library, [], said.append) == [site / "readings/f99-new.pdf"]
    for text in (page.read_text(), lesson.read_text(), (site / "readings/index.html").read_text()):
        assert "f99-new.pdf" in text
    readings.to_pdf(library, ["f99-new"], said.append)
    assert len(printed_pages(printer)) == 1 and "up to date" in said[-1]
    source = library / "book/readings/f99-new.md"
    source.write_text(source.read_text().replace("A lead", "A new lead"))
    readings.write(site, library)
    assert not (site / "readings/f99-new.pdf").exists() and ".pdf" not in page.read_text() + lesson.read_text()
    readings.to_pdf(library, [], said.append)
    assert len(printed_pages(printer)) == 2 and sorted(path.suffix for path in (site / "readings").iterdir()) == [
        ".html", ".html", ".pdf", ".webp",
    ]  # fmt: skip


def printed_pages(printer):
    """What was printed: on A4, and with no link that would hold a folder of this machine."""
    for text in printer:
        assert "size: A4" in text and not re.search(r"<a [^>]*href", text)
    return printer


def test_pdfs_need_a_built_book_and_a_known_slug(library, site):
    with pytest.raises(SystemExit, match="no readings in the built book: run `aiskills book`"):
        readings.to_pdf(library, [], print)
    readings.write(site, library)
    with pytest.raises(SystemExit, match="no reading 'x1'. Readings: f99-new"):
        readings.to_pdf(library, ["x1"], print)


def test_every_lesson_of_the_library_has_a_reading():
    catalog = load_catalog()
    assert [m.slug for m in catalog.ready if not (catalog.root / f"book/readings/{m.slug}.md").is_file()] == []
