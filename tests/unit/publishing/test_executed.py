"""A lesson with the outputs of its last run, or one sentence that says why they are not there."""

import nbformat
import pytest
from jupyter_cache import get_cache
from jupyter_cache.cache.main import CacheBundleIn

from aiskills.publishing import chromium, executed
from aiskills.publishing.book import cached_lessons

from .conftest import add_lesson, code


@pytest.fixture
def run_lesson(library):
    """A lesson with two cells that have run, and the book's cache that holds their outputs."""
    path = add_lesson(library, code("line", "print('12,473', 'dollars')"), code("sum", "12 + 8"))
    run = nbformat.read(path, 4)
    pieces = [nbformat.v4.new_output("stream", text=piece) for piece in ("12,473", " dollars\n")]
    run.cells[-2].outputs = pieces
    run.cells[-1].outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "20"}, execution_count=1)]
    cache = get_cache(cached_lessons(library))
    cache.cache_notebook_bundle(CacheBundleIn(run, str(path)), check_validity=False)
    return path


def test_outputs_come_from_the_last_run(library, run_lesson):
    cell = executed.notebook(library, run_lesson).cells[-1]
    assert (cell.source, cell.outputs[0].data["text/plain"]) == ("12 + 8", "20")


def test_a_line_that_came_in_pieces_is_one_line(library, run_lesson):
    (printed,) = executed.notebook(library, run_lesson).cells[-2].outputs
    assert printed.text == "12,473 dollars\n"


def test_prose_is_that_of_the_file(library, run_lesson):
    run_lesson.write_text(run_lesson.read_text().replace("# A new lesson", "# A newer lesson"))
    assert executed.notebook(library, run_lesson).cells[0].source.startswith("# A newer lesson")


def test_the_builder_names_its_cache(library, run_lesson, monkeypatch):
    monkeypatch.setenv("AISKILLS_BOOK_CACHE", str(cached_lessons(library)))
    (library / "datasets/rain/rain.csv").write_text("mm\n1\n")
    assert executed.notebook(library, run_lesson).cells[-1].outputs


def test_a_lesson_that_changed_is_named(library, run_lesson):
    run_lesson.write_text(run_lesson.read_text().replace("12 + 8", "12 + 9"))
    with pytest.raises(SystemExit, match="f99-new has changed since the book was built: run `aiskills book`"):
        executed.notebook(library, run_lesson)


def test_results_of_other_data_do_not_count(library, run_lesson):
    (library / "datasets/rain/rain.csv").write_text("mm\n1\n")
    with pytest.raises(SystemExit, match="results of f99-new are not there"):
        executed.notebook(library, run_lesson)


@pytest.mark.parametrize(("text", "words"), [(None, "no lesson"), ("{", "not a notebook")])
def test_a_file_that_is_no_lesson_is_one_sentence(library, text, words):
    path = library / "notebooks/other.ipynb"
    if text:
        path.write_text(text)
    with pytest.raises(SystemExit, match=words):
        executed.notebook(library, path)


def test_without_chromium_one_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(chromium, "find", lambda: None)
    with pytest.raises(SystemExit, match="needs Chromium"):
        chromium.print_pdf(tmp_path / "page.html", tmp_path / "page.pdf")


def test_a_program_that_prints_nothing_leaves_nothing(tmp_path, monkeypatch):
    program = tmp_path / "false"
    program.write_text("#!/bin/sh\necho no screen\n")
    program.chmod(0o755)
    monkeypatch.setenv("AISKILLS_CHROMIUM", str(program))
    with pytest.raises(SystemExit, match="no screen"):
        chromium.print_pdf(tmp_path / "page.html", tmp_path / "page.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["false"]


def test_a_named_program_that_is_missing_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("AISKILLS_CHROMIUM", str(tmp_path / "nowhere"))
    with pytest.raises(SystemExit, match="does not start"):
        chromium.print_pdf(tmp_path / "page.html", tmp_path / "page.pdf")
