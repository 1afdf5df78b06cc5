"""Icons are drawings in the page; no style sheet asks for a font."""

import pytest

from aiskills.publishing.icons import drawn, without_fonts


def test_every_icon_of_a_page_is_drawn_and_twice_is_as_once():
    page = '<i aria-hidden="true" class="theme-switch fa-solid fa-sun   fa-lg" data-mode="light" title="Light"></i>'
    page += '<span aria-hidden="true" class="fa-solid fa-bars"></span><i class="other"></i>'
    once = drawn(page)
    assert once.count("<svg") == 2 and '<i class="other"></i>' in once
    assert 'class="theme-switch fa-solid fa-sun   fa-lg" data-mode="light" title="Light"><svg' in once
    assert drawn(once) == once


def test_an_icon_without_a_drawing_stops_the_build_and_is_named():
    with pytest.raises(RuntimeError, match="'rocket'"):
        drawn('<i class="fas fa-rocket"></i>')


def test_the_style_sheets_ask_for_no_font(tmp_path):
    fonts = tmp_path / "vendor/fontawesome/webfonts"
    fonts.mkdir(parents=True)
    (fonts / "fa-solid-900.woff2").write_bytes(b"font")
    sheet = tmp_path / "theme.css"
    sheet.write_text(
        "b{color:red}/*!\n * Font Awesome Free 6 */.fa{x:y}.fa-sun:before{content:'s'}@font-face{src:url(f.woff2)}"
        'html{--pst-header-height:4rem;--pst-icon-download:"\uf019";--pst-breadcrumb-divider:"\uf105"}'
        '.x:after{content:"\\f107";font-family:Font Awesome\\ 6 Free;font-weight:900;opacity:1}'
    )
    without_fonts(tmp_path)
    once = sheet.read_text()
    assert once.startswith("b{color:red}:root{") and "font-face" not in once and "Awesome" not in once
    assert 'html{--pst-header-height:4rem;--pst-icon-download:"↓";--pst-breadcrumb-divider:"›"}' in once
    assert '.x:after{content:"▾";opacity:1}' in once
    assert not list(tmp_path.rglob("*.woff*"))
    without_fonts(tmp_path)
    assert sheet.read_text() == once


def test_a_theme_that_asks_for_a_font_in_another_way_stops_the_build(tmp_path):
    (tmp_path / "theme.css").write_text("@font-face{font-family:New}")
    with pytest.raises(RuntimeError, match="theme.css still asks for a font"):
        without_fonts(tmp_path)
