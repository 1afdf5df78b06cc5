"""The check: one file, one report. The first outcome that applies is given; the page in the browser does the same.

Order: no-credential, damaged, not-accepted, unknown-key, forged, withdrawn-key, not-yet-valid, expired, revoked,
other-person, unknown-issuer, status-unknown, status-old, good. What the order leaves open is settled so:

- not-accepted: also where id, issuer, validFrom, or the achievement is missing, a date has no zone, or a learner record
  holds a credential of another issuer, whose proof cannot be checked here.
- unknown-key: the issuer named in the body is neither pinned nor a did:key; or a pinned issuer signed with a key that
  is not in its list (perhaps the list is older than the key).
- forged: with a key named in the header, only that key of the issuer is tried; without one, each of them. ``iss``,
  ``sub`` (where the subject has an id), ``jti`` and ``nbf`` must be there and agree with the body; ``exp``, where it is
  there, with ``validUntil``.
- revoked: the status of the members of a learner record is looked up too. Suspension counts as revocation. A list that
  is past its end still revokes.
- other-person: only a salted SHA-256 of the address, written in lower case, is compared.
- status-unknown: also where the certificate names no status list.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from . import facts as says
from . import status
from .errors import CheckError, NotAccepted
from .issuers import DID_KEY, Issuer, Key, find, fits, time
from .jws import Signed, parse
from .reading import find as find_token

LEEWAY = timedelta(seconds=60)
_VC = "https://www.w3.org/ns/credentials/v2"
_OB = "https://purl.imsglobal.org/spec/ob/v3p0/context"
_CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context"
_KINDS = {"OpenBadgeCredential": "badge", "AchievementCredential": "badge", "ClrCredential": "record"}
VALID = frozenset({"good", "status-old", "status-unknown", "unknown-issuer"})


def check(data: bytes, trust: dict, *, now: datetime, email: str | None = None) -> dict:
    """Check the certificate in a file against a trust bundle (see ``trust.load``), offline.

    ``now`` is an aware datetime; ``email`` asks whether the certificate belongs to that address. Returns the report:
    outcome, valid (True, False, or None where it cannot be said), trusted, kind, facts, status, personChecked. Bad
    files never raise. ``facts`` of a certificate that is not proven genuine are only what the file claims.
    """
    if now.tzinfo is None:
        raise ValueError("now must say its time zone")
    report = _blank()
    try:
        signed = parse(find_token(data))
        report["kind"] = kind(signed.payload)
        outcome = _judge(signed, trust, now, email, report)
    except CheckError as error:
        outcome = error.outcome
    report["outcome"] = outcome
    report["valid"] = None if outcome == "unknown-key" else outcome in VALID
    return report


def _blank() -> dict:
    return {
        "outcome": "",
        "valid": False,
        "trusted": False,
        "kind": None,
        "facts": says.facts({}),
        "status": {"listed": False, "made": None, "until": None, "ageDays": None},
        "personChecked": False,
    }


def kind(payload: dict) -> str:
    """``badge`` or ``record``. Raises NotAccepted for any other document, and for one without its main parts."""
    types, contexts = payload.get("type"), payload.get("@context")
    if not isinstance(types, list) or not isinstance(contexts, list) or contexts[:1] != [_VC]:
        raise NotAccepted("not a credential of the W3C data model 2.0")
    kinds = {_KINDS[one] for one in types if isinstance(one, str) and one in _KINDS}
    if "VerifiableCredential" not in types or len(kinds) != 1:
        raise NotAccepted("neither an Open Badge 3.0 nor a Comprehensive Learner Record 2.0")
    found = kinds.pop()
    context = _CLR if found == "record" else _OB
    if not any(isinstance(one, str) and one.startswith(context) for one in contexts):
        raise NotAccepted("the context does not belong to the kind of credential")
    issuer, subject = _issuer_id(payload), payload.get("credentialSubject")
    dated = time(payload.get("validFrom")) and ("validUntil" not in payload or time(payload["validUntil"]))
    if not isinstance(payload.get("id"), str) or not issuer or not isinstance(subject, dict) or not dated:
        raise NotAccepted("id, issuer, subject or date is missing")
    members = subject.get("verifiableCredential")
    if found == "badge" and not isinstance(subject.get("achievement"), dict):
        raise NotAccepted("no achievement is named")
    if found == "record" and (not isinstance(members, list) or any(_issuer_id(one) != issuer for one in members)):
        raise NotAccepted("a learner record must hold credentials, all of its own issuer")
    return found


def _issuer_id(document: object) -> str | None:
    issuer = document.get("issuer") if isinstance(document, dict) else None
    issuer = issuer.get("id") if isinstance(issuer, dict) else issuer
    return issuer if isinstance(issuer, str) else None


def _judge(signed: Signed, trust: dict, now: datetime, email: str | None, report: dict) -> str:
    payload, did = signed.payload, _issuer_id(signed.payload)
    issuer = find(trust, did)
    report["facts"] = says.facts(payload, signed.kid, issuer.name if issuer else None)
    if issuer is None:
        return "unknown-key"
    key, fault = _signer(signed, issuer)
    if key is None:
        return fault
    issued, until = time(payload["validFrom"]), time(payload.get("validUntil"))
    if not _agrees(payload, did, issued, until):
        return "forged"
    report["facts"]["keyId"] = key.id
    if not key.stands(issued):
        return "withdrawn-key"
    report["trusted"] = issuer.pinned
    looked = _status(payload, trust, issuer, now, report)
    if issued > now + LEEWAY:
        return "not-yet-valid"
    if until is not None and until < now:
        return "expired"
    if looked == "revoked":
        return "revoked"
    if email is not None:
        report["personChecked"] = True
        if not belongs(payload, email):
            return "other-person"
    if not issuer.pinned:
        return "unknown-issuer"
    return looked


def _signer(signed: Signed, issuer: Issuer) -> tuple[Key | None, str]:
    """The key that made the signature, or the outcome where there is none."""
    keys = issuer.named(signed.kid)
    if not keys:
        # A pinned issuer may have a key that is newer than the list here; a did:key has only the one that it names.
        named = signed.kid is not None
        foreign = named and (signed.kid.partition("#")[0] != issuer.id or issuer.id.startswith(DID_KEY))
        return None, "forged" if foreign else "unknown-key"
    return next((key for key in keys if fits(key.raw, signed.message, signed.signature)), None), "forged"


def _agrees(payload: dict, did: str, issued: datetime, until: datetime | None) -> bool:
    subject = payload["credentialSubject"].get("id")
    ends = "exp" not in payload or (until is not None and _same(payload["exp"], until))
    return (
        payload.get("iss") == did
        and payload.get("sub") == subject
        and payload.get("jti") == payload["id"]
        and _same(payload.get("nbf"), issued)
        and ends
    )


def _same(seconds: object, moment: datetime) -> bool:
    whole = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    return whole and seconds == moment.timestamp() // 1


def _status(payload: dict, trust: dict, issuer: Issuer, now: datetime, report: dict) -> str:
    """``revoked``, ``status-unknown``, ``status-old`` or ``good``; the list that decides stands in the report."""
    members = payload["credentialSubject"].get("verifiableCredential")
    members = members if isinstance(members, list) else [members]
    own = status.entries(payload)
    entries = own + [entry for one in members if isinstance(one, dict) for entry in status.entries(one)]
    lists = [status.newest(trust.get("status", []), issuer, one) if one.url else None for one in entries]
    revoked = [one for one, entry in zip(lists, entries, strict=True) if one and one.says(entry.index)]
    there = revoked or [one for one in lists if one]
    if there:
        oldest = min(there, key=lambda one: one.made)
        age = max(0, (now - oldest.made).days)
        until = oldest.until and oldest.signed.payload["validUntil"]
        made = oldest.signed.payload["validFrom"]
        report["status"] = {"listed": True, "made": made, "until": until, "ageDays": age}
    report["status"]["listed"] = bool(own)
    if revoked:
        return "revoked"
    if not own or None in lists:
        return "status-unknown"
    return "status-old" if any(one.until is not None and one.until < now for one in there) else "good"


def belongs(payload: dict, email: str) -> bool:
    """Whether one of the hashed addresses in a certificate is this one."""
    identifiers = payload["credentialSubject"].get("identifier")
    identifiers = identifiers if isinstance(identifiers, list) else [identifiers]
    return any(_fits(one, email.strip().lower()) for one in identifiers if isinstance(one, dict))


def _fits(one: dict, address: str) -> bool:
    said, salt = one.get("identityHash"), one.get("salt", "")
    if one.get("hashed") is not True or one.get("identityType") != "emailAddress":
        return False
    if not isinstance(said, str) or not isinstance(salt, str):
        return False
    made = hashlib.sha256((address + salt).encode("utf-8", "replace")).hexdigest()
    return hmac.compare_digest(said.lower().encode("utf-8", "replace"), f"sha256${made}".encode())
