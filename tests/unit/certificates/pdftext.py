"""A small reader of the PDF files that Typst writes: text in reading order, attachments, and facts of the document."""

from __future__ import annotations

import re
import zlib

OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", re.S)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
# A string may hold pairs of round brackets, here to a depth of three.
INNER = rb"\\.|[^\\()]"
for _ in range(3):
    INNER = rb"\\.|[^\\()]|\((?:" + INNER + rb")*\)"
TEXT = rb"\((?:" + INNER + rb")*\)"
TOKEN = re.compile(
    rb"/(?P<font>f\d+) [\d.]+ Tf|(?P<span>/Span<</ActualText<(?P<actual>[0-9A-F]+)>>>BDC)|(?P<tag>/\w+<<.*?>>BDC)"
    rb"|(?P<reversed>/ReversedChars BMC)|(?P<end>EMC)|(?P<one>" + TEXT + rb")\s*Tj"
    rb"|(?P<array>\[(?:" + TEXT + rb"|[^\]()])*\])\s*TJ",
    re.S,
)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def objects(pdf: bytes) -> dict[int, bytes]:
    return {int(number): body for number, body in OBJECT.findall(pdf)}


def stream(body: bytes) -> bytes:
    """The content of a stream, inflated."""
    data = STREAM.search(body)[1]
    return zlib.decompress(data) if b"/FlateDecode" in body.split(b"stream", 1)[0] else data


def attachments(pdf: bytes) -> list[bytes]:
    return [stream(body) for body in objects(pdf).values() if b"/Type/EmbeddedFile" in body.split(b"stream", 1)[0]]


def _string(token: bytes) -> bytes:
    def plain(match: re.Match) -> bytes:
        code = match[1]
        return bytes([int(code, 8)]) if code[:1].isdigit() else ESCAPES.get(code, code)

    return re.sub(rb"\\([0-7]{1,3}|.)", plain, token[1:-1], flags=re.S)


def _map(body: bytes) -> dict[int, str]:
    """Glyph number to text, from a font's table for copying text."""
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", stream(body))
    }


def texts(pdf: bytes) -> list[str]:
    """The pieces of text of the page in the order of the file, which is the order in which a screen reader speaks.

    A piece is a line, or a word where people read from right to left.
    """
    found = objects(pdf)
    fonts: dict[str, dict[int, str]] = {}
    for body in found.values():
        resources = re.search(rb"/Font<<((?:/f\d+ \d+ 0 R)+)>>", body)
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources[1]) if resources else ():
            to_text = re.search(rb"/ToUnicode (\d+) 0 R", found[int(number)])
            fonts[name.decode()] = _map(found[int(to_text[1])])
    content = next(c for c in _contents(found) if b"BT" in c and b"MCID" in c)
    pieces: list[list[str]] = []
    font, turned, actual = "", False, None
    for token in TOKEN.finditer(content):
        if token["font"]:
            font = token["font"].decode()
        elif token["span"]:
            actual = bytes.fromhex(token["actual"].decode()).decode("utf-16")
            pieces[-1].append(actual)
        elif token["tag"]:
            pieces.append([])
        elif token["reversed"]:
            turned = True
        elif token["end"]:
            turned, actual = False, None
        elif actual is None:
            strings = re.findall(TEXT, token[0], re.S)
            glyphs = b"".join(_string(s) for s in strings)
            letters = [fonts[font][int.from_bytes(glyphs[i : i + 2], "big")] for i in range(0, len(glyphs), 2)]
            pieces[-1].append("".join(reversed(letters) if turned else letters))
    return ["".join(piece) for piece in pieces if piece]


def _contents(found: dict[int, bytes]) -> list[bytes]:
    return [
        stream(body)
        for body in found.values()
        if STREAM.search(body) and not re.search(rb"/Type/|/Subtype/|/FontFile|/N 3", body.split(b"stream", 1)[0])
    ]


def title(pdf: bytes) -> str:
    """The title in the document's metadata."""
    metadata = next(stream(b) for b in objects(pdf).values() if b"/Subtype/XML" in b.split(b"stream", 1)[0])
    return re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", metadata.decode("utf-8"), re.S)[1]
