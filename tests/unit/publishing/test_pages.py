"""The pass over built pages, the formulas, and the way from a page to its lesson in Lab."""

import json

import pytest

from aiskills.publishing.finish import INDEX, _lighten, accessible, finish
from aiskills.publishing.labels import OPEN_HERE
from aiskills.publishing.server import _lesson, link_lesson
from aiskills.publishing.sphinx import mathml


def test_repairs_are_made_once():
    page = (
        '<div id="pst-primary-sidebar" class="bd-sidebar"><button class="btn search-button-field x" title="Search"'
        ' aria-label="Search" data-x="1"><i class="fa-solid fa-bars"></i>Search</button>'
        '<a href="x">Tracks</a><details open><summary><span class="toctree-toggle"></span></summary></details></div>'
        '<table border="1" class="dataframe"><tr><th></th><th>a</th><th class="blank level0">&nbsp;</th></tr></table>'
        '<details><summary aria-label="Toggle hidden content"><p>Show code cell source</p></summary></details>'
    )
    once = accessible(page)
    assert accessible(once) == once
    assert 'title="Search"' not in once and '<i aria-hidden="true"' in once
    assert '<summary aria-label="Pages in: Tracks">' in once and 'role="region"' in once
    assert '<td></td><th>a</th><td class="blank level0"></td>' in once
    assert "<summary><p>Show the solution</p>" in once


def test_source_maps_are_dropped(tmp_path):
    css = tmp_path / "theme.css"
    css.write_text("a{color:red}/*# sourceMappingURL=theme.css.map */")
    (tmp_path / "theme.css.map").write_text("{}")
    (tmp_path / "options.js").write_text("let x;\n//# sourceMappingURL=options.js.map\n")
    _lighten(tmp_path)
    assert css.read_text() == "a{color:red}"
    assert not (tmp_path / "theme.css.map").exists()
    assert (tmp_path / "options.js").read_text() == "let x;\n"


def test_formulas_are_mathml_with_aligned_lines():
    assert mathml("R^2").startswith("<math") and "<msup>" in mathml("R^2")
    aligned = mathml(r"\begin{aligned} a &= b \\ &= c \end{aligned}", "block")
    assert aligned.count("<mtr>") == 2 and 'display="block"' in aligned


def test_on_the_local_server_the_link_of_a_lesson_leads_to_lab():
    here = OPEN_HERE.replace(".md", ".html")
    page = f'<a class="reference" href="../../{here}">JupyterLab</a> <a href="x.html">x</a>'
    served = link_lesson(page, "/lab/tree/notebooks/foundations/f99-new.ipynb")
    assert 'href="/lab/tree/notebooks/foundations/f99-new.ipynb">JupyterLab' in served and 'href="x.html"' in served


def test_only_lesson_pages_stand_for_a_notebook():
    assert _lesson("notebooks/foundations/f99-new.html") == "notebooks/foundations/f99-new.ipynb"
    assert _lesson("book/index.html") is None
    assert _lesson("notebooks/../secret.html") is None


def test_the_first_page_leads_on():
    page = INDEX.format(page="book/index.html", title="A book")
    assert 'url=book/index.html"' in page and 'lang="en"' in page and "<h1>A book</h1>" in page


TOOLS = """fetch(requestUrl)
      .then((responseData) => responseData.text())
      .then((data) => show(data))"""


def site(folder, tools):
    """A built book of one page, a search page, and the theme's program for the search."""
    (folder / "_static").mkdir()
    (folder / "_static/searchtools.js").write_text(tools)
    (folder / "book").mkdir()
    scripts = '<script src="_static/searchtools.js"></script><script src="searchindex.js"></script>'
    (folder / "search.html").write_text(f"<html><head>{scripts}</head><body></body></html>")
    article = '<article><h1>Rain<a class="headerlink" href="#rain">#</a></h1><style>.a{}</style><p>A "dry"\n day.</p>'
    (folder / "book/index.html").write_text(f"<html><head>{scripts}</head><body>{article}</article></body></html>")
    return folder


def test_the_search_takes_its_words_from_one_file(tmp_path):
    finish(site(tmp_path, TOOLS), "book/index")
    finish(tmp_path, "book/index")
    texts = (tmp_path / "search-texts.js").read_text().removeprefix("const SEARCH_TEXTS = ").removesuffix(";\n")
    assert json.loads(texts) == {"book/index": 'A "dry" day.'}
    tools = (tmp_path / "_static/searchtools.js").read_text()
    assert "fetch(" not in tools and "SEARCH_TEXTS[docName]" in tools
    search = (tmp_path / "search.html").read_text()
    assert search.count("search-texts.js") == search.count("search-page.js") == 1
    assert "script" not in (tmp_path / "book/index.html").read_text(), "no other page loads them"


def test_a_search_of_the_theme_that_is_not_known_stops_the_build(tmp_path):
    with pytest.raises(RuntimeError, match="searchtools.js"):
        finish(site(tmp_path, "load(requestUrl)"), "book/index")


LOSES = 'q.forEach((e=>{const t=document.querySelector(e);t&&t.addEventListener("click",(()=>{t.blur()}),!0)}))'


def test_the_buttons_of_the_theme_keep_the_focus(tmp_path):
    script = site(tmp_path, TOOLS) / "_static/scripts/sphinx-book-theme.js"
    script.parent.mkdir(parents=True)
    script.write_text(LOSES)
    finish(tmp_path, "book/index")
    finish(tmp_path, "book/index")
    assert script.read_text() == "q.forEach((e=>{const t=document.querySelector(e);0}))"
    script.write_text("setTimeout(() => button.blur())")
    with pytest.raises(RuntimeError, match="sphinx-book-theme.js takes the focus"):
        finish(tmp_path, "book/index")


def test_what_opens_and_what_scrolls_has_a_name_and_the_page_its_script():
    page = '<head>\n  <script src="../_static/doctools.js?v=1"></script></head><dialog id="pst-search-dialog"></dialog>'
    page += '<div class="formula" tabindex="0">x</div>'
    after = accessible(page)
    assert 'id="pst-search-dialog" aria-label="Search this book"' in after
    assert 'role="group" aria-label="Formula"' in after
    assert after.count('<script src="../_static/frames.js" defer></script>') == 1
    assert accessible(after) == after
