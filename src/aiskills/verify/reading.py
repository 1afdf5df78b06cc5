"""Where a token is in a file: badge images, printed pages, JSON, plain text, the text of a square code, photographs.

A file must be whole: every chunk of a PNG fits its checksum and the last one is there, an SVG and a PDF have their end.
Two certificates in one image are refused, because two readers could show different ones. Of the attachments of a PDF
the first that is a token counts.
"""

from __future__ import annotations

import re
import struct
import zlib

from . import photo
from .carrying import is_code, unpack
from .errors import CheckError, Damaged, NotAccepted, NotFound
from .inflating import ZLIB, inflate
from .jws import loads

MAX_FILE = 10_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_PICTURES = (b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*")
_BADGE = re.compile(r"<openbadges:credential\b([^>]*)>(?:([^<]*)</|\s*<!\[CDATA\[(.*?)\]\]>)?", re.DOTALL)
_VERIFY = re.compile(r"""\sverify\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
# What another form of signed credential has at its top level.
_OTHER_FORMS = frozenset({"@context", "credentialSubject", "proof", "signature", "signatures", "vc"})


def find(data: bytes) -> str:
    """The token (or what stands in its place) in a file. Raises NotFound, Damaged or NotAccepted."""
    if len(data) > MAX_FILE:
        raise Damaged("the file is larger than 10 MB")
    if data.startswith(_PNG[:4]):
        return _png(data)
    if b"%PDF-" in data[:1024]:
        return _pdf(data)
    if data.startswith(_PICTURES):
        return _photo(data)
    try:
        text = data.decode("utf-8").removeprefix("\ufeff").strip()
    except UnicodeDecodeError:
        raise NotFound("the file is neither a text nor a picture") from None
    return _svg(text) if text.startswith("<") else _text(text)


def _text(text: str) -> str:
    if text.startswith("{"):
        return _json(text)
    if text.startswith("eyJ"):  # how the base64 of every JSON object begins: a token, perhaps broken over lines
        return "".join(re.split(r"[ \t\r\n]+", text))
    if is_code(text):
        return unpack(text)
    raise NotFound("no certificate in this text")


def _json(text: str) -> str:
    value = loads(text.encode("utf-8", "surrogatepass"))
    if not isinstance(value, dict):
        raise NotFound("no certificate in this JSON")
    for name in ("credential", "jwt"):
        if isinstance(value.get(name), str):
            return value[name].strip()
    if isinstance(value.get("credential"), dict) or not _OTHER_FORMS.isdisjoint(value):
        raise NotAccepted("a credential, but not as a signed token")
    raise NotFound("no certificate in this JSON")


def _png(data: bytes) -> str:
    found = [text for kind, text in _chunks(data) if kind == b"iTXt" and text.startswith(b"openbadgecredential\0")]
    if len(found) > 1:
        raise Damaged("the image holds more than one certificate")
    return _inside(_itxt(found[0])) if found else _photo(data)


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    if not data.startswith(_PNG):
        raise Damaged("the image does not begin as a PNG")
    at, chunks = len(_PNG), []
    while not chunks or chunks[-1][0] != b"IEND":
        if at + 12 > len(data):
            raise Damaged("the image is cut off")
        (length,) = struct.unpack_from("!I", data, at)
        end = at + 12 + length
        if end > len(data):
            raise Damaged("the image is cut off")
        if zlib.crc32(data[at + 4 : end - 4]) != struct.unpack_from("!I", data, end - 4)[0]:
            raise Damaged("a part of the image does not fit its checksum")
        chunks.append((data[at + 4 : at + 8], data[at + 8 : end - 4]))
        at = end
    return chunks


def _itxt(chunk: bytes) -> bytes:
    """The text of an iTXt chunk: keyword, 0, packed?, method, language, 0, translated keyword, 0, text."""
    rest = chunk.partition(b"\0")[2]
    if len(rest) < 2 or rest[0] > 1 or rest[1] != 0:
        raise Damaged("the chunk with the certificate is broken")
    parts = rest[2:].split(b"\0", 2)
    if len(parts) != 3:
        raise Damaged("the chunk with the certificate is broken")
    return inflate(parts[2], ZLIB) if rest[0] else parts[2]


def _inside(data: bytes) -> str:
    try:
        text = data.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise Damaged("what stands in the image is not text") from None
    if not text:
        raise NotFound("the place for a certificate is empty")
    return _json(text) if text.startswith("{") else text


def _svg(text: str) -> str:
    if "<svg" not in text:
        raise NotFound("no certificate in this text")
    if "</svg" not in text and not text.endswith("/>"):
        raise Damaged("the image is cut off")
    # Counted before the search, which would read the rest of the file for each of many elements that do not end.
    if text.count("<openbadges:credential") > 1:
        raise Damaged("the image holds more than one certificate")
    found = _BADGE.search(text)
    if not found:
        raise NotFound("no certificate in this image")
    verify = _VERIFY.search(found[1])
    inside = (verify[1] or verify[2] or "") if verify else (found[2] or found[3] or "")
    return _inside(inside.encode("utf-8"))


def _pdf(data: bytes) -> str:
    if b"%%EOF" not in data[-1024:]:
        raise Damaged("the document is cut off")
    refused: CheckError | None = None
    at = 0
    while start := _STREAM.search(data, at):
        end = data.find(b"endstream", start.end())
        at = end if end >= 0 else len(data)  # on from there: every byte is read once
        stream = data[start.end() : at]
        about = data[max(0, start.start() - 2000) : start.start()].rpartition(b" obj")[2]
        try:
            return _stream(stream, b"/FlateDecode" in about)
        except NotAccepted as error:
            refused = error
        except CheckError:
            continue
    raise refused or NotFound("no certificate is attached to this document")


def _stream(stream: bytes, packed: bool) -> str:
    """The token in a stream. Only a stream that begins like one is inflated whole: a page has thousands of others."""
    if packed:
        try:
            begin = zlib.decompressobj().decompress(stream[:1024], 64)
        except zlib.error:
            raise NotFound("a stream of another kind") from None
    else:
        begin = stream[:64]
    if not begin.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"eyJ", b"{", b"AISKILLS1.")):
        raise NotFound("a stream of another kind")
    text = inflate(stream, ZLIB) if packed else stream
    return _text(text.decode("utf-8", "replace").removeprefix("\ufeff").strip())


def _photo(data: bytes) -> str:
    for text in photo.codes(data):
        if is_code(text) or text.startswith("eyJ"):
            return _text(text.strip())
    raise NotFound("no certificate in this picture")
