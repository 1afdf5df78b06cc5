"""Ed25519 keys of an institution: made, kept, read. A private key leaves this module only inside a `Signer`.

A key file is PKCS #8 PEM, readable by its owner alone, locked with a passphrase if the institution wants one. A file
that others may read or change is refused: whoever has it can issue certificates in the institution's name.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3 import multikey_from_pem

Ask = Callable[[str], str]  # shows a question, returns the passphrase


class Signer:
    """A private key with its public name. It signs; it never shows the key, not in a message and not in a log."""

    def __init__(self, key: Ed25519PrivateKey, did: str, kid: str) -> None:
        self._key, self.did, self.kid = key, did, kid

    def __repr__(self) -> str:
        return f"Signer({self.kid})"

    def __reduce__(self):
        raise TypeError("A private key is not copied to another process.")

    def sign(self, payload: dict) -> str:
        """The signed form (compact JWS, EdDSA) of a credential whose JWT claims stand in it."""
        return jwt.encode(payload, self._key, algorithm="EdDSA", headers={"kid": self.kid})

    def prove(self, document: dict) -> dict:
        """The document with a Data Integrity proof (eddsa-rdfc-2022): for the members of a learner record."""
        from openbadgeslib.ob3 import add_data_integrity_proof

        return add_data_integrity_proof(document, _pem(self._key), self.kid)


def _pem(key: Ed25519PrivateKey, passphrase: str = "") -> bytes:
    lock = (
        serialization.BestAvailableEncryption(passphrase.encode("utf-8"))
        if passphrase
        else serialization.NoEncryption()
    )
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)


def make(path: Path, passphrase: str = "") -> str:
    """Make a new key, write it to ``path`` (which must not exist), return its public half as a Multikey (z6Mk...)."""
    key = Ed25519PrivateKey.generate()
    # The mode is set as the file is made: there is no moment in which others could read it.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(_pem(key, passphrase))
        file.flush()
        os.fsync(file.fileno())
    return public(key)


def public(key: Ed25519PrivateKey) -> str:
    pem = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return multikey_from_pem(pem)


def read(path: Path, multibase: str, ask: Ask) -> Ed25519PrivateKey:
    """The key in ``path``. SystemExit with one sentence: missing, open to others, wrong passphrase, another key."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        raise SystemExit(
            f"The private key {path} cannot be read ({error.strerror}). Put it back from your backup: "
            "aiskills certificates keys restore."
        ) from None
    with os.fdopen(descriptor, "rb") as file:
        refuse_open(path, os.fstat(file.fileno()))
        data = file.read(20_000)
    try:
        key = _unlock(data, path, ask)
    except (ValueError, TypeError):
        raise SystemExit(
            f"The private key {path} could not be opened: the passphrase is wrong, or the file is damaged."
        ) from None
    if not isinstance(key, Ed25519PrivateKey) or public(key) != multibase:
        raise SystemExit(f"{path} holds another key than keys.json names. Put the right one back from your backup.")
    return key


def _unlock(data: bytes, path: Path, ask: Ask):
    locked = b"ENCRYPTED" in data.split(b"\n", 1)[0]
    passphrase = ask(f"Passphrase of {path.name}: ").encode("utf-8") if locked else None
    return serialization.load_pem_private_key(data, passphrase)


def refuse_open(path: Path, facts: os.stat_result) -> None:
    """SystemExit where others than the owner may read or change this file or folder. Windows has no such bits."""
    if os.name == "nt":
        return
    if stat.S_IMODE(facts.st_mode) & 0o077:
        kind, mode = ("folder", "700") if stat.S_ISDIR(facts.st_mode) else ("private key", "600")
        raise SystemExit(
            f"The {kind} {path} is open to other people on this computer (mode {stat.S_IMODE(facts.st_mode):o}), so "
            f"nothing was signed. If nobody else can have read it, close it with: chmod {mode} {path}. If somebody "
            "can, the key is lost: aiskills certificates keys rotate --compromised."
        )
    if facts.st_uid not in (os.geteuid(), 0):
        raise SystemExit(f"{path} belongs to another user of this computer, so nothing was signed.")
