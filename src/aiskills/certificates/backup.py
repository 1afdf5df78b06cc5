"""One locked file that holds an institution's whole folder: settings, keys, register. And the way back.

The file is AES-256-GCM under a key that scrypt makes of a passphrase: without it, nothing can be read or changed
unseen. A register in PostgreSQL is not in it; its own tools back it up.
"""

from __future__ import annotations

import io
import os
import secrets
import sqlite3
import tarfile
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from .issuer import Issuer

_MAGIC = b"AISKILLS-BACKUP-1\n"
_SHORTEST = 12


def save(issuer: Issuer, path: Path, passphrase: str) -> bool:
    """Write the backup to ``path``, which must not exist; returns whether the register is in it."""
    if len(passphrase) < _SHORTEST:
        raise SystemExit(f"The passphrase must have at least {_SHORTEST} characters: whoever guesses it has the key.")
    if path.exists():
        raise SystemExit(f"{path} is there already. Choose a new name, so that no older backup is lost.")
    files = {name: (issuer.folder / name).read_bytes() for name in ("issuer.toml", "keys.json")}
    files |= {key.file: (issuer.folder / key.file).read_bytes() for key in issuer.keys}
    with_register = issuer.database.startswith("sqlite")
    if with_register and (issuer.folder / "register.db").exists():
        files["register.db"] = _register(issuer.folder / "register.db")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), 0o600
            archive.addfile(entry, io.BytesIO(data))
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    locked = AESGCM(_key(passphrase, salt)).encrypt(nonce, packed.getvalue(), _MAGIC)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(_MAGIC + salt + nonce + locked)
        file.flush()
        os.fsync(file.fileno())
    return with_register


def _register(path: Path) -> bytes:
    """A copy of the database that is whole, even while somebody writes to it."""
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        copy = Path(scratch) / "register.db"
        source, target = sqlite3.connect(path), sqlite3.connect(copy)
        try:
            source.backup(target)
        finally:
            source.close()
            target.close()
        return copy.read_bytes()


def restore(path: Path, folder: Path, passphrase: str) -> list[str]:
    """Bring the folder of an institution back from ``path``; returns the names of its files. Nothing is overwritten."""
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty. Restore into a new folder: --issuer.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SystemExit(f"The backup {path} cannot be read: {error.strerror}.") from None
    if not data.startswith(_MAGIC):
        raise SystemExit(f"{path} is not a backup of an institution.")
    body = data[len(_MAGIC) :]
    try:
        plain = AESGCM(_key(passphrase, body[:16])).decrypt(body[16:28], body[28:], _MAGIC)
    except (InvalidTag, ValueError):
        raise SystemExit(f"{path} could not be opened: the passphrase is wrong, or the file is damaged.") from None
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    (folder / "keys").mkdir(mode=0o700, exist_ok=True)
    names = []
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:gz") as archive:
        for entry in archive:
            target = folder / entry.name
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(archive.extractfile(entry).read())
            names.append(entry.name)
    return names


def _key(passphrase: str, salt: bytes) -> bytes:
    # About a tenth of a second and 64 MB for each guess.
    return Scrypt(salt=salt, length=32, n=2**16, r=8, p=1).derive(passphrase.encode("utf-8"))
