"""The folder of an institution: who it is, its keys, its register. It never lies in a repository.

- ``issuer.toml``: name, identifier and addresses; a person edits it;
- ``keys.json``: the public half of every key it ever had, with dates; ``keys/``: the private halves;
- ``register.db``: what was issued and revoked (unless issuer.toml names another database).
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from . import keys
from .writing import replace

_DID_WEB = re.compile(r"did:web:[a-z0-9.-]+(%3A[0-9]+)?(:[A-Za-z0-9._-]+)*")

_SETTINGS = """# The institution that issues certificates. Edit the lines below; the keys stand in keys.json and keys/.
name = {name}
did = {did}  # "did:key" or did:web with the name of your website
url = {url}  # your website; may be empty
page = {page}  # where you publish verify.html: square codes lead there; may be empty
status = {status}  # the folder of your website for lists of revoked certificates; may be empty
status_days = 30  # a published list of revoked certificates is fresh for so many days
signers = []  # names and titles under a printed certificate, at most two
database = ""  # empty: register.db in this folder; or an address such as postgresql+psycopg://me@host/register
"""


def now() -> datetime:
    """The time in UTC, in whole seconds: what certificates carry."""
    return datetime.now(UTC).replace(microsecond=0)


def iso(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Key:
    """The public side of a key. ``id`` is what certificates name; times are ISO, None while they do not apply."""

    id: str
    did: str
    multibase: str
    start: str
    until: str | None
    compromised: str | None
    file: str

    @property
    def current(self) -> bool:
        return self.until is None and self.compromised is None


@dataclass(frozen=True)
class Issuer:
    """An institution as its folder says. ``method`` is its did:web, or ``did:key``."""

    folder: Path
    name: str
    method: str
    url: str
    page: str
    status: str
    status_days: int
    signers: tuple[str, ...]
    database: str
    keys: tuple[Key, ...]

    @property
    def key(self) -> Key:
        """The key that signs now."""
        current = [key for key in self.keys if key.current]
        if len(current) != 1:
            raise SystemExit(
                f"{self.folder / 'keys.json'} names {len(current)} keys in use, but one must be: "
                "aiskills certificates keys rotate."
            )
        return current[0]

    def signer(self, ask: keys.Ask, did: str | None = None) -> keys.Signer:
        """The key that signs now; with ``did``, the newest key of that identifier: it signs its status lists."""
        key = self.key
        if did is not None and did != key.did:
            mine = [key for key in self.keys if key.did == did and key.compromised is None]
            if not mine:
                raise SystemExit(f"There is no key of {did} in {self.folder} that may still sign.")
            key = mine[-1]
        _closed(self.folder)
        return keys.Signer(keys.read(self.folder / key.file, key.multibase, ask), key.did, key.id)

    def trusted(self) -> dict:
        """The list by which others pin this institution: see ``verify.trust``."""
        issuers: dict[str, dict] = {}
        for key in self.keys:
            entry = issuers.setdefault(key.did, {"id": key.did, "name": self.name, "url": self.url or None, "keys": []})
            entry["keys"].append(
                {
                    "id": key.id,
                    "multibase": key.multibase,
                    "from": key.start,
                    # A did:key is one key for ever: it goes on signing the lists of what it issued.
                    "until": None if key.did.startswith("did:key:") else key.until,
                    "compromised": key.compromised,
                }
            )
        return {"format": "aiskills-issuers", "version": 1, "issuers": list(issuers.values())}

    def did_document(self) -> dict:
        """What a did:web shows at its address: every key that is not compromised."""
        methods = [
            {"id": key.id, "type": "Multikey", "controller": key.did, "publicKeyMultibase": key.multibase}
            for key in reversed(self.keys)  # the key in use first: some readers take the first
            if key.compromised is None
        ]
        return {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": self.method,
            "verificationMethod": methods,
            "assertionMethod": [method["id"] for method in methods],
        }


def home() -> Path:
    """The folder in use: what AISKILLS_ISSUER names, else one in the user's data folder."""
    own = os.environ.get("AISKILLS_ISSUER")
    if own:
        return Path(own).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("aiskills", appauthor=False)) / "issuer"


def create(folder: Path, name: str, did: str, url: str, page: str, status: str, passphrase: str) -> Issuer:
    """Make the folder of an institution with its first key. SystemExit where there is one, or in a repository."""
    if (folder / "issuer.toml").exists():
        raise SystemExit(f"{folder} already is the folder of an institution. Choose another with --issuer.")
    _outside_repositories(folder)
    if not name.strip():
        raise SystemExit("An institution needs a name: --name.")
    if did != "did:key" and not _DID_WEB.fullmatch(did):
        raise SystemExit(f"{did!r} is neither did:key nor a did:web, such as did:web:example.org.")
    for label, address in (("--url", url), ("--page", page), ("--status", status)):
        if address and not address.startswith(("https://", "http://")):
            raise SystemExit(f"{label} must be an address that starts with https://, not {address!r}.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    (folder / "keys").mkdir(mode=0o700, exist_ok=True)
    if status and not status.endswith("/"):
        status += "/"
    fields = {"name": name.strip(), "did": did, "url": url, "page": page, "status": status}
    text = _SETTINGS.format(**{key: json.dumps(value, ensure_ascii=False) for key, value in fields.items()})
    replace(folder / "issuer.toml", text.encode(), private=True)
    add_key(folder, did, [], passphrase)
    return load(folder)


def add_key(folder: Path, method: str, known: list[Key], passphrase: str, compromised: bool = False) -> None:
    """Make a key and let it take the place of the one in use, which ends now (or counts as stolen)."""
    _closed(folder)
    time = iso(now())
    number = 1 + len(known)
    file = f"keys/key-{number}.pem"
    multibase = keys.make(folder / file, passphrase)
    did = f"did:key:{multibase}" if method == "did:key" else method
    fragment = multibase if method == "did:key" else f"key-{number}"
    for key in known:
        if key.current:
            key.until = time
            key.compromised = time if compromised else None
    known = [*known, Key(f"{did}#{fragment}", did, multibase, time, None, None, file)]
    text = json.dumps({"keys": [asdict(key) for key in known]}, indent=1)
    replace(folder / "keys.json", text.encode(), private=True)


def load(folder: Path) -> Issuer:
    """The institution of this folder. SystemExit with one sentence for what is missing or wrong."""
    try:
        text = (folder / "issuer.toml").read_text(encoding="utf-8")
        facts = tomllib.loads(text)
        known = [Key(**key) for key in json.loads((folder / "keys.json").read_text(encoding="utf-8"))["keys"]]
    except FileNotFoundError as error:
        raise SystemExit(
            f"{folder} is not the folder of an institution ({Path(error.filename).name} is missing). Make one with "
            "aiskills certificates init, or name yours with --issuer."
        ) from None
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise SystemExit(f"The settings in {folder} cannot be read: {error}. Mend issuer.toml or keys.json.") from None
    text = {key: facts.get(key, "") for key in ("name", "did", "url", "page", "status", "database")}
    days, signers = facts.get("status_days", 30), facts.get("signers", [])
    if not all(isinstance(value, str) for value in text.values()) or not text["name"] or not text["did"]:
        raise SystemExit(f"{folder / 'issuer.toml'}: name and did must be text, the addresses text or empty.")
    if not isinstance(days, int) or not 1 <= days <= 366:
        raise SystemExit(f"{folder / 'issuer.toml'}: status_days must be a whole number from 1 to 366.")
    if not isinstance(signers, list) or len(signers) > 2 or not all(isinstance(name, str) for name in signers):
        raise SystemExit(f"{folder / 'issuer.toml'}: signers must be a list of at most two names.")
    return Issuer(
        folder,
        text["name"],
        text["did"],
        text["url"],
        text["page"],
        text["status"],
        days,
        tuple(signers),
        text["database"] or f"sqlite:///{(folder / 'register.db').resolve()}",
        tuple(known),
    )


def _closed(folder: Path) -> None:
    keys.refuse_open(folder, folder.stat())
    keys.refuse_open(folder / "keys", (folder / "keys").stat())


def _outside_repositories(folder: Path) -> None:
    for place in (folder.resolve(), *folder.resolve().parents):
        if (place / ".git").exists():
            raise SystemExit(
                f"{folder} lies in the repository {place}: a private key must not be published by accident. "
                "Choose a folder outside it with --issuer."
            )
