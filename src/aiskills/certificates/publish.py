"""What an institution shows the world: its identifier, the list by which others pin it, its lists of revoked
certificates, and the page that checks certificates. Plain files for any web server, or for a USB stick.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from aiskills.verify import page

from . import credential, keys
from .issuer import Issuer
from .register import Register
from .writing import replace


def status_lists(issuer: Issuer, register: Register, ask: keys.Ask, now: datetime) -> dict[int, str]:
    """Number -> signed status list, as the register stands now. A list of a stolen identifier is left out."""
    compromised = {key.did for key in issuer.keys} - {key.did for key in issuer.keys if key.compromised is None}
    signers: dict[str, keys.Signer] = {}
    found = {}
    for row in register.lists():
        if row.did in compromised:
            continue
        if row.did not in signers:
            signers[row.did] = issuer.signer(ask, row.did)
        claims = credential.status_list(issuer, row.did, row.number, register.revoked(row.number), now)
        found[row.number] = signers[row.did].sign(claims)
    return found


def publish(issuer: Issuer, register: Register, ask: keys.Ask, out: Path, now: datetime) -> list[Path]:
    """Write everything public into ``out``; returns the files. No name and no mark of a learner is in any of them."""
    lists = status_lists(issuer, register, ask, now)
    trusted = issuer.trusted()
    bundle = {"issuers": trusted["issuers"], "status": list(lists.values())}
    files = {
        "issuers.json": json.dumps(trusted, ensure_ascii=False, indent=1) + "\n",
        "verify.html": page.standalone(bundle),
    }
    files |= {f"status/{number}.jwt": token for number, token in lists.items()}
    if issuer.method.startswith("did:web:"):
        files[did_path(issuer.method)] = json.dumps(issuer.did_document(), indent=1) + "\n"
    written = []
    for name, text in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, text.encode())
        written.append(path)
    return written


def did_path(did: str) -> str:
    """Where on its site the document of a did:web lies."""
    folders = did.removeprefix("did:web:").split(":")[1:]
    return "/".join([*folders, "did.json"]) if folders else ".well-known/did.json"
