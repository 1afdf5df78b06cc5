"""Revocation: what the newest genuine status list at hand says of a certificate.

A list counts only if the certificate's own issuer signed it, with a key that stood when the list was made. Of several
lists of the same name the one with the newest ``validFrom`` counts: an older copy laid beside it changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from .errors import CheckError, Damaged
from .inflating import GZIP, inflate
from .issuers import Issuer, fits, time
from .jws import Signed, decode, parse

_PURPOSES = ("revocation", "suspension")


@dataclass(frozen=True)
class Entry:
    """What a certificate says of its place: name of the list, purpose, index. ``url`` is None: cannot be looked up."""

    url: str | None
    purpose: str = ""
    index: int = 0


@dataclass(frozen=True)
class StatusList:
    """A status list, not yet verified. One bit a certificate, the first one highest in its byte."""

    signed: Signed
    url: str
    issuer: str
    purposes: frozenset[str]
    made: datetime
    until: datetime | None
    bits: bytes

    def says(self, index: int) -> bool:
        return bool(self.bits[index // 8] & (0x80 >> index % 8))


def entries(document: dict) -> list[Entry]:
    """The places in status lists that a credential names; entries that only carry messages are left out."""
    named = document.get("credentialStatus")
    named = named if isinstance(named, list) else [] if named is None else [named]
    found = [_entry(one) for one in named]
    return [one for one in found if one is not None]


def _entry(one: object) -> Entry | None:
    if not isinstance(one, dict) or "BitstringStatusListEntry" not in _texts(one.get("type")):
        return Entry(None)
    purpose, index, url = one.get("statusPurpose"), one.get("statusListIndex"), one.get("statusListCredential")
    if isinstance(purpose, str) and purpose not in _PURPOSES:
        return None
    if isinstance(index, str) and index.isascii() and index.isdigit() and len(index) < 12:
        index = int(index)
    whole = isinstance(index, int) and not isinstance(index, bool) and index >= 0
    if purpose not in _PURPOSES or not whole or not isinstance(url, str) or one.get("statusSize", 1) not in (1, "1"):
        return Entry(None)
    return Entry(url, purpose, index)


def newest(tokens: list[str], issuer: Issuer, entry: Entry) -> StatusList | None:
    """The newest genuine list of this issuer that covers the entry, or None."""
    best: StatusList | None = None
    for token in tokens:
        one = read(token) if isinstance(token, str) else None
        if one is None or one.url != entry.url or one.issuer != issuer.id or entry.purpose not in one.purposes:
            continue
        keys = [key for key in issuer.named(one.signed.kid) if key.stands(one.made)]
        if entry.index >= 8 * len(one.bits) or not any(_genuine(token, key.raw) for key in keys):
            continue
        # Of two lists of the same moment the one that revokes counts.
        if best is None or (one.made, one.says(entry.index)) > (best.made, best.says(entry.index)):
            best = one
    return best


@lru_cache(maxsize=1024)
def _genuine(token: str, raw: bytes) -> bool:
    one = read(token)
    return one is not None and fits(raw, one.signed.message, one.signed.signature)


@lru_cache(maxsize=1024)
def read(token: str) -> StatusList | None:
    """A status list taken apart, or None where it is none. The signature is not verified here."""
    try:
        signed = parse(token.strip())
        payload = signed.payload
        subject, issuer = payload.get("credentialSubject"), payload.get("issuer")
        issuer = issuer.get("id") if isinstance(issuer, dict) else issuer
        made, until = time(payload.get("validFrom")), time(payload.get("validUntil"))
        agrees = payload.get("iss") == issuer and payload.get("jti", payload.get("id")) == payload.get("id")
        if (
            "BitstringStatusListCredential" not in _texts(payload.get("type"))
            or not isinstance(subject, dict)
            or not isinstance(issuer, str)
            or not isinstance(payload.get("id"), str)
            or made is None
            or (until is None) != ("validUntil" not in payload)
            or not agrees
            or subject.get("statusSize", 1) != 1
        ):
            return None
        bits = _bits(subject.get("encodedList"))
    except CheckError:
        return None
    return StatusList(signed, payload["id"], issuer, _texts(subject.get("statusPurpose")), made, until, bits)


def _bits(encoded: object) -> bytes:
    if not isinstance(encoded, str) or not encoded.startswith("u"):
        raise Damaged("the bits of a status list are base64url after the letter u")
    return inflate(decode(encoded[1:]), GZIP, whole=True)


def _texts(value: object) -> frozenset[str]:
    return frozenset(one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))
