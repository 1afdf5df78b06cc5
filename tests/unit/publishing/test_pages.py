"""The pass over built pages, the formulas, and the way from a page to its lesson in Lab."""

from aiskills.publishing.finish import INDEX, _lighten, accessible
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


def test_only_the_icons_in_use_stay(tmp_path):
    css = tmp_path / "theme.css"
    css.write_text(
        '.fa-bars:before{content:"\\f0c9"}.fa-dragon:before{content:"\\f6d5"}.x:before{content:"\\f058"}'
        'a{src:url(f.woff2) format("woff2"),url(f.ttf) format("truetype")}'
    )
    (tmp_path / "theme.css.map").write_text("{}")
    (tmp_path / "options.js").write_text("{SHOW_SEARCH_SUMMARY: true}\n//# sourceMappingURL=options.js.map\n")
    _lighten(tmp_path, {"fa-bars"})
    assert ".fa-bars" in css.read_text() and "dragon" not in css.read_text() and ".x:before" in css.read_text()
    assert 'url(f.woff) format("woff")' in css.read_text() and "ttf" not in css.read_text()
    assert not (tmp_path / "theme.css.map").exists()
    script = (tmp_path / "options.js").read_text()
    assert "sourceMappingURL" not in script and 'location.protocol !== "file:"' in script


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
    assert 'url=book/index.html"' in INDEX.format(page="book/index.html") and 'lang="en"' in INDEX
