"""The trust bundle: who is pinned, and the status lists at hand. Read from files that somebody chose to trust.

{"issuers": [{"id", "name", "url", "keys": [{"id", "multibase", "from", "until", "compromised"}]}],
 "status": ["<token>"]}
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from .issuers import multikey, time
from .status import read

FORMAT = "aiskills-issuers"
# In a checkout: src/aiskills/verify/trust.py -> book/certificates
BOOK = Path(__file__).resolve().parents[3] / "book" / "certificates"


def load(paths: Iterable[Path | str]) -> dict:
    """Read lists of issuers, status lists, bundles, and folders of these, into one trust bundle.

    A folder is read for ``issuers.json``, ``*.jwt`` and ``status/*.jwt``. Where two lists pin the same key, the
    stricter dates count. Raises SystemExit with a sentence for a file that is missing or wrong.
    """
    issuers: dict[str, dict] = {}
    status: dict[str, None] = {}
    for path in map(Path, paths):
        for file in _files(path):
            found = _read(file)
            for issuer in found["issuers"]:
                _merge(issuers, issuer, file)
            status |= dict.fromkeys(found["status"])
    return {"issuers": list(issuers.values()), "status": list(status)}


def default() -> list[Path]:
    """The lists that come with a checkout of the library: a path, or none."""
    return [BOOK] if (BOOK / "issuers.json").is_file() else []


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        files = [*path.glob("issuers.json"), *sorted(path.glob("*.jwt")), *sorted(path.glob("status/*.jwt"))]
        if not files:
            raise SystemExit(f"{path} holds no issuers.json and no status list (*.jwt). Name a folder that does.")
        return files
    if not path.is_file():
        raise SystemExit(f"There is no list of issuers or status list at {path}. Check the name after --trust.")
    return [path]


def _read(path: Path) -> dict:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{path} cannot be read as text ({error}). Get the file again.") from None
    if not text.startswith("{"):
        return {"issuers": [], "status": [_list(text, path)]}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise SystemExit(f"{path} is not whole JSON. Get the file again.") from None
    if value.get("format", FORMAT) != FORMAT or value.get("version", 1) != 1 or "issuers" not in value:
        raise SystemExit(f"{path} is not a list of issuers that this version knows. Get the list for this version.")
    if not isinstance(value["issuers"], list) or not isinstance(value.get("status", []), list):
        raise SystemExit(f"{path}: issuers and status must be lists. Get the file again.")
    for issuer in value["issuers"]:
        _check(issuer, path)
    return {"issuers": value["issuers"], "status": [_list(one, path) for one in value.get("status", [])]}


def _list(token: object, path: Path) -> str:
    if not isinstance(token, str) or read(token.strip()) is None:
        raise SystemExit(f"{path} holds something that is neither a list of issuers nor a status list. Get it again.")
    return token.strip()


def _check(issuer: object, path: Path) -> None:
    wrong = f"{path}: an issuer must have an id (did:...), a name and keys. Correct the entry, or get the file again."
    if not isinstance(issuer, dict) or not isinstance(issuer.get("keys"), list):
        raise SystemExit(wrong)
    did, name, url = issuer.get("id"), issuer.get("name"), issuer.get("url")
    if not isinstance(did, str) or not did.startswith("did:") or not isinstance(name, str) or not name.strip():
        raise SystemExit(wrong)
    if url is not None and not isinstance(url, str):
        raise SystemExit(f"{path}: the url of {did} must be a text or null.")
    for key in issuer["keys"]:
        if not isinstance(key, dict) or not isinstance(key.get("id"), str) or not key["id"].startswith(f"{did}#"):
            raise SystemExit(f"{path}: the id of each key of {did} must begin with {did}#.")
        if not isinstance(key.get("multibase"), str) or multikey(key["multibase"]) is None:
            raise SystemExit(f"{path}: the key {key['id']} is not an Ed25519 key written as a Multikey (z6Mk...).")
        if did.startswith("did:key:") and did != f"did:key:{key['multibase']}":
            raise SystemExit(f"{path}: the key {key['id']} is not the one that {did} names.")
        ends = [key.get("until"), key.get("compromised")]
        if time(key.get("from")) is None or any(end is not None and time(end) is None for end in ends):
            raise SystemExit(f"{path}: the dates of {key['id']} must be written as 2026-01-31T00:00:00Z.")


def _merge(issuers: dict[str, dict], issuer: dict, path: Path) -> None:
    known = issuers.setdefault(issuer["id"], {"id": issuer["id"], "name": issuer["name"], "url": None, "keys": []})
    known["url"] = known["url"] or issuer.get("url")
    for key in issuer["keys"]:
        key = {name: key.get(name) for name in ("id", "multibase", "from", "until", "compromised")}
        old = next((one for one in known["keys"] if one["id"] == key["id"]), None)
        if old is None:
            known["keys"].append(key)
        elif old["multibase"] != key["multibase"]:
            raise SystemExit(f"{path}: the key {key['id']} is another one in another list. Find out which is right.")
        else:
            old["from"] = max(old["from"], key["from"], key=time)
            for name in ("until", "compromised"):
                ends = [one for one in (old[name], key[name]) if one is not None]
                old[name] = min(ends, key=time, default=None)
