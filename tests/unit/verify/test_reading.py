"""Where a token is found in a file, and the text of a square code there and back."""

import random
import re
import zlib

import pytest

from aiskills.verify import inflating, photo
from aiskills.verify.carrying import ALPHABET, from_digits, pack, to_digits, unpack
from aiskills.verify.errors import Damaged, NotAccepted, NotFound
from aiskills.verify.jws import encode
from aiskills.verify.reading import find
from tests.unit.verify import making
from tests.unit.verify.test_cases import BY_NAME, CASES, GOOD

HEAD, BODY, SIGNATURE = GOOD.token.split(".")


@pytest.mark.parametrize("size", [*range(8), 999, 1000])
def test_digits_there_and_back(size):
    data = random.Random(size).randbytes(size)
    text = to_digits(data)
    assert from_digits(text) == data and set(text) <= set(ALPHABET)
    assert len(text) == size // 2 * 3 + size % 2 * 2


def test_digits_of_known_bytes():
    """256 = 6 * 41 + 10, so the digits are A, 6, 0; a last byte 255 = 6 * 41 + 9 is 9, 6."""
    assert to_digits(b"\x01\x00\xff") == "A6096"
    assert to_digits(b"\xff\xff") == ALPHABET[65535 % 41] + ALPHABET[65535 // 41 % 41] + ALPHABET[65535 // 1681]
    assert re.fullmatch(r"[0-9A-Z $%*+\-./:]{41}", ALPHABET), "the letters of a square code's alphanumeric mode"


@pytest.mark.parametrize("text", ["A", "A60A", "...", "..", "a60", "A6 0", "A6%"])
def test_digits_that_no_bytes_have_are_damaged(text):
    with pytest.raises(Damaged):
        from_digits(text)


def test_a_token_is_packed_as_agreed_and_comes_back_whole():
    packed = pack(GOOD.token)
    assert packed == making.packed(GOOD.token), "the agreed form, written a second time in the tests"
    for text in (
        packed,
        f"AISKILLS1.{packed}",
        f"https://a.example/verify.html?lang=fr#1.{packed}\n",
        packed[:99] + "\n" + packed[99:],
    ):
        assert unpack(text) == GOOD.token
    assert len(packed) < 4296, "more than a square code holds in letters"


def test_only_a_token_with_an_ed25519_signature_is_packed():
    with pytest.raises(ValueError, match="Ed25519"):
        pack(f"{HEAD}.{BODY}.{SIGNATURE[:40]}")
    with pytest.raises(ValueError, match="one line"):
        pack(f"{encode(b'{}' + bytes([10]))}.{BODY}.{SIGNATURE}")


def packed_body(data: bytes, extra: bytes = b"") -> str:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return to_digits(bytes(64) + deflate.compress(data) + deflate.flush() + extra)


@pytest.mark.parametrize(
    ("digits", "error"),
    [
        (packed_body(b"no line end"), Damaged),
        (packed_body(b"{}\n{}", b"more"), Damaged),
        (to_digits(bytes(64)), Damaged),
        (to_digits(bytes(30)), Damaged),
        ("", Damaged),
        (packed_body(b"{}\n" + bytes(1_500_000)), NotAccepted),
        (packed_body(b"{}\n" + bytes(2_500_000)), Damaged),
    ],
    ids=range(7),
)
def test_a_broken_code_is_refused(digits, error):
    with pytest.raises(error):
        unpack("AISKILLS1." + digits)


@pytest.mark.parametrize("case", [one for one in CASES if one.token and not one.photo], ids=lambda case: case.name)
def test_the_token_of_a_file_is_found_as_it_was_put_in(case):
    assert find(case.data) == case.token


@pytest.mark.skipif(not photo.available(), reason="the reader of square codes is not installed")
@pytest.mark.parametrize("turn", [0, 7, 90])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_photograph_of_a_code_is_read(kind, turn):
    import io

    from PIL import Image

    with Image.open(io.BytesIO(BY_NAME["photo"].data)) as picture:
        turned = picture.convert("L").rotate(turn, expand=True, fillcolor=255)
    out = io.BytesIO()
    turned.save(out, kind, **({"quality": 70} if kind == "JPEG" else {}))
    assert find(out.getvalue()) == GOOD.token


@pytest.mark.skipif(not photo.available(), reason="the reader of square codes is not installed")
def test_a_picture_with_too_many_points_is_not_opened(monkeypatch):
    assert len(photo.codes(BY_NAME["photo"].data)) == 1
    monkeypatch.setattr(photo, "MAX_PIXELS", 10_000)
    assert photo.codes(BY_NAME["photo"].data) == []
    with pytest.raises(NotFound):
        find(BY_NAME["photo"].data)


def test_without_the_reader_a_photograph_holds_no_certificate(monkeypatch):
    monkeypatch.setattr(photo, "available", lambda: False)
    with pytest.raises(NotFound):
        find(BY_NAME["photo"].data)


def test_a_document_of_many_streams_that_inflate_is_read_quickly(monkeypatch):
    """Each of these 2,000 streams would inflate to 1.9 MB: only their beginnings may be looked at."""
    whole: list[int] = []
    monkeypatch.setattr(inflating.zlib, "decompressobj", counting(inflating.zlib.decompressobj, whole))
    stream = b"1 0 obj<</Filter/FlateDecode>>\nstream\n" + zlib.compress(bytes(1_900_000), 9) + b"\nendstream endobj\n"
    with pytest.raises(NotFound):
        find(b"%PDF-1.7\n" + stream * 2000 + b"%%EOF")
    assert sum(whole) < 1_000_000


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"%PDF-1.7\n" + b"stream\n" * 1_400_000 + b"%%EOF", NotFound),
        (b"%PDF-1.7\n" + b"stream\n{" * 1_200_000 + b"endstream%%EOF", NotFound),
        (b"<svg>" + b"<openbadges:credential " * 400_000 + b"</svg>", Damaged),
        (b"<svg><openbadges:credential" + b" verify" * 1_200_000 + b"></svg>", NotFound),
        (b"AISKILLS1." + b"A" * 9_900_000, NotAccepted),
        (b"https:" + b"#" * 9_900_000, NotFound),
        (b"[" * 9_900_000, NotFound),
        (b'{"a":' + b"[" * 9_900_000, NotAccepted),
        (b'{"a":' + b"9" * 9_900_000 + b"}", Damaged),
        (b"\x89PNG\r\n\x1a\n" + making.chunk(b"tEXt", b"") * 800_000, Damaged),
    ],
    ids=range(10),
)
def test_no_file_makes_the_reader_read_it_over_and_over(data, error):
    """Each would take minutes if the time grew with the square of the size."""
    with pytest.raises(error):
        find(data)


def counting(real, sizes):
    class Counting:
        def __init__(self, *form):
            self.inner = real(*form)

        def decompress(self, *args):
            out = self.inner.decompress(*args)
            sizes.append(len(out))
            return out

        def __getattr__(self, name):
            return getattr(self.inner, name)

    return Counting


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b'{"credential": {"issuer": "x"}}', NotAccepted),
        (b'{"@context": []}', NotAccepted),
        (b'{"credential": 5}', NotFound),
        (b'{"credential": "x", "credential": "y"}', NotAccepted),
        (b"[1]", NotFound),
        (b"<html><body>eyJ</body></html>", NotFound),
        (b"<svg><openbadges:credential/></svg>", NotFound),
        (b"<svg><openbadges:credential verify='eyJ'/><openbadges:credential verify='eyJ'/></svg>", Damaged),
        (b"<svg><openbadges:credential>{\"proof\":{}}</openbadges:credential></svg>", NotAccepted),
        (b"<svg><openbadges:credential><![CDATA[ {\"proof\":{}} ]]></openbadges:credential></svg>", NotAccepted),
        (b"\x89PNG and then something else", Damaged),
        (b"%PDF-1.7 no end", Damaged),
        (b"%PDF-1.7\nstream\n{\"proof\": 1}\nendstream\n%%EOF", NotAccepted),
        (b"%PDF-1.7\nstream\n{broken\nendstream\n%%EOF", NotFound),
    ],
    ids=range(14),
)  # fmt: skip
def test_what_holds_no_token_says_why(data, error):
    with pytest.raises(error):
        find(data)


def test_a_chunk_that_is_not_written_as_it_must_be_is_damaged():
    for text in (b"\0", b"\2\0\0\0x", b"\0\1\0\0x", b"\0\0en", b"\1\0\0\0not packed", b"\0\0\0\0\xff\xfe"):
        made = making.with_chunk(making.plain_png(), making.chunk(b"iTXt", b"openbadgecredential\0" + text))
        with pytest.raises(Damaged):
            find(made)
