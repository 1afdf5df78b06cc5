"""The signed form: a compact JWS signed with Ed25519, read strictly, so that one content has one spelling.

Refused as damaged: not three parts, padding or letters outside base64url, spare bits that are not zero, text that is
not UTF-8 or not JSON. Refused as not accepted: any algorithm but EdDSA, an empty signature, a critical header, a name
that stands twice in an object, half a surrogate pair, nesting deeper than 32, a token over 1 MB. No key is ever taken
from the header.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from .errors import Damaged, NotAccepted

MAX_TOKEN = 1_000_000
MAX_DEPTH = 32
SIGNATURE = 64


@dataclass(frozen=True)
class Signed:
    """A token taken apart; nothing is verified yet. ``message`` are the bytes that ``signature`` (64 bytes) signs."""

    header: dict
    payload: dict
    message: bytes
    signature: bytes

    @property
    def kid(self) -> str | None:
        return self.header.get("kid")


def parse(token: str) -> Signed:
    """Take a compact JWS apart. Raises Damaged or NotAccepted."""
    if len(token) > MAX_TOKEN:
        raise NotAccepted("the signed text is longer than 1 MB")
    parts = token.split(".")
    if len(parts) != 3:
        raise Damaged("a signed text has three parts")
    head, body, signature = (decode(part) for part in parts)
    header, payload = loads(head), loads(body)
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise NotAccepted("header and payload must be JSON objects")
    if header.get("alg") != "EdDSA" or "crit" in header or not isinstance(header.get("kid", ""), str):
        raise NotAccepted("only EdDSA is accepted, with a key named by a text and no critical header")
    if not signature:
        raise NotAccepted("there is no signature")
    if len(signature) != SIGNATURE:
        raise Damaged("a signature has 64 bytes")
    return Signed(header, payload, token[: token.rindex(".")].encode("ascii"), signature)


def decode(text: str) -> bytes:
    """Base64url without padding, in its only spelling. Raises Damaged."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise Damaged("this is not base64url") from None
    if encode(data) != text:
        raise Damaged("this is not the spelling that an encoder writes")
    return data


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def loads(data: bytes) -> object:
    """JSON of a stranger. Raises Damaged where it is not JSON in UTF-8, NotAccepted where two readers could differ."""
    try:
        text = data.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        raise NotAccepted("the JSON is nested too deeply") from None
    except NotAccepted:
        raise
    except ValueError:
        raise Damaged("this is not JSON") from None
    _shallow(value)
    if "\\u" in text:
        try:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            raise NotAccepted("a text holds half a surrogate pair") from None
    return value


def _once(pairs: list[tuple[str, object]]) -> dict:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotAccepted("a name stands twice in a JSON object")
    return found


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is not JSON")


def _shallow(value: object) -> None:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [one for one in level if isinstance(one, dict | list)]
        if not level:
            return
        level = [child for one in level for child in (one.values() if isinstance(one, dict) else one)]
    raise NotAccepted("the JSON is nested too deeply")
