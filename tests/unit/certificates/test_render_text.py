"""Names and words: no sign without a shape, no hidden sign, every language complete."""

import string
import tomllib

import pytest
from fontTools.ttLib import TTFont

from aiskills.catalog import load_catalog
from aiskills.certificates import render
from aiskills.certificates.render import fonts, languages
from aiskills.certificates.render.page import data
from aiskills.certificates.render.text import base, breaks, clean, direction, ready, region

from . import pdftext
from .printing import certificate

SAME = {("fr", "module"), ("fr", "signature"), ("fr", "badge")}  # the same word in both languages


def places(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "pt", "sw", "zh", "zh-hant"])
def test_every_language_has_every_word(language):
    assert language in languages.available()
    english = tomllib.loads((languages.FOLDER / "en.toml").read_text(encoding="utf-8"))
    other = tomllib.loads((languages.FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    assert other["direction"] in ("ltr", "rtl") and len(other["date"]["months"]) == 12
    for part in ("words", "levels", "numbers"):
        assert other[part].keys() == english[part].keys()
        for key, value in other[part].items():
            assert value.strip() == value and places(value) == places(english[part][key]), key
            ready(value, key, language)  # every sign has a shape
            if language != "en" and part != "numbers" and (language, key) not in SAME:
                assert value != english[part][key], f"{key} is not translated"
    assert places(other["date"]["pattern"]) == ["day", "month", "year"]


def test_a_language_without_words_gets_english():
    assert languages.words("am").tag == languages.words("xx-Latn").tag == languages.words("no tag!").tag == "en"
    assert languages.words("pt-BR").tag == "pt" and languages.words("zh-HK").tag == "zh-Hant"
    assert languages.words("zh-Hans-SG").tag == languages.words("zh").tag == "zh"


def test_days_and_shares_are_written_as_people_do():
    assert languages.words("fr").day("2026-05-01", "x") == "1er mai 2026"
    assert languages.words("zh").day("2026-05-01", "x") == "2026年5月1日"
    assert languages.words("en").percent(100) == "100%" and languages.words("es").percent(91.54) == "91,5\u00a0%"


@pytest.mark.parametrize(
    "name, sign",
    [
        ("Tenzin བསྟན", "U+0F56, TIBETAN LETTER BA"),
        ("ߞߊ߲߬ Kan", "U+07DE, NKO LETTER KA"),
        ("A \ue000", "U+E000"),
    ],
    ids=["tibetan", "nko", "private"],
)
def test_a_sign_without_a_shape_is_named(name, sign):
    with pytest.raises(render.RenderError) as error:
        render.pdf(certificate(name=name))
    assert sign in str(error.value) and "The name holds the sign" in str(error.value)
    assert "fonts=" in str(error.value) and str(error.value).endswith(".")


def test_an_institution_adds_a_font(tmp_path):
    """A folder with one more font makes a name printable; a folder that does not exist is said."""
    with TTFont(fonts._faces(None)["Noto Sans Lao"][0]) as font:  # one shape for a letter of N'Ko
        for table in font["cmap"].tables:
            table.cmap = {0x07DE: font.getBestCmap()[0x0E81]}
        for record in font["name"].names:
            if record.nameID in (1, 4, 6, 16):
                record.string = "Institution Sans" if record.nameID != 6 else "InstitutionSans"
        font.save(tmp_path / "institution.ttf")
    assert "\u07de" in pdftext.texts(render.pdf(certificate(name="\u07de"), fonts=tmp_path))
    with pytest.raises(render.RenderError, match="folder of fonts .* does not exist"):
        render.pdf(certificate(), fonts=tmp_path / "none")


@pytest.mark.parametrize("sign", ["\u202e", "\u202d", "\x07", "\x1b", "\ue001", "\u206a"], ids=ascii)
def test_deceiving_signs_are_refused(sign):
    with pytest.raises(render.RenderError):
        render.pdf(certificate(name=f"Ali{sign}Baba"))


def test_a_sign_that_turns_letters_round_is_explained():
    with pytest.raises(render.RenderError, match=r"hidden sign \(U\+202E\) that turns the order of letters round"):
        clean("Ali\u202eBaba", "name")


def test_harmless_helpers_go_and_joiners_stay():
    assert clean("\u2068Ali\u2069\u200e \n\t Ba\u00adba\ufeff", "name") == "Ali Baba"
    assert clean("علی\u200cرضا", "name") == "علی\u200cرضا" and clean("ක්\u200dෂ", "name") == "ක්\u200dෂ"
    assert clean("e\u0301", "name") == "é"


def test_direction_language_and_fonts_follow_the_text():
    assert direction("Ali") == direction("3 Ali") == "ltr" and direction("(علي) Ali") == "rtl"
    assert base("zh-Hant-TW") == "zh" and base("") == base("123") == "en"
    assert [region(t) for t in ("zh", "zh-TW", "zh-Hant", "yue", "ja", "ko-KR", "en")] == [
        "SC",
        "TC",
        "TC",
        "HK",
        "JP",
        "KR",
        "SC",
    ]
    assert ready("王小明", "name", "ja")["font"][0] == "Noto Sans CJK JP"
    assert ready("直ひらがな", "name", "en")["font"] == ["Noto Sans CJK JP"]
    assert ready("直민준", "name", "en")["font"] == ["Noto Sans CJK KR"]
    assert ready("ひらがな", "name", "en")["lang"] == "ja" and ready("김민준", "name", "en")["lang"] == "ko"
    assert ready("حسینی", "name", "fa")["lang"] == "fa" and ready("حسینی", "name", "en")["lang"] == "ar"
    assert ready("Learning", "title", "ar")["lang"] == "en" and ready("Learning", "title", "fr")["lang"] == "fr"
    assert ready("علي", "name", "en")["font"] == [fonts.ARABIC]


def test_long_names_break_between_words_or_letters_but_never_before_a_mark():
    spaces, inside = breaks("Maria do Carmo")
    assert spaces == [["Maria do", "Carmo"], ["Maria", "do Carmo"]]  # the most even first
    assert all(second[0] not in "\u1039\u103a" for _, second in breaks("အောင်ဆန်း")[1])
    assert inside and all("".join(pair).replace(" ", "") == "MariadoCarmo" for pair in inside)


def test_titles_stand_in_every_language_and_are_those_of_the_tracks():
    catalog = load_catalog()
    english = languages.words("en").titles
    assert english == {"essentials": catalog.essentials_title} | {track.id: track.title for track in catalog.tracks}
    for name in languages.available():
        said = languages.words(name)
        assert set(said.titles) == set(english), name
        if name != "en":
            assert set(said.shown) == {"badge", "foundation", "advanced"}, name
            assert all("{title}" in said.shown[level] for level in ("foundation", "advanced")), name


def test_a_title_in_another_language_keeps_the_signed_one_beside_it():
    signed = "Foundation certificate: AI and machine learning foundations"
    made = certificate(language="ar", title=signed, certificate="foundation-a")
    page = data(made)
    assert page["title"]["text"] == languages.words("ar").titles["a"] and page["signed"]["text"] == signed
    assert languages.words("ar").titles["a"] in page["description"]["text"]
    english = data(certificate(title=signed, certificate="foundation-a"))
    assert (english["title"]["text"], english["signed"]) == ("AI and machine learning foundations", None)
    assert data(certificate(title="Own course", certificate=""))["title"]["text"] == "Own course"
