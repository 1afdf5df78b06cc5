"""The book of a small library, built for real: what a page holds, when lessons run again, how faults are told."""

import json
import re

import pytest

from aiskills.publishing import book, derive

from .conftest import add_lesson, code, markdown

pytestmark = pytest.mark.slow
PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"


def build(root):
    said = []
    book.build(root, say=said.append)
    return said


def write_toc(library, *lessons):
    """A table of contents with the derived pages and, if named, the lessons; brings derived pages up to date."""
    lines = ["format: jb-book", "root: book/index", "chapters:", "  - file: book/lessons", *lessons]
    for name in ("tracks", "data"):
        lines += [f"  - file: book/{name}/index", f"  - glob: book/{name}/*"]
    (library / "_toc.yml").write_text("\n".join(lines) + "\n")
    derive.write(library)


LESSONS = "  - glob: notebooks/foundations/*"


def test_a_built_lesson(library):
    figure = code("figure", PLOT)
    figure["metadata"]["mystnb"] = {"image": {"alt": "The line rises from left to right"}}
    here = "https://github.com/OWNER/REPOSITORY/blob/main/book/lessons.md#all-modules"
    data = code("data", "open('../../datasets/rain/x').read()")
    lesson = add_lesson(library, markdown("link", f"See [all lessons]({here})."), figure, data)
    (library / "datasets/rain/x").write_text("dry")
    write_toc(library, LESSONS)
    said = build(library)
    assert any("ran f99-new" in line for line in said)
    page = (library / "_build/html/notebooks/foundations/f99-new.html").read_text()
    assert "<math" in page and "dry" in page and 'alt="The line rises from left to right"' in page
    assert 'href="../../book/lessons.html#all-modules"' in page, "a link to a page's source leads to the page"
    loaded = re.findall(r'<(?:script|img|iframe)[^>]* src="([^"]*)"|<link[^>]* href="([^"]*)"', page)
    assert loaded and not [url for pair in loaded for url in pair if re.match(r"(https?:)?//", url)]
    assert '<html lang="en"' in page and "fontawesome.js" not in page
    assert (library / "_build/html/index.html").read_text().count("book/index.html") == 2

    notebook = json.loads(lesson.read_text())
    notebook["cells"][-1]["execution_count"] = 7
    lesson.write_text(json.dumps(notebook))
    (lesson.parent / "progress.json").write_text("{}")
    assert build(library) == ["The book is up to date."], "running a lesson in Lab changes no page"
    (library / "book/index.md").write_text("# Welcome\n\nChanged. [Lessons](lessons.md)\n")
    assert not any("ran f99-new" in line for line in build(library)), "prose changed, the lesson did not"
    (library / "datasets/rain/x").write_text("wet")
    assert any("ran f99-new" in line for line in build(library)), "the data changed"
    assert "wet" in (library / "_build/html/notebooks/foundations/f99-new.html").read_text()
    lesson.unlink()
    write_toc(library)
    build(library)
    assert not (library / "_build/html/notebooks/foundations/f99-new.html").exists(), (
        "the page of a lesson that is gone"
    )


def test_a_draft_has_no_page_until_it_is_none(library):
    add_lesson(library)
    draft = add_lesson(library, slug="f98-draft", draft=True)
    (library / "book/teach").mkdir()
    for slug in ("f98-draft", "f99-new"):
        (library / f"book/teach/{slug}.md").write_text(f"# Teach {slug}\n")
    write_toc(library, LESSONS, "  - glob: book/teach/*")
    build(library)
    pages = {path.stem for path in (library / "_build/html").rglob("f9*.html")}
    assert pages == {"f99-new"}
    draft.write_text(draft.read_text().replace('"draft": true', '"draft": false'))
    derive.write(library)
    build(library)
    assert (library / "_build/html/notebooks/foundations/f98-draft.html").is_file()
    assert (library / "_build/html/book/teach/f98-draft.html").is_file()


def test_each_fault_is_a_sentence_that_names_its_place(library):
    broken = code("broken", "x = 1\nraise ValueError('no rain today')")
    noisy = code("noisy", "import sys\nprint('oops', file=sys.stderr)")
    add_lesson(library, noisy, code("figure", PLOT), broken)
    write_toc(library, LESSONS)
    (library / "book/index.md").write_text("# Welcome\n\n[Nowhere](nowhere.md)\n")
    with pytest.raises(SystemExit) as stopped:
        build(library)
    told = str(stopped.value)
    name = "notebooks/foundations/f99-new.ipynb"
    assert f"{name}, cell 5 (broken): ValueError: no rain today" in told
    assert f"{name}, cell 3 (noisy): it writes to stderr" in told
    assert "no alternative text" in told
    assert "nowhere.md" in told
    assert "Traceback" not in told
    assert not book.is_current(library)
    assert book.former(library), "what was built can still be shown"


def test_what_is_changed_while_the_book_is_built_is_built_the_next_time(library, monkeypatch):
    def change(root, cache, say):
        (root / "book/index.md").write_text("# Changed\n")
        return []

    monkeypatch.setattr(book, "_jupyter_book", change)
    build(library)
    assert not book.is_current(library)
    build(library)
    assert book.is_current(library)


def test_a_folder_without_a_library_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="no _toc.yml"):
        book.build(tmp_path)
