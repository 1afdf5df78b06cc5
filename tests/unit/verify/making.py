"""Real signed documents for the tests: issuers, badges, learner records, status lists, and the forms that carry them.

Everything is made with openbadgeslib's builders and `cryptography`, not with the code under test. The keys come from
fixed seeds that stand in this file: they are test keys, worth nothing, and must never sign anything else.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import struct
import zlib
from datetime import UTC, datetime

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3 import (
    Achievement,
    Alignment,
    Evidence,
    IdentityObject,
    Issuer,
    OpenBadgeCredential,
    Result,
    ResultDescription,
    add_data_integrity_proof,
    build_clr_credential,
    build_status_list_credential,
    multikey_from_pem,
    status_entry,
)

VC = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
SALT = "00112233445566778899aabbccddeeff"
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-."
UNSET = object()


class Key:
    """An Ed25519 test key from a fixed seed, with the forms of its public half that the tests need."""

    def __init__(self, name: str) -> None:
        self.private = Ed25519PrivateKey.from_private_bytes(
            hashlib.sha256(f"aiskills test key {name}".encode()).digest()
        )
        public = self.private.public_key()
        self.raw = public.public_bytes_raw()
        self.pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        self.private_pem = self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.multibase = multikey_from_pem(self.pem)
        self.did = f"did:key:{self.multibase}"
        self.jwk = {"kty": "OKP", "crv": "Ed25519", "x": b64(self.raw)}


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def dumps(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def iso(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sign(payload: dict | bytes, key: Key, kid: str | None, **header: object) -> str:
    """A compact JWS. ``payload`` may be the bytes themselves, for payloads that no JSON writer makes."""
    head = {"alg": "EdDSA", "kid": kid, "typ": "JWT"} | header
    head = {name: value for name, value in head.items() if value is not None}
    body = payload if isinstance(payload, bytes) else dumps(payload)
    signed = f"{b64(dumps(head))}.{b64(body)}"
    return f"{signed}.{b64(key.private.sign(signed.encode()))}"


def identifiers(name: str | None, email: str | None) -> list[IdentityObject]:
    made = [] if name is None else [IdentityObject(identity_hash=name, identity_type="name", hashed=False)]
    return made if email is None else [*made, IdentityObject.create(email.lower(), salt=SALT)]


def badge(
    issuer: str,
    issued: datetime,
    *,
    number: int = 1,
    name: str | None = "Amina Diallo",
    email: str | None = "amina@example.org",
    until: datetime | None = None,
    status: tuple[str, int] | None = None,
    issuer_name: str = "Example Learning Institute",
    title: str = "AI Skills Essentials",
    kind: str = "Badge",
) -> dict:
    """The payload of a badge, with the registered claims. ``status`` is (address of the list, index)."""
    base = "https://learning.example.org/achievements/essentials"
    described = [
        ResultDescription(id=f"{base}#{slug}", name=text, result_type="Percent", value_min="0", value_max="100")
        for slug, text in (("split", "Split before you look"), ("baseline", "Baselines before models"))
    ]
    payload = OpenBadgeCredential(
        id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        issuer=Issuer(id=issuer, name=issuer_name, url="https://learning.example.org/"),
        recipient_id=f"urn:uuid:11111111-0000-4000-8000-{number:012d}",
        achievement=Achievement(
            id=base,
            name=title,
            description="Five modules that every learner of the course begins with.",
            criteria_narrative="All five modules passed with 70 percent, and the written parts marked.",
            achievement_type=kind,
            alignments=[
                Alignment(
                    target_name="Information and data literacy",
                    target_url="https://example.org/frameworks/digital#1",
                    target_framework="Example Digital Framework",
                    target_code="1.2",
                )
            ],
            result_descriptions=described,
        ),
        name=title,
        issuance_date=issued,
        expiration_date=until,
        evidence=[
            Evidence(
                id="urn:sha256:" + hashlib.sha256(b"executed notebook").hexdigest(),
                name="Executed notebook",
                description="The notebook that was marked, by the SHA-256 of its file.",
            )
        ],
        credential_status=[status_entry(status[0], "revocation", status[1])] if status else [],
        identifiers=identifiers(name, email),
        results=[
            Result(result_description=f"{base}#split", value="86"),
            Result(result_description=f"{base}#baseline", value="91.5"),
        ],
    ).to_jwt_payload()
    # The two contexts of the agreed form. A credentialSchema would need the third one of the builder.
    payload["@context"] = [VC, OB]
    del payload["credentialSchema"]
    payload["credentialSubject"]["achievement"]["inLanguage"] = "en"
    return payload


CLAIMS = ("iss", "sub", "jti", "nbf", "exp")


def member(payload: dict, key: Key, kid: str, created: datetime) -> dict:
    """A badge as it stands inside a learner record: without the claims of a token, with a proof of its own."""
    document = {name: value for name, value in copy.deepcopy(payload).items() if name not in CLAIMS}
    return add_data_integrity_proof(document, key.private_pem, kid, created=created)


def record(issuer: str, issued: datetime, members: list[dict], *, number: int, status: tuple[str, int] | None) -> dict:
    """The payload of a Comprehensive Learner Record that holds ``members``."""
    payload = build_clr_credential(
        {"id": issuer, "type": ["Profile"], "name": "Example Learning Institute"},
        [i.to_dict() for i in identifiers("Amina Diallo", "amina@example.org")],
        members,
        credential_id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        valid_from=issued,
        status=status_entry(status[0], "revocation", status[1]) if status else None,
    )
    payload["@context"] = [VC, CLR, OB]
    payload["name"] = "Learner record: AI Skills Foundation"
    subject = payload["credentialSubject"]
    subject["id"] = f"urn:uuid:11111111-0000-4000-8000-{number:012d}"
    subject["type"] = ["ClrSubject"]
    claims = {"iss": issuer, "sub": subject["id"], "jti": payload["id"], "nbf": int(issued.timestamp())}
    return payload | claims


def status_list(issuer: str, url: str, revoked: set[int], made: datetime, until: datetime | None) -> dict:
    """The payload of a status list of 131,072 entries, of which the bits ``revoked`` are set."""
    payload = build_status_list_credential(issuer, url, "revocation", sorted(revoked), issued=made, valid_until=until)
    claims = {"iss": issuer, "jti": url, "nbf": int(made.timestamp())}
    return payload | claims | ({"exp": int(until.timestamp())} if until else {})


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))


def plain_png(side: int = 24) -> bytes:
    """A small square picture of one colour."""
    rows = b"".join(b"\0" + b"\x1f\x6f\x8b" * side for _ in range(side))
    head = struct.pack("!IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def with_chunk(png: bytes, made: bytes) -> bytes:
    """The picture with one more chunk before its end."""
    return png[:-12] + made + png[-12:]


def compressed_itxt(text: bytes) -> bytes:
    """An iTXt chunk whose text is compressed, with a language and a translated keyword."""
    return chunk(b"iTXt", b"openbadgecredential\0\x01\0en\0certificate\0" + zlib.compress(text, 9))


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    b'<title>Badge</title><rect width="9" height="9"/></svg>'
)


def pdf(files: dict[str, bytes]) -> bytes:
    """A printed page with ``files`` attached."""
    import typst

    attached = "".join(
        f'#pdf.attach("{name}", bytes(({",".join(map(str, data))},)), relationship: "data")\n'
        for name, data in files.items()
    )
    return typst.compile(f"{attached}= Certificate\nAmina Diallo".encode(), format="pdf")


def packed(token: str) -> str:
    """The digits that carry a token in a square code, written here once more from the agreed form."""
    head, body, signature = (unb64(part) for part in token.split("."))
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = signature + deflate.compress(head + b"\n" + body) + deflate.flush()
    text = ""
    for start in range(0, len(data), 2):
        pair = data[start : start + 2]
        value, digits = (pair[0] * 256 + pair[1], 3) if len(pair) == 2 else (pair[0], 2)
        for _ in range(digits):
            value, digit = divmod(value, 41)
            text += DIGITS[digit]
    return text
