"""One shared set of good and bad files, each with the outcome that every checker must give: Python and the page.

``cases(now)`` makes the files and ``trust(now)`` what the checker pins. The same ``now`` gives the same signatures.
"""

from __future__ import annotations

import copy
import hashlib
import hmac
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from openbadgeslib import baking

from tests.unit.verify import making
from tests.unit.verify.making import Key, b64, badge, dumps, iso, sign, unb64

WEB = "did:web:learning.example.org"
ELSEWHERE = "did:web:elsewhere.example.com"
RETIRED, CURRENT, STOLEN = Key("web retired"), Key("web current"), Key("web stolen")
PINNED, FREE, OTHER, ATTACKER = Key("pinned did:key"), Key("unpinned did:key"), Key("elsewhere"), Key("attacker")
KID = f"{WEB}#key-2"
LIST = "https://learning.example.org/status"
ORDER = 2**252 + 27742317777372353535851937790883648493  # of Ed25519's group
EMAIL = "amina@example.org"


@dataclass(frozen=True)
class Case:
    """A file and what it must come to. ``token`` is the signed form in it, None where none can be taken out whole.

    ``photo`` marks files that hold the certificate only as a picture of a square code: a checker without a reader of
    pictures must find no credential there.
    """

    name: str
    data: bytes
    filename: str
    expected: str
    email: str | None = None
    token: str | None = None
    photo: bool = False


def days(count: float) -> timedelta:
    return timedelta(days=count)


@cache
def trust(now: datetime) -> dict:
    """The trust bundle: a pinned did:web with three keys, a pinned did:key, and all status lists at hand."""

    def key(kid: str, made: Key, start: float, until: float | None = None, compromised: float | None = None) -> dict:
        ends = {"until": until, "compromised": compromised}
        times = {name: None if value is None else iso(now - days(value)) for name, value in ends.items()}
        return {"id": kid, "multibase": made.multibase, "from": iso(now - days(start))} | times

    web = [
        key(f"{WEB}#key-1", RETIRED, 1500, until=365),
        key(KID, CURRENT, 365),
        key(f"{WEB}#key-3", STOLEN, 700, compromised=30),
    ]
    site = "https://learning.example.org/"
    issuers = [
        {"id": WEB, "name": "Example Learning Institute", "url": site, "keys": web},
        {
            "id": PINNED.did,
            "name": "Workshop of Example Town",
            "url": None,
            "keys": [key(f"{PINNED.did}#{PINNED.multibase}", PINNED, 900)],
        },
    ]
    return {"issuers": issuers, "status": list(_lists(now))}


def _lists(now: datetime) -> Iterator[str]:
    def made(issuer: str, kid: str, key: Key, url: str, revoked: set[int], age: float, until: float | None = 27) -> str:
        end = None if until is None else now + days(until)
        return sign(making.status_list(issuer, url, revoked, now - days(age), end), key, kid)

    yield made(WEB, KID, CURRENT, f"{LIST}/1", {9}, 40, -10)  # an older genuine copy, before 7 and 8 were revoked
    yield made(WEB, KID, CURRENT, f"{LIST}/1", {7, 8}, 3)
    yield made(WEB, KID, CURRENT, f"{LIST}/1", {9}, 20)  # another older copy, after the newest one
    yield made(WEB, KID, CURRENT, f"{LIST}/3", {5}, 90, -60)  # too old
    yield made(WEB, KID, ATTACKER, f"{LIST}/4", set(), 1)  # signed by somebody else in the issuer's name
    yield made(FREE.did, f"{FREE.did}#{FREE.multibase}", FREE, f"{LIST}/4", set(), 1)  # by another issuer
    yield made(WEB, f"{WEB}#key-3", STOLEN, f"{LIST}/4", set(), 1)  # by the issuer's stolen key
    yield made(WEB, f"{WEB}#key-1", RETIRED, f"{LIST}/4", set(), 1)  # by the retired key, after its end
    yield made(FREE.did, KID, CURRENT, f"{LIST}/4", set(), 1)  # in the name of another issuer
    yield made(
        PINNED.did, f"{PINNED.did}#{PINNED.multibase}", PINNED, "urn:uuid:aaaaaaaa-0000-4000-8000-000000000001", {4}, 2
    )
    yield made(FREE.did, f"{FREE.did}#{FREE.multibase}", FREE, "urn:uuid:aaaaaaaa-0000-4000-8000-000000000002", {4}, 2)
    yield "not.a.list"


def edited(token: str, change: Callable[[dict], object], part: int = 1) -> str:
    """The token with its header or payload changed and the signature left as it was."""
    parts = token.split(".")
    value = json.loads(unb64(parts[part]))
    change(value)
    parts[part] = b64(dumps(value))
    return ".".join(parts)


@cache
def cases(now: datetime) -> list[Case]:
    """Every file of the set. Names are unique and do not change."""
    now = now.replace(microsecond=0)
    good = sign(badge(WEB, now - days(10), status=(f"{LIST}/1", 1)), CURRENT, KID)
    groups = (_carriers, _broken, _refused, _forged, _claims, _issuers, _dates, _revocation, _persons)
    made = [case for group in groups for case in group(now, good)]
    assert len({case.name for case in made}) == len(made)
    return made


def jwt(name: str, token: str, expected: str, email: str | None = None) -> Case:
    return Case(name, token.encode(), f"{name}.jwt", expected, email, token)


def _carriers(now: datetime, good: str) -> Iterator[Case]:
    bare = making.plain_png()
    raw = good.encode()
    code = making.packed(good)
    baked = baking.bake_png(bare, good, keyword=baking.ITXT_KEYWORD_OB3)
    svg = baking.bake_svg(making.SVG, good, element=baking.SVG_ELEMENT_OB3, namespace=baking.SVG_NS_OB3)
    quoted = svg.replace(b'verify="' + raw + b'"', b"verify = '" + raw + b"'")
    for name, data, filename in (
        ("token", raw, "badge.jwt"),
        ("token-with-line-end", b"\xef\xbb\xbf" + raw + b"\r\n", "badge.jwt"),
        ("png", baked, "badge.png"),
        ("png-compressed", making.with_chunk(bare, making.compressed_itxt(raw)), "badge.png"),
        ("svg", svg, "badge.svg"),
        ("svg-single-quotes", quoted, "badge.svg"),
        ("pdf", making.pdf({"readme.txt": b"The certificate is in this file.", "certificate.jwt": raw}), "badge.pdf"),
        ("pdf-json", making.pdf({"certificate.json": dumps({"credential": good})}), "badge.pdf"),
        ("json", json.dumps({"credential": good}, indent=1).encode(), "badge.json"),
        ("json-jwt", dumps({"format": "jwt_vc_json", "jwt": good}), "badge.json"),
        ("code", b"AISKILLS1." + code.encode(), "code.txt"),
        ("code-address", b"https://learning.example.org/verify.html#1." + code.encode() + b"\n", "code.txt"),
        ("code-address-capitals", b"HTTPS://LEARNING.EXAMPLE.ORG/V#1." + code.encode(), "code.txt"),
    ):
        yield Case(f"good-{name}", data, filename, "good", token=good)
    yield jwt("record", _record(now), "good")
    yield Case(
        "record-pdf", making.pdf({"record.jwt": _record(now).encode()}), "record.pdf", "good", token=_record(now)
    )
    yield Case("photo", _photo(code), "photo.png", "good", token=good, photo=True)


def _photo(code: str) -> bytes:
    import io

    import segno

    out = io.BytesIO()
    segno.make("AISKILLS1." + code, error="l", micro=False).save(out, kind="png", scale=4)
    return out.getvalue()


@cache
def _record(now: datetime, other: bool = False, revoked: bool = False) -> str:
    issued = now - days(9)
    issuer, key, kid = (FREE.did, FREE, f"{FREE.did}#{FREE.multibase}") if other else (WEB, CURRENT, KID)
    index = 7 if revoked else 12
    first = badge(WEB, issued, number=31, title="Split before you look", kind="MicroCredential")
    second = badge(
        issuer, issued, number=32, title="AI Skills Foundation", kind="Certificate", status=(f"{LIST}/1", index)
    )
    members = [making.member(first, CURRENT, KID, issued), making.member(second, key, kid, issued)]
    return sign(making.record(WEB, issued, members, number=30, status=(f"{LIST}/1", 11)), CURRENT, KID)


def _broken(now: datetime, good: str) -> Iterator[Case]:
    raw = good.encode()
    head, body, signature = good.split(".")
    bare = making.plain_png()
    baked = baking.bake_png(bare, good, keyword=baking.ITXT_KEYWORD_OB3)
    for name, end in (
        ("header", 20),
        ("picture", 60),
        ("token", len(baked) // 2),
        ("end", len(baked) - 12),
        ("last", -1),
    ):
        yield Case(f"png-cut-in-{name}", baked[:end], "badge.png", "damaged")
    flipped = bytearray(baked)
    flipped[baked.index(raw) + 400] ^= 1
    yield Case("png-bad-checksum", bytes(flipped), "badge.png", "damaged")
    flipped = bytearray(baked)
    flipped[45] ^= 1
    yield Case("png-bad-checksum-of-the-picture", bytes(flipped), "badge.png", "damaged")
    bomb = making.with_chunk(bare, making.compressed_itxt(b"A" * 3_000_000))
    yield Case("png-bomb", bomb, "badge.png", "damaged")
    two = making.with_chunk(baked, making.compressed_itxt(raw))
    yield Case("png-two-certificates", two, "badge.png", "damaged")
    svg = baking.bake_svg(making.SVG, good, element=baking.SVG_ELEMENT_OB3, namespace=baking.SVG_NS_OB3)
    yield Case("svg-cut", svg[: len(svg) // 2], "badge.svg", "damaged")
    printed = making.pdf({"certificate.jwt": raw})
    yield Case("pdf-cut", printed[: len(printed) // 2], "badge.pdf", "damaged")
    yield Case("json-cut", dumps({"credential": good})[:300], "badge.json", "damaged")
    yield Case("token-half", raw[: len(raw) // 2], "badge.jwt", "damaged")
    yield Case("token-cut-in-the-signature", raw[:-30], "badge.jwt", "damaged")
    yield Case("token-header-only", head.encode(), "badge.jwt", "damaged")
    yield Case("token-four-parts", raw + b".AAAA", "badge.jwt", "damaged")
    yield Case("token-padding", raw + b"==", "badge.jwt", "damaged")
    spare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    yield jwt("token-spare-bits", good[:-1] + spare[spare.index(good[-1]) + 1], "damaged")
    yield Case("token-not-json", f"{head}.{b64(b'{not json}')}.{signature}".encode(), "badge.jwt", "damaged")
    code = making.packed(good)
    yield Case("code-cut", b"AISKILLS1." + code[:-40].encode(), "code.txt", "damaged")
    yield Case(
        "code-wrong-letter", b"AISKILLS1." + code[:200].encode() + b"_" + code[201:].encode(), "code.txt", "damaged"
    )
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = b"\0" * 64 + deflate.compress(b"{}\n" + b"A" * 3_000_000) + deflate.flush()
    yield Case("code-bomb", b"AISKILLS1." + _digits(data).encode(), "code.txt", "damaged")
    yield Case("empty", b"", "empty.jwt", "no-credential")
    yield Case("text", b"Dear Amina, your certificate is in the post.\n", "letter.txt", "no-credential")
    yield Case("json-of-something-else", b'{"marks": [1, 2, 3]}', "marks.json", "no-credential")
    yield Case("png-plain", bare, "picture.png", "no-credential")
    yield Case("svg-plain", making.SVG, "picture.svg", "no-credential")
    yield Case("pdf-plain", making.pdf({}), "page.pdf", "no-credential")
    yield Case("bytes", bytes(range(256)) * 20, "bytes.bin", "no-credential")


def _digits(data: bytes) -> str:
    text = ""
    for start in range(0, len(data) - len(data) % 2, 2):
        value = data[start] * 256 + data[start + 1]
        for _ in range(3):
            value, digit = divmod(value, 41)
            text += making.DIGITS[digit]
    if len(data) % 2:
        text += making.DIGITS[data[-1] % 41] + making.DIGITS[data[-1] // 41]
    return text


def _refused(now: datetime, good: str) -> Iterator[Case]:
    payload = json.loads(unb64(good.split(".")[1]))
    none = f"{b64(dumps({'alg': 'none', 'kid': KID, 'typ': 'JWT'}))}.{good.split('.')[1]}."
    yield jwt("alg-none", none, "not-accepted")
    yield jwt("alg-none-with-a-signature", none + good.split(".")[2], "not-accepted")
    yield jwt("no-signature", good.rsplit(".", 1)[0] + ".", "not-accepted")
    start = f"{b64(dumps({'alg': 'HS256', 'kid': KID, 'typ': 'JWT'}))}.{good.split('.')[1]}"
    for name, secret in (("pem", CURRENT.pem), ("raw", CURRENT.raw)):
        mac = b64(hmac.new(secret, start.encode(), hashlib.sha256).digest())
        yield jwt(f"hs256-with-the-public-key-{name}", f"{start}.{mac}", "not-accepted")
    yield jwt("alg-es256", sign(payload, CURRENT, KID, alg="ES256"), "not-accepted")
    yield jwt(
        "unknown-critical-header", sign(payload, CURRENT, KID, crit=["rule"], rule="must be understood"), "not-accepted"
    )
    twice = dumps(payload).replace(b'"name":', b'"name":"Somebody else","name":', 1)
    yield jwt("duplicate-key", sign(twice, CURRENT, KID), "not-accepted")
    for depth in (33, 40_000):
        deep = dumps(payload)[:-1] + b',"more":' + b"[" * depth + b"]" * depth + b"}"
        yield jwt(f"deep-{depth}", sign(deep, CURRENT, KID), "not-accepted")
    yield jwt("lone-surrogate", sign(dumps(payload)[:-1] + b',"more":"\\ud800"}', CURRENT, KID), "not-accepted")
    yield jwt("payload-is-a-list", sign(b"[1,2]", CURRENT, KID), "not-accepted")
    old = {"vc": payload, "iss": WEB, "nbf": payload["nbf"]}
    yield jwt("version-1-with-vc-claim", sign(old, CURRENT, KID), "not-accepted")
    yield jwt("a-status-list", trust(now)["status"][1], "not-accepted")
    other = copy.deepcopy(payload) | {"type": ["VerifiableCredential", "EmployeeCredential"]}
    yield jwt("another-kind-of-credential", sign(other, CURRENT, KID), "not-accepted")
    for name, contexts in (("in-another-order", [making.OB, making.VC]), ("without-badges", [making.VC])):
        yield jwt(f"contexts-{name}", sign(payload | {"@context": contexts}, CURRENT, KID), "not-accepted")
    for field in ("issuer", "validFrom", "credentialSubject", "id"):
        less = {name: value for name, value in payload.items() if name != field}
        yield jwt(f"without-{field}", sign(less, CURRENT, KID), "not-accepted")
    yield jwt("date-without-zone", sign(payload | {"validFrom": "2026-01-01T00:00:00"}, CURRENT, KID), "not-accepted")
    issued = now - days(10)
    linked = making.member(badge(WEB, issued, number=40), CURRENT, KID, issued)
    yield Case("json-with-a-proof-only", dumps(linked), "badge.json", "not-accepted")
    yield jwt("record-with-a-member-of-another-issuer", _record(now, other=True), "not-accepted")
    flat = {"payload": good.split(".")[1], "protected": good.split(".")[0], "signature": good.split(".")[2]}
    yield Case("json-signature-form", dumps(flat), "badge.json", "not-accepted")


def _forged(now: datetime, good: str) -> Iterator[Case]:
    payload = json.loads(unb64(good.split(".")[1]))
    renamed = copy.deepcopy(payload)
    renamed["credentialSubject"]["identifier"][0]["identityHash"] = "Mallory"
    yield jwt("edited-name", edited(good, lambda p: p.update(renamed)), "forged")

    def better(p: dict) -> None:
        p["credentialSubject"]["result"][0]["value"] = "100"

    yield jwt("edited-result", edited(good, better), "forged")
    forged = edited(good, better)
    baked = baking.bake_png(making.plain_png(), forged, keyword=baking.ITXT_KEYWORD_OB3)
    yield Case("edited-result-png", baked, "badge.png", "forged", token=forged)
    yield Case("edited-result-code", b"AISKILLS1." + making.packed(forged).encode(), "code.txt", "forged", token=forged)
    yield jwt("edited-header", edited(good, lambda h: h.update(extra=1), part=0), "forged")
    yield jwt("other-key", sign(payload, ATTACKER, KID), "forged")
    yield jwt("other-key-of-the-issuer", sign(payload, RETIRED, KID), "forged")
    yield jwt("key-in-the-header", sign(payload, ATTACKER, KID, jwk=ATTACKER.jwk), "forged")
    yield jwt("key-in-the-header-without-kid", sign(payload, ATTACKER, None, jwk=ATTACKER.jwk), "forged")
    yield jwt("key-address-in-the-header", sign(payload, ATTACKER, KID, jku="https://evil.example.com/keys"), "forged")
    yield jwt("certificate-in-the-header", sign(payload, ATTACKER, KID, x5c=[b64(ATTACKER.raw)]), "forged")
    yield jwt("kid-of-another-issuer", sign(payload, PINNED, f"{PINNED.did}#{PINNED.multibase}"), "forged")
    yield jwt("kid-of-an-attacker", sign(payload, ATTACKER, f"{ATTACKER.did}#{ATTACKER.multibase}"), "forged")
    free = badge(FREE.did, now - days(10), number=50)
    yield jwt("did-key-signed-by-another", sign(free, ATTACKER, f"{FREE.did}#{FREE.multibase}"), "forged")
    yield jwt("did-key-with-a-foreign-fragment", sign(free, ATTACKER, f"{FREE.did}#{ATTACKER.multibase}"), "forged")
    head, body, signature = good.split(".")
    raw = unb64(signature)
    moved = (int.from_bytes(raw[32:], "little") + ORDER).to_bytes(32, "little")
    yield jwt("signature-moved-by-the-order", f"{head}.{body}.{b64(raw[:32] + moved)}", "forged")
    yield jwt("signature-of-zeros", f"{head}.{body}.{b64(bytes(64))}", "forged")
    expired = badge(WEB, now - days(300), number=51, until=now - days(5))
    yield jwt("forged-before-expired", sign(expired, ATTACKER, KID), "forged")


def _claims(now: datetime, good: str) -> Iterator[Case]:
    payload = json.loads(unb64(good.split(".")[1]))
    ending = badge(WEB, now - days(10), number=60, until=now + days(300), status=(f"{LIST}/1", 1))
    for name, changed in (
        ("iss", payload | {"iss": PINNED.did}),
        ("sub", payload | {"sub": "urn:uuid:22222222-0000-4000-8000-000000000001"}),
        ("jti", payload | {"jti": "urn:uuid:22222222-0000-4000-8000-000000000002"}),
        ("nbf", payload | {"nbf": payload["nbf"] - 86400}),
        ("exp", ending | {"exp": ending["exp"] + 86400}),
        ("exp-without-an-end", payload | {"exp": payload["nbf"] + 86400 * 4000}),
    ):
        yield jwt(f"claim-{name}-disagrees", sign(changed, CURRENT, KID), "forged")
    for name in ("iss", "sub", "jti", "nbf"):
        less = {key: value for key, value in payload.items() if key != name}
        yield jwt(f"claim-{name}-missing", sign(less, CURRENT, KID), "forged")
    yield jwt("good-with-an-end", sign(ending, CURRENT, KID), "good")


def _issuers(now: datetime, good: str) -> Iterator[Case]:
    issued = now - days(10)
    own = ("urn:uuid:aaaaaaaa-0000-4000-8000-000000000001", 1)
    free = ("urn:uuid:aaaaaaaa-0000-4000-8000-000000000002", 1)
    town = badge(PINNED.did, issued, number=70, status=own, issuer_name="Workshop of Example Town")
    yield jwt("good-did-key", sign(town, PINNED, f"{PINNED.did}#{PINNED.multibase}"), "good")
    alone = badge(FREE.did, issued, number=71, status=free, issuer_name="Example Learning Institute")
    yield jwt("unpinned-did-key", sign(alone, FREE, f"{FREE.did}#{FREE.multibase}"), "unknown-issuer")
    embedded = sign(alone, FREE, f"{FREE.did}#{FREE.multibase}", jwk=FREE.jwk)
    yield jwt("unpinned-did-key-with-its-key-in-the-header", embedded, "unknown-issuer")
    nothing = badge(FREE.did, issued, number=72)
    yield jwt("unpinned-did-key-without-status", sign(nothing, FREE, f"{FREE.did}#{FREE.multibase}"), "unknown-issuer")
    away = badge(ELSEWHERE, issued, number=73, issuer_name="Elsewhere College")
    yield jwt("unpinned-did-web", sign(away, OTHER, f"{ELSEWHERE}#key-1"), "unknown-key")
    yield jwt("unpinned-did-web-signed-by-a-pinned-key", sign(away, CURRENT, KID), "unknown-key")
    payload = json.loads(unb64(good.split(".")[1]))
    yield jwt("key-that-is-not-pinned-yet", sign(payload, OTHER, f"{WEB}#key-9"), "unknown-key")
    old = badge(WEB, now - days(500), number=74, status=(f"{LIST}/1", 1))
    yield jwt("good-retired-key-in-its-time", sign(old, RETIRED, f"{WEB}#key-1"), "good")
    yield jwt("retired-key-after-its-end", sign(payload, RETIRED, f"{WEB}#key-1"), "withdrawn-key")
    yield jwt("key-before-its-start", sign(old, CURRENT, KID), "withdrawn-key")
    yield jwt("stolen-key", sign(payload, STOLEN, f"{WEB}#key-3"), "withdrawn-key")
    before = badge(WEB, now - days(400), number=75, status=(f"{LIST}/1", 1))
    yield jwt("stolen-key-before-the-theft", sign(before, STOLEN, f"{WEB}#key-3"), "withdrawn-key")
    yield jwt("good-without-kid", sign(payload, CURRENT, None), "good")


def _dates(now: datetime, good: str) -> Iterator[Case]:
    listed = (f"{LIST}/1", 1)
    later = badge(WEB, now + days(3), number=80, status=listed)
    yield jwt("not-yet-valid", sign(later, CURRENT, KID), "not-yet-valid")
    ended = badge(WEB, now - days(300), number=81, until=now - days(5), status=listed)
    yield jwt("expired", sign(ended, CURRENT, KID), "expired")
    soon = badge(WEB, now + timedelta(seconds=40), number=82, status=listed)
    yield jwt("good-clock-a-little-behind", sign(soon, CURRENT, KID), "good")
    both = badge(WEB, now - days(300), number=83, until=now - days(5), status=(f"{LIST}/1", 7))
    yield jwt("expired-before-revoked", sign(both, CURRENT, KID), "expired")
    long = badge(WEB, now - days(1000), number=84, until=now - days(5), status=listed)
    yield jwt("withdrawn-before-expired", sign(long, STOLEN, f"{WEB}#key-3"), "withdrawn-key")


def _revocation(now: datetime, good: str) -> Iterator[Case]:
    issued = now - days(100)
    for number, (name, listed, expected) in enumerate(
        (
            ("revoked", (f"{LIST}/1", 7), "revoked"),
            ("revoked-though-an-older-list-is-beside", (f"{LIST}/1", 8), "revoked"),
            ("good-reinstated-in-the-newest-list", (f"{LIST}/1", 9), "good"),
            ("status-list-missing", (f"{LIST}/2", 1), "status-unknown"),
            ("status-not-named", None, "status-unknown"),
            ("status-list-too-old", (f"{LIST}/3", 1), "status-old"),
            ("revoked-in-a-list-too-old", (f"{LIST}/3", 5), "revoked"),
            ("status-list-of-others-only", (f"{LIST}/4", 1), "status-unknown"),
            ("status-index-outside-the-list", (f"{LIST}/1", 131072), "status-unknown"),
        ),
        start=90,
    ):
        yield jwt(name, sign(badge(WEB, issued, number=number, status=listed), CURRENT, KID), expected)
    other = badge(WEB, issued, number=89, status=(f"{LIST}/1", 1))
    other["credentialStatus"]["type"] = "AnotherStatusEntry"
    yield jwt("status-of-another-kind", sign(other, CURRENT, KID), "status-unknown")
    free = badge(FREE.did, issued, number=100, status=("urn:uuid:aaaaaaaa-0000-4000-8000-000000000002", 4))
    yield jwt("unpinned-did-key-revoked-by-itself", sign(free, FREE, f"{FREE.did}#{FREE.multibase}"), "revoked")
    yield jwt("record-with-a-revoked-member", _record(now, revoked=True), "revoked")


def _persons(now: datetime, good: str) -> Iterator[Case]:
    issued = now - days(10)
    listed = (f"{LIST}/1", 1)
    yield jwt("good-person", good, "good", EMAIL)
    yield jwt("good-person-written-otherwise", good, "good", " Amina@Example.ORG ")
    yield jwt("other-person", good, "other-person", "mallory@example.org")
    yield jwt("other-person-of-a-record", _record(now), "other-person", "mallory@example.org")
    silent = badge(WEB, issued, number=110, email=None, status=listed)
    yield jwt("person-without-an-address", sign(silent, CURRENT, KID), "other-person", EMAIL)
    yield jwt(
        "good-pseudonym",
        sign(badge(WEB, issued, number=111, name="كاتب", email=None, status=listed), CURRENT, KID),
        "good",
    )
    unnamed = badge(WEB, issued, number=112, name=None, status=listed)
    yield jwt("good-without-a-name", sign(unnamed, CURRENT, KID), "good")
    revoked = badge(WEB, issued, number=113, status=(f"{LIST}/1", 7))
    yield jwt("revoked-before-other-person", sign(revoked, CURRENT, KID), "revoked", "mallory@example.org")
    free = badge(FREE.did, issued, number=114)
    other = sign(free, FREE, f"{FREE.did}#{FREE.multibase}")
    yield jwt("other-person-before-unknown-issuer", other, "other-person", "mallory@example.org")
    yield jwt(
        "other-person-before-status-unknown",
        sign(badge(WEB, issued, number=115), CURRENT, KID),
        "other-person",
        "m@example.org",
    )
    control = badge(WEB, issued, number=116, name="Amina\u202e\u001b[31m olla", status=listed)
    yield jwt("good-name-with-control-characters", sign(control, CURRENT, KID), "good")
    strange = badge(WEB, issued, number=117, status=listed)
    strange["credentialSubject"]["result"] = {"value": ["x"]}
    strange["evidence"] = "none"
    strange["credentialSubject"]["achievement"]["alignment"] = [None, 5, {"targetName": 3}]
    yield jwt("good-with-odd-parts", sign(strange, CURRENT, KID), "good")
