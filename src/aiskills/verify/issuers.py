"""Who may have signed: pinned issuers with their keys and dates, and the key that a did:key names itself.

A did:web is looked up only among the pinned issuers; nothing is ever fetched. A key in a token's header is no key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"  # the multicodec name of an Ed25519 public key
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
DID_KEY = "did:key:"


@dataclass(frozen=True)
class Key:
    """A public key and when it may sign: from ``start`` to ``end`` (None: no bound); a compromised key never."""

    id: str
    raw: bytes
    start: datetime | None = None
    end: datetime | None = None
    compromised: bool = False

    def stands(self, moment: datetime) -> bool:
        """Whether what is signed with this key and dated ``moment`` counts."""
        after = self.start is None or self.start <= moment
        return not self.compromised and after and (self.end is None or moment <= self.end)


@dataclass(frozen=True)
class Issuer:
    """Somebody whose keys are known. ``name`` is None for a did:key that nobody here vouches for."""

    id: str
    name: str | None
    keys: tuple[Key, ...]
    pinned: bool

    def named(self, kid: str | None) -> tuple[Key, ...]:
        """The keys that a token may mean: the one it names, or, where it names none, all."""
        return tuple(key for key in self.keys if kid is None or key.id == kid)


def find(trust: dict, did: str) -> Issuer | None:
    """The pinned issuer of this name, or the one that a did:key describes itself, or None: not known here."""
    for entry in trust.get("issuers", ()):
        if entry["id"] == did:
            return Issuer(did, entry["name"], tuple(map(_key, entry["keys"])), True)
    raw = multikey(did.removeprefix(DID_KEY)) if did.startswith(DID_KEY) else None
    if raw is None:
        return None
    return Issuer(did, None, (Key(f"{did}#{did.removeprefix(DID_KEY)}", raw),), False)


def _key(entry: dict) -> Key:
    return _pinned(entry["id"], entry["multibase"], entry["from"], entry.get("until"), entry.get("compromised"))


@lru_cache(maxsize=256)
def _pinned(id: str, multibase: str, start: str, end: str | None, compromised: str | None) -> Key:
    raw, begin, until = multikey(multibase), time(start), None if end is None else time(end)
    if raw is None or begin is None or (until is None) != (end is None):
        raise ValueError(f"the pinned key {id} is not written as it must be")
    return Key(id, raw, begin, until, compromised is not None)


def fits(raw: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature (64 bytes) of the message was made with this key (32 bytes)."""
    try:
        _public(raw).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=256)
def _public(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


@lru_cache(maxsize=256)
def multikey(text: str) -> bytes | None:
    """The 32 bytes of an Ed25519 key written as a Multikey (``z6Mk...``), or None where it is no such key."""
    if not text.startswith("z") or len(text) > 64:
        return None
    number = 0
    for letter in text[1:]:
        place = _BASE58.find(letter)
        if place < 0:
            return None
        number = 58 * number + place
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    # 0xed is not zero, so a genuine key has one spelling without leading ones.
    return data[2:] if data.startswith(_ED25519) and len(data) == 34 and text[1] != "1" else None


def time(value: object) -> datetime | None:
    """A moment written as in W3C documents, with its zone; None where it is not one."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
