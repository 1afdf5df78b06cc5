"""What the published standards demand of our documents: JSON Schema, links between parts, and JSON-LD terms.

The schemas in ``schemas/`` say in our own words what 1EdTech (Open Badges 3.0, Comprehensive Learner Record 2.0) and
the W3C (Verifiable Credentials 2.0, Bitstring Status List 1.0) demand of the parts that we use.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker
from openbadgeslib.ob3 import bundled_clr_contexts
from openbadgeslib.ob3.contexts import document_loader
from pyld import jsonld
from referencing import Registry, Resource

from tests.unit.verify.making import CLAIMS

FOLDER = Path(__file__).parent / "schemas"
UNDEFINED = "https://undefined.invalid/"  # where JSON-LD puts the types that no context defines
BY_TYPE = {
    "OpenBadgeCredential": "badge-3.0.json",
    "AchievementCredential": "badge-3.0.json",
    "ClrCredential": "record-2.0.json",
    "BitstringStatusListCredential": "status-list-1.0.json",
}


def faults(document: dict) -> list[str]:
    """What is wrong with a credential (or the payload of its token) by the standards, a line each."""
    types = document.get("type") if isinstance(document.get("type"), list) else []
    names = ["credential-2.0.json", *(BY_TYPE[one] for one in types if isinstance(one, str) and one in BY_TYPE)]
    if len(names) == 1:
        return [f"type: no kind of credential that the schemas know: {types}"]
    found = [f"{where(error)}: {error.message}" for name in names for error in validator(name).iter_errors(document)]
    return found or dangling(document)


def where(error) -> str:
    return ".".join(map(str, error.absolute_path)) or "document"


@cache
def validator(name: str) -> Draft202012Validator:
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}
    registry = Registry().with_resources((id, Resource.from_contents(schema)) for id, schema in schemas.items())
    formats = FormatChecker(["date-time"])
    if "date-time" not in formats.checkers:
        raise RuntimeError("the package rfc3339-validator is missing, so no time would be checked")
    Draft202012Validator.check_schema(schemas[name])
    return Draft202012Validator(schemas[name], registry=registry, format_checker=formats)


def dangling(document: dict) -> list[str]:
    """Results must name a result description of the achievement that is asserted."""
    subject = document["credentialSubject"]
    members = subject.get("verifiableCredential", []) if isinstance(subject, dict) else []
    found = [fault for member in members for fault in dangling(member)]
    described = {one["id"] for one in _items(subject.get("achievement"), "resultDescription")}
    for one in _items(subject, "result"):
        link = one.get("resultDescription")
        if link is not None and link not in described:
            found.append(f"result: {link} is not described by the achievement")
    return found


def _items(holder: object, name: str) -> list[dict]:
    value = holder.get(name, []) if isinstance(holder, dict) else []
    return value if isinstance(value, list) else [value]


def undefined_terms(document: dict) -> list[str]:
    """Members and types that the document's contexts do not define, so that JSON-LD would drop them.

    The claims of a token (``iss`` and the like) are no part of the document. Contexts are never fetched.
    """
    plain = {name: value for name, value in document.items() if name not in CLAIMS}
    dropped: list[str] = []
    options = {"documentLoader": document_loader(bundled_clr_contexts()), "base": UNDEFINED}
    expanded = jsonld.expand(plain, options, on_property_dropped=lambda name: dropped.append(str(name)))
    return [*dropped, *(name.removeprefix(UNDEFINED) for name in _types(expanded) if name.startswith(UNDEFINED))]


def _types(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for one in value for name in _types(one)]
    if not isinstance(value, dict):
        return []
    own = value.get("@type", [])
    return [*([own] if isinstance(own, str) else own), *_types(list(value.values()))]
