"""The printed page: words in the learner's language, one page, metadata, attachment, the same bytes every time."""

import re

import pytest
from PIL import ImageChops

from aiskills.certificates import render
from aiskills.certificates.render import languages
from aiskills.verify import reading

from . import pdftext
from .printing import ADDRESS, NUMBER, certificate, image, token, whole_code

NAMES = {
    "en": ("en", "Amina Wanjiru Otieno", "Issued on 4 March 2026", "91.5%"),
    "fr": ("fr", "Éloïse N’Diaye-Lefèvre", "Délivré le 4 mars 2026", "91,5\u00a0%"),
    "es": ("es", "José Ñúñez", "Expedido el 4 de marzo de 2026", "91,5\u00a0%"),
    "pt": ("pt", "Conceição Araújo", "Emitido em 4 de março de 2026", "91,5%"),
    "ar": ("ar", "محمد بن عبد الله الحسيني", "تمنح هذه الشهادة إلى", "91.5%"),
    "zh": ("zh", "王小明", "已达到以下证书的全部要求", "91.5%"),
    "zh-Hant-TW": ("zh-TW", "陳怡君", "已達到以下證書的全部要求", "91.5%"),
    "sw": ("sw", "Baraka Juma Mwakyusa", "Kimetolewa tarehe 4 Machi 2026", "91.5%"),
    "am": ("en", "አበበ ቢቂላ", "Issued on 4 March 2026", "91.5%"),  # no file of words: English, the name in its script
    "my": ("en", "ဒေါ်အောင်ဆန်းစုကြည်", "Issued on 4 March 2026", "91.5%"),
}


@pytest.mark.parametrize("tag", NAMES)
def test_text_can_be_copied_in_reading_order(tag):
    language, name, sentence, percent = NAMES[tag]
    pdf = render.pdf(certificate(language=tag, name=name))
    text = "".join(pdftext.texts(pdf))
    assert sentence in text and percent in text and languages.words(tag).words["check"] in text
    order = [text.index(t) for t in (name, "AI and machine learning foundations", "Learning from data", NUMBER)]
    assert order == sorted(order)
    catalogue = next(body for body in pdftext.objects(pdf).values() if b"/Type/Catalog" in body)
    assert re.search(rb"/Lang\((.*?)\)", catalogue)[1].decode().split("-")[0] == language.split("-")[0]


def test_a_page_is_one_page_tagged_and_kept_for_long():
    pdf = render.pdf(
        certificate(
            results=render_results(20),
            name="Wolfeschlegel " * 7,
            description="Word " * 90,
            signers=("A. Silva", "B. Souza", "C. Pereira dos Santos"),
            level="advanced",
        )
    )
    assert len(re.findall(rb"/Type/Page\b(?!s)", pdf)) == 1
    assert b"/MarkInfo" in pdf and b"/StructTreeRoot" in pdf
    metadata = next(pdftext.stream(b) for b in pdftext.objects(pdf).values() if b"/Subtype/XML" in b)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata and b"<pdfaid:part>3</pdfaid:part>" in metadata
    assert b"Example Institute of Technology" in metadata and b"2026-03-04" in metadata
    kinds = set(re.findall(rb"/S/(\w+)", pdf))
    assert {b"H1", b"H2", b"P", b"Table", b"TH", b"TD", b"Figure", b"Link"} <= kinds


def render_results(count):
    return tuple((f"Module {i} about a subject with a long title", 50 + i / 2) for i in range(count))


def test_the_signed_certificate_travels_in_the_file():
    pdf = render.pdf(certificate())
    assert pdftext.attachments(pdf) == [token().encode()]
    assert re.search(rb"/U?F\(credential\.jwt\)", pdf)
    assert b"/AFRelationship/Source" in pdf and b"application#2Fvc+jwt" in pdf
    assert reading.find(pdf) == token()


def test_the_same_input_gives_the_same_bytes():
    first = render.pdf(certificate(name="王小明"))
    assert render.pdf(certificate(name="محمد")) != first
    assert render.pdf(certificate(name="王小明")) == first
    assert b"D:20260304000000Z" in first


@pytest.mark.parametrize(
    "name",
    ['#import "x"', "*a* _b_ `c`", "$x^2$ @ref <label>", "\\n // /* = - + ~", '#read("x")'],
    ids=["import", "marks", "math", "comments", "read"],
)
def test_text_is_never_read_as_a_program(name):
    pdf = render.pdf(certificate(name=name, title=name, issuer=name, results=((name, 50),), signers=(name,)))
    texts = pdftext.texts(pdf)
    assert texts.count(name) == 5
    assert pdftext.title(pdf).endswith(name.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;"))


def test_a_template_cannot_read_files(tmp_path):
    from aiskills.certificates.render.fonts import _compiler

    secret = tmp_path / "secret"
    secret.write_text("key")
    for path in (str(secret), "../fonts.py", "../../../../../../../../../etc/passwd"):
        with pytest.raises(Exception, match="file not found|escape the project root"):
            _compiler(None).compile(f'#read("{path}")'.encode(), format="png")


@pytest.mark.parametrize(
    "name",
    [
        "Wolfeschlegelsteinhausenbergerdorff Maria del Carmen de la Santísima Trinidad y Todos los Santos R.",
        "W" * 100,
        "王" * 100,
        "محمد " * 20,
        "ဒေါ်အောင်" * 11,
        "X",
    ],
    ids=["long-word", "wide", "chinese", "arabic", "burmese", "letter"],
)
def test_names_of_every_length_stay_in_their_place(name):
    """Two pages with other names differ in the middle of the main column only: a name covers nothing else."""
    page = image(render.picture(certificate(name=name), ppi=40))
    assert page.size == (468, 331)
    other = image(render.picture(certificate(name="B"), ppi=40))
    changed = ImageChops.difference(page, other).getbbox()
    assert changed[0] >= 28 and changed[2] <= 313  # the main column: 19 mm to 198 mm, at 1.57 dots a mm
    assert changed[1] >= 55 and changed[3] <= 270  # below the issuer, above the date
    texts = "".join(pdftext.texts(render.pdf(certificate(name=name)))).replace(" ", "")
    assert name.replace(" ", "") in texts


def name_band(name, tag, ppi=60):
    """The part of the page where the name stands, in points of grey; the rest of the main column is cut off."""
    page = image(render.picture(certificate(name=name, language=tag, results=(), description="."), ppi=ppi))
    plain = image(render.picture(certificate(name=".", language=tag, results=(), description="."), ppi=ppi))
    return ImageChops.difference(page, plain)


def test_scripts_are_drawn_with_their_own_shapes():
    """Readers of Chinese (both scripts), Japanese and Korean see their own shapes of the same characters."""
    drawn = {tag: fonts_of("直骨", tag) for tag in ("zh-Hans", "zh-Hant", "ja", "ko")}
    assert list(drawn.values()) == [f"NotoSansCJK{k}" for k in ("sc", "tc", "jp", "kr")]


def fonts_of(name, tag):
    pdf = render.pdf(certificate(name=name, language=tag))
    return next(f for f in re.findall(r"\+(NotoSansCJK\w\w)", pdf.decode("latin-1")))


def test_arabic_letters_join():
    """Letters that join are narrower than the same letters kept apart by a non-joiner."""

    def width(name):
        left, _, right, _ = name_band(name, "en").point(lambda v: 255 if v > 100 else 0).getbbox()
        return right - left

    assert width("ببب") < 0.8 * width("ب\u200cب\u200cب")


def test_the_words_beside_the_code_say_what_it_holds():
    short = f"{ADDRESS}#{NUMBER}"
    for code, sentence in (
        (certificate().code, "opens the checking page and carries "),
        (short, "choose the PDF file"),
        (NUMBER, "number of this"),
        (whole_code(address=None), "photograph"),
    ):
        joined = " ".join(pdftext.texts(render.pdf(certificate(code=code)))).replace("  ", " ")
        assert sentence in joined, code[:20]


@pytest.mark.parametrize(
    "change, sentence",
    [
        (
            {"name": "N" * 101},
            "The name has 101 characters, and a page has room for 100: use a shorter form of the name.",
        ),
        ({"name": " \u200b"}, "The name is empty: give the text that stands on the certificate."),
        ({"level": "expert"}, "The level is 'expert': use one of badge, foundation, advanced."),
        ({"issued": "4.3.2026"}, "The date of issue is '4.3.2026': write it as year-month-day, such as 2026-03-04."),
        ({"results": (("M", 101.0),)}, "The result of the module 'M' is 101.0: a result is a share from 0 to 100."),
        (
            {"token": "half"},
            "The signed certificate that belongs into the PDF file is not a compact JWS: sign it first.",
        ),
        ({"title": "Title " * 200}, "The title is too long for its place on the page: use a shorter one."),
        ({"signers": ("A",) * 4}, "The certificate has 4 signers, and a page has room for 3: name fewer signers."),
    ],
    ids=["long-name", "no-name", "level", "date", "percent", "token", "title", "signers"],
)
def test_what_cannot_be_printed_is_said_in_a_sentence(change, sentence):
    with pytest.raises(render.RenderError) as error:
        render.pdf(certificate(**change))
    assert str(error.value) == sentence
