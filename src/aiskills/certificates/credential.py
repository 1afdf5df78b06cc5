"""The documents: an Open Badges 3.0 credential, a Comprehensive Learner Record 2.0 of a track, a status list.

Each is signed as a whole in one form, a compact JWS; what stands in it follows the two 1EdTech standards and the W3C
data model 2.0. The members of a learner record carry a proof of their own, so that each can be shown alone.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from openbadgeslib.ob3 import (
    CLR_CONTEXT_URL,
    OB_V3_CONTEXT,
    VCDM_V2_CONTEXT,
    Achievement,
    Alignment,
    Evidence,
    IdentityObject,
    OpenBadgeCredential,
    Result,
    ResultDescription,
    build_clr_credential,
    build_status_list_credential,
    status_entry,
)
from openbadgeslib.ob3 import Issuer as Profile

from .facts import Certificate, Learner, ModuleResult
from .issuer import Issuer
from .keys import Signer
from .register import LIST_SIZE, Place

# In the order that the standard demands: first of all credentials, then of records, then of badges and their schemas.
_RECORD_CONTEXTS = (
    VCDM_V2_CONTEXT,
    CLR_CONTEXT_URL,
    OB_V3_CONTEXT,
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
_CLR_SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}


def new_id() -> str:
    return f"urn:uuid:{uuid.uuid4()}"


def list_id(issuer: Issuer, did: str, number: int) -> str:
    """The name of a status list: its address on the institution's site, or a fixed name where there is none."""
    if issuer.status:
        return f"{issuer.status}{number}.jwt"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{did}/status/{number}')}"


def identifiers(learner: Learner) -> list[IdentityObject]:
    """Whose it is: the name as the learner wants it, and the e-mail only as a salted hash."""
    found = [IdentityObject(identity_hash=learner.name, identity_type="name", hashed=False)]
    if learner.email:
        salt = secrets.token_hex(16)
        digest = hashlib.sha256((learner.email.strip().lower() + salt).encode("utf-8")).hexdigest()
        found.append(IdentityObject(f"sha256${digest}", "emailAddress", True, salt))
    return found


def badge(
    issuer: Issuer,
    did: str,
    certificate: Certificate,
    learner: Learner,
    results: Iterable[ModuleResult],
    alignments: Iterable[Mapping[str, str]],
    *,
    id: str,
    subject: str,
    identity: list[IdentityObject],
    issued: datetime,
    until: datetime | None,
    place: Place | None,
) -> OpenBadgeCredential:
    """The credential of one certificate, not yet signed. Results are percent of the automatic points, a module each."""
    results = list(results)
    described = [
        ResultDescription(
            id=_name(did, f"{certificate.id}/{one.module}"),
            name=one.title,
            result_type="Percent",
            value_min="0",
            value_max="100",
        )
        for one in results
    ]
    achievement = Achievement(
        id=_name(did, certificate.id),
        name=certificate.title,
        description=certificate.description,
        criteria_narrative=certificate.criteria,
        achievement_type={"badge": "Badge", "module": "MicroCredential"}.get(certificate.level, "Certificate"),
        alignments=[Alignment(one["name"], one["url"], one["framework"], one.get("code")) for one in alignments],
        result_descriptions=described,
    )
    return OpenBadgeCredential(
        issuer=Profile(id=did, name=issuer.name, url=issuer.url or None),
        recipient_id=subject,
        achievement=achievement,
        id=id,
        name=certificate.title,
        issuance_date=issued,
        expiration_date=until,
        identifiers=identity,
        results=[
            Result(value=f"{one.percent:g}", result_description=about.id)
            for one, about in zip(results, described, strict=True)
        ],
        evidence=[
            Evidence(id=f"urn:sha256:{one.evidence}", name=f"Marked notebook: {one.title}")
            for one in results
            if one.evidence
        ],
        credential_status=[_status(issuer, did, place)] if place else [],
    )


def record(
    issuer: Issuer,
    signer: Signer,
    title: str,
    members: list[OpenBadgeCredential],
    *,
    id: str,
    subject: str,
    identity: list[IdentityObject],
    issued: datetime,
    until: datetime | None,
    place: Place,
) -> dict:
    """The claims of a Comprehensive Learner Record whose members are these credentials, each with its own proof."""
    document = build_clr_credential(
        Profile(id=signer.did, name=issuer.name, url=issuer.url or None).to_dict(),
        [one.to_dict() for one in identity],
        [signer.prove(member.to_vc()) for member in members],
        credential_id=id,
        valid_from=issued,
        valid_until=until,
        status=_status(issuer, signer.did, place),
    )
    document["@context"] = list(_RECORD_CONTEXTS)
    document["credentialSubject"]["id"] = subject
    document["credentialSchema"] = [dict(_CLR_SCHEMA)]
    document["name"] = title
    return document | claims(document)


def claims(document: dict) -> dict:
    """The JWT claims that repeat what a document says; a reader refuses a token in which they differ."""
    found = {
        "iss": document["issuer"]["id"] if isinstance(document["issuer"], dict) else document["issuer"],
        "jti": document["id"],
        "nbf": _seconds(document["validFrom"]),
    }
    if "id" in document["credentialSubject"]:
        found["sub"] = document["credentialSubject"]["id"]
    if "validUntil" in document:
        found["exp"] = _seconds(document["validUntil"])
    return found


def status_list(issuer: Issuer, did: str, number: int, revoked: Iterable[int], made: datetime) -> dict:
    """The claims of a status list: one bit a certificate, 1 where it is revoked. Fresh for ``issuer.status_days``."""
    until = made + timedelta(days=issuer.status_days)
    document = build_status_list_credential(
        did, list_id(issuer, did, number), "revocation", revoked, LIST_SIZE, issued=made, valid_until=until
    )
    return document | claims(document)


def _status(issuer: Issuer, did: str, place: Place) -> dict:
    return status_entry(list_id(issuer, did, place.list), "revocation", place.index)


def _name(did: str, path: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{did}/achievements/{path}')}"


def _seconds(time: str) -> int:
    return int(datetime.fromisoformat(time).timestamp())
