"""A token as the text of a square code or the end of an address, in letters that such codes hold most densely.

body = 64 signature bytes + raw deflate of (header, line feed, payload); two bytes become three digits of base 41, least
significant first, and a last single byte two digits. The code reads ``<address of the page>#1.<digits>``, or
``AISKILLS1.<digits>`` where there is no address.
"""

from __future__ import annotations

import re
import zlib

from .errors import Damaged, NotAccepted
from .inflating import RAW, inflate
from .jws import MAX_TOKEN, SIGNATURE, decode, encode

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-."
PREFIX = "AISKILLS1."
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_CODE = re.compile(r"(?:AISKILLS1\.|[A-Za-z][A-Za-z0-9+.-]*:[^#]*#1\.)(.*)", re.DOTALL)
_BLANK = re.compile(r"[ \t\r\n]+")


def pack(token: str) -> str:
    """The digits that carry a compact JWS (without address or prefix). ValueError: not signed with 64 bytes."""
    head, body, signature = (decode(part) for part in token.split("."))
    if len(signature) != SIGNATURE or b"\n" in head:
        raise ValueError("only a token with an Ed25519 signature and a header of one line can be packed")
    deflate = zlib.compressobj(9, zlib.DEFLATED, RAW)
    return to_digits(signature + deflate.compress(head + b"\n" + body) + deflate.flush())


def unpack(text: str) -> str:
    """The token in the text of a code: digits alone, after ``AISKILLS1.``, or ending an address. Raises Damaged."""
    text = _BLANK.sub("", text)
    found = _CODE.fullmatch(text)
    body = from_digits(found[1] if found else text)
    signature, packed = body[:SIGNATURE], body[SIGNATURE:]
    head, line, payload = inflate(packed, RAW, whole=True).partition(b"\n")
    if not line or len(signature) != SIGNATURE:
        raise Damaged("the code does not hold header, payload and signature")
    if len(head) + len(payload) > MAX_TOKEN:
        raise NotAccepted("the signed text is longer than 1 MB")
    return f"{encode(head)}.{encode(payload)}.{encode(signature)}"


def is_code(text: str) -> bool:
    """Whether a text is, by its beginning, the text of one of our codes."""
    return _CODE.fullmatch(_BLANK.sub("", text)) is not None


def to_digits(data: bytes) -> str:
    out = []
    for at in range(0, len(data) - 1, 2):
        rest, low = divmod(256 * data[at] + data[at + 1], 41)
        high, middle = divmod(rest, 41)
        out += ALPHABET[low], ALPHABET[middle], ALPHABET[high]
    if len(data) % 2:
        out += ALPHABET[data[-1] % 41], ALPHABET[data[-1] // 41]
    return "".join(out)


def from_digits(text: str) -> bytes:
    """The bytes of base-41 digits. Raises Damaged, or NotAccepted where they are more than any token needs."""
    if len(text) > 2 * MAX_TOKEN:
        raise NotAccepted("the code is longer than that of a token of 1 MB")
    try:
        values = [_VALUES[letter] for letter in text]
    except KeyError:
        raise Damaged("the code holds a letter that is not one of its digits") from None
    out = bytearray()
    for at in range(0, len(values) - len(values) % 3, 3):
        value = values[at] + 41 * values[at + 1] + 1681 * values[at + 2]
        if value > 0xFFFF:
            raise Damaged("the code holds a number that is too large")
        out += value.to_bytes(2, "big")
    last = values[len(values) - len(values) % 3 :]
    if len(last) == 1 or (last and last[0] + 41 * last[1] > 0xFF):
        raise Damaged("the code is cut off")
    return bytes(out) + (bytes([last[0] + 41 * last[1]]) if last else b"")
