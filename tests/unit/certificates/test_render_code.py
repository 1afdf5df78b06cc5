"""Square codes: dense enough for a whole certificate, large enough for a scanner, read back letter by letter."""

import io

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from aiskills.certificates import render
from aiskills.certificates.render import code
from aiskills.verify import carrying

from .printing import ADDRESS, NUMBER, certificate, image, token, whole_code


def read(picture):
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


@pytest.mark.parametrize(
    "words, address",
    [(300, ADDRESS), (300, None), (420, ADDRESS), (500, ADDRESS), (650, ADDRESS)],
    ids=["small", "no-address", "usual", "large", "largest"],
)
def test_a_whole_certificate_is_read_back_from_the_printed_page(words, address):
    text = whole_code(words, address)
    page = image(render.picture(certificate(code=text), ppi=150))
    assert read(page) == [text]
    assert carrying.unpack(read(page)[0]) == token(words)


def test_a_crooked_blurred_photograph_is_read_back():
    text = whole_code(450)
    assert len(text) > 2200
    page = image(render.picture(certificate(code=text), ppi=250))
    photo = page.rotate(7, expand=True, fillcolor=235, resample=Image.BICUBIC).filter(ImageFilter.GaussianBlur(1.2))
    data = io.BytesIO()
    photo.save(data, "JPEG", quality=45)
    assert read(Image.open(io.BytesIO(data.getvalue()))) == [text]


@pytest.mark.parametrize(
    "text",
    [whole_code(150), whole_code(420), whole_code(420, None), f"{ADDRESS}#{NUMBER}", "A"],
    ids=["small", "usual", "no-address", "short", "letter"],
)
def test_squares_are_large_enough_and_correction_as_good_as_can_be(text):
    made = code.make(text)
    assert made.module_mm >= code.MODULE_MM and made.side_mm <= code.SIDE_MM + 1e-9
    assert made.squares * made.module_mm == pytest.approx(made.side_mm)
    better = "LMQH".index(made.level) + 1
    if better < 4:  # one level better would need smaller squares
        import segno

        try:
            larger = segno.make_qr(code._parts(text), error="LMQH"[better], boost_error=False).symbol_size(border=4)[0]
        except segno.DataOverflowError:
            return
        assert code.SIDE_MM / larger < code.MODULE_MM


def test_the_dense_mode_carries_more():
    """The digits of a packed certificate take 5.5 bits each; in one piece with the address they would take 8."""
    import segno

    text = whole_code(420)
    made = code.make(text)
    assert [mode for _, mode in code._parts(text)] == [4, 2]  # bytes, then letters and digits
    assert made.squares < segno.make_qr(text, error=made.level, boost_error=False).symbol_size(border=4)[0] - 16


def test_a_text_that_does_not_fit_is_said_and_a_short_one_printed():
    long = whole_code(700)
    assert not code.fits(long) and code.fits(whole_code(420))
    with pytest.raises(render.RenderError, match="address of the checking page and the certificate's number only"):
        render.pdf(certificate(code=long))
    with pytest.raises(render.RenderError, match="no text"):
        code.make("")
    short = f"{ADDRESS}#{NUMBER}"
    assert read(image(render.picture(certificate(code=short), ppi=80))) == [short]
    assert code.choose(long, short) == short and code.choose(whole_code(), short) == whole_code()
    assert code.make(short).level == "H" and not code.whole(short) and code.whole(long)


def test_the_drawing_alone_holds_the_same_squares():
    text = whole_code(100)
    drawing, made = code.svg(text), code.make(text)
    assert drawing.startswith("<svg ") and f'width="{made.side_mm:.2f}mm"' in drawing
    dark = sum(int(part.split("v")[0]) for part in made.path.split("h")[1:])
    assert 0.4 < dark / (made.squares - 8) ** 2 < 0.6
