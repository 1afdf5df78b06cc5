"""The signature by published test vectors, and the one spelling of the signed form that is read."""

import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from aiskills.verify import jws
from aiskills.verify.errors import Damaged, NotAccepted
from aiskills.verify.issuers import find, fits, multikey, time
from tests.unit.verify import making

# RFC 8032, section 7.1: public key, message, signature.
RFC_8032 = {
    "1": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        b"",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe246"
        "55141438e7a100b",
    ),
    "2": (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        b"\x72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
        "b00d291612bb0c00",
    ),
    "3": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        b"\xaf\x82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
        "c027beceea1ec40a",
    ),
    "sha-abc": (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").digest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17a"
        "d9bef1177331a704",
    ),
}


@pytest.mark.parametrize("name", RFC_8032)
def test_the_vectors_of_rfc_8032(name):
    key, message, signature = RFC_8032[name]
    assert fits(bytes.fromhex(key), message, bytes.fromhex(signature))
    assert not fits(bytes.fromhex(key), message + b"x", bytes.fromhex(signature))
    for at in range(0, 64, 7):
        wrong = bytearray.fromhex(signature)
        wrong[at] ^= 1
        assert not fits(bytes.fromhex(key), message, bytes(wrong))


def test_the_signed_example_of_rfc_8037():
    token = (
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )
    message, signature = token.rsplit(".", 1)
    assert fits(jws.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"), message.encode(), jws.decode(signature))


def test_the_vector_of_the_open_badges_implementation_guide():
    """Hashes and signature that 1EdTech prints for its example badge, and the two spellings of its key."""
    key = bytes.fromhex("4bdeafde2ea8beefadd8c699b5c7e0704cf51154d52e17b20b71337ca04cc5a5")
    hashes = bytes.fromhex(
        "d34009cea0dbc1ca941e09dc01c8c9d3e3ce3c5b853f67ee44698dcea10f5d19"
        "87f65a76d40146205e3b3e06cb0fbd153f97f9ce70372390f52566bb7f9e0773"
    )
    signature = bytes.fromhex(
        "f7a017acf7d27983267ec362657c0fb08e955549f49dac5bf36a03c4f2c3a4f1"
        "e3738a6c5ecd7ffba7135cb9cd754e6196f4b73082ea8df8e703c8ecd4333503"
    )
    assert multikey("z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi") == key
    assert fits(key, hashes, signature)


def test_a_did_key_names_its_key():
    raw = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    did = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"  # an example of the did:key method
    issuer = find({}, did)
    assert issuer.keys[0].raw == raw and not issuer.pinned
    assert issuer.keys[0].id == f"{did}#{did.removeprefix('did:key:')}"
    for number in range(30):
        key = making.Key(f"spelling {number}")
        assert multikey(key.multibase) == key.raw


@pytest.mark.parametrize(
    "text",
    [
        "",
        "z",
        "z1",
        "6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
        "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hw",
        "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi1",
        "z16MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
        "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hw0",
        "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",  # a key of another kind (P-256)
        "z" + "6" * 5000,
    ],
    ids=range(10),
)
def test_what_is_no_ed25519_key_is_none(text):
    assert multikey(text) is None


@pytest.mark.parametrize("text", ["A", "AA==", "AB", "A+/A", "A A", "Aé", "AAA=", "AAAA\n", "-_-_-"])
def test_base64url_has_one_spelling(text):
    with pytest.raises(Damaged):
        jws.decode(text)


@pytest.mark.parametrize("size", range(70))
def test_base64url_there_and_back(size):
    data = bytes(range(size))
    assert jws.decode(jws.encode(data)) == data


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b'{"a":1,"a":1}', NotAccepted),
        (b'{"b":{"a":1,"\\u0061":2}}', NotAccepted),
        (b'{"a":"\\ud83d"}', NotAccepted),
        (b'{"\\udc00":1}', NotAccepted),
        (b"[" * 33 + b"]" * 33, NotAccepted),
        (b'{"a":' * 40 + b"1" + b"}" * 40, NotAccepted),
        (b"[" * 200_000, NotAccepted),
        (b'{"a":NaN}', Damaged),
        (b'{"a":Infinity}', Damaged),
        (b"{'a':1}", Damaged),
        (b'{"a":1,}', Damaged),
        (b'{"a":"\xff"}', Damaged),
        (b'\xef\xbb\xbf{"a":1}', Damaged),
        (b'{"a":1} x', Damaged),
        (b'{"a":"\n"}', Damaged),
        (b"", Damaged),
    ],
    ids=range(16),
)
def test_json_that_two_readers_could_read_differently_is_refused(data, error):
    with pytest.raises(error):
        jws.loads(data)


def test_json_as_deep_as_allowed_and_a_whole_surrogate_pair_are_read():
    assert jws.loads(b"[" * 32 + b"]" * 32)
    assert jws.loads(b'{"a":"\\ud83d\\ude00"}') == {"a": "\U0001f600"}


def test_no_key_is_taken_from_a_header():
    """Whatever stands in the header, parse hands on only the name of a key."""
    key = making.Key("attacker")
    token = making.sign({"a": 1}, key, "did:web:a.example#1", jwk=key.jwk, jku="https://a.example/", x5c=["AA"])
    assert jws.parse(token).kid == "did:web:a.example#1"


@pytest.mark.parametrize("header", [{"kid": 5}, {"kid": ["x"]}, {"alg": "none"}, {"alg": "eddsa"}, {"crit": []}])
def test_odd_headers_are_not_accepted(header):
    key = making.Key("any")
    head = making.b64(json.dumps({"alg": "EdDSA", "kid": "x"} | header).encode())
    body = making.b64(b"{}")
    signature = making.b64(key.private.sign(f"{head}.{body}".encode()))
    with pytest.raises(NotAccepted):
        jws.parse(f"{head}.{body}.{signature}")


@pytest.mark.parametrize(
    "text",
    ["2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "2026-W01-1T00:00:00Z", "20260101T000000Z", 5, None]
    + ["2026-01-01T00:00:00z", "2026-01-01T00:00:00+1", "٢٠٢٦-01-01T00:00:00Z", "2026-01-01T24:00:00Z "],
)
def test_a_time_must_say_its_zone_and_be_written_as_the_standard_says(text):
    assert time(text) is None


@pytest.mark.parametrize("text", ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.123456789+05:45"])
def test_times_of_the_standard_are_read(text):
    assert time(text).tzinfo is not None
