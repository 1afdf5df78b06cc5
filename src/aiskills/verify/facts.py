"""What a certificate says, as plain texts for people. Nothing in it is trusted: any part may be missing or odd."""

from __future__ import annotations


def facts(payload: dict, kid: str | None = None, pinned_name: str | None = None) -> dict:
    """The ``facts`` of a report. ``pinned_name``: what the issuer is called here; its own words count less."""
    issuer = payload.get("issuer")
    issuer = issuer if isinstance(issuer, dict) else {"id": issuer}
    subject = _object(payload.get("credentialSubject"))
    achievement = _object(subject.get("achievement"))
    members = [_object(_object(one).get("credentialSubject")) for one in _items(subject.get("verifiableCredential"))]
    return {
        "name": _name(subject),
        "achievement": _text(achievement.get("name")) or _text(payload.get("name")),
        "achievementType": _text(achievement.get("achievementType")),
        "issuer": pinned_name or _text(issuer.get("name")),
        "issuerId": _text(issuer.get("id")),
        "validFrom": _text(payload.get("validFrom")),
        "validUntil": _text(payload.get("validUntil")),
        "id": _text(payload.get("id")),
        "results": _results(subject),
        "evidence": [id for one in _items(payload.get("evidence")) if (id := _text(_object(one).get("id")))],
        "alignments": [_alignment(one) for one in _items(achievement.get("alignment")) if isinstance(one, dict)],
        "members": [
            {"achievement": _text(_object(one.get("achievement")).get("name")), "results": _results(one)}
            for one in members
        ],
        "keyId": kid,
        "language": _text(achievement.get("inLanguage")),
    }


def _name(subject: dict) -> str | None:
    for one in _items(subject.get("identifier")):
        if isinstance(one, dict) and one.get("identityType") == "name" and one.get("hashed") is False:
            return _text(one.get("identityHash"))
    return None


def _results(subject: dict) -> list[dict]:
    described = {}
    for one in _items(_object(subject.get("achievement")).get("resultDescription")):
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            described[one["id"]] = _text(one.get("name"))
    found = []
    for one in _items(subject.get("result")):
        value = _text(_object(one).get("value"))
        if value is not None:
            about = one.get("resultDescription")
            found.append({"name": described.get(about) if isinstance(about, str) else None, "value": value})
    return found


def _alignment(one: dict) -> dict:
    names = {"framework": "targetFramework", "code": "targetCode", "name": "targetName"}
    return {name: _text(one.get(term)) for name, term in names.items()}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _object(value: object) -> dict:
    return value if isinstance(value, dict) else {}


def _items(value: object) -> list:
    """A member that may be one thing or a list of things."""
    return value if isinstance(value, list) else [] if value is None else [value]
