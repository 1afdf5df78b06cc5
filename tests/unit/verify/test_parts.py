"""Small parts by themselves: inflating with a bound, and whose address a certificate carries."""

import hashlib
import zlib

import pytest

from aiskills.verify.checking import belongs
from aiskills.verify.errors import Damaged
from aiskills.verify.inflating import GZIP, MAX_INFLATED, RAW, ZLIB, inflate


def packed(data: bytes, form: int) -> bytes:
    deflate = zlib.compressobj(9, zlib.DEFLATED, form)
    return deflate.compress(data) + deflate.flush()


@pytest.mark.parametrize("form", [ZLIB, RAW, GZIP])
def test_as_much_as_is_allowed_is_inflated_and_not_one_byte_more(form):
    assert len(inflate(packed(bytes(MAX_INFLATED), form), form)) == MAX_INFLATED
    with pytest.raises(Damaged):
        inflate(packed(bytes(MAX_INFLATED + 1), form), form)


@pytest.mark.parametrize("form", [ZLIB, RAW, GZIP])
def test_packed_data_that_is_cut_off_or_followed_by_more_is_damaged(form):
    data = packed(b"a certificate " * 40, form)
    for end in range(len(data)):
        with pytest.raises(Damaged):
            inflate(data[:end], form)
    assert inflate(data + b"more", form) == b"a certificate " * 40
    with pytest.raises(Damaged):
        inflate(data + b"more", form, whole=True)


ADDRESS, SALT = "amina@example.org", "0123"
HASH = hashlib.sha256((ADDRESS + SALT).encode()).hexdigest()
OWN = {"hashed": True, "identityType": "emailAddress", "identityHash": f"sha256${HASH}", "salt": SALT}


def carries(*identifiers) -> dict:
    return {"credentialSubject": {"identifier": list(identifiers)}}


def test_an_address_is_compared_by_its_salted_hash():
    assert belongs(carries(OWN), ADDRESS) and belongs(carries(OWN), "  AMINA@example.ORG\n")
    assert belongs(carries({"identityType": "name"}, OWN), ADDRESS)
    assert belongs(carries(OWN | {"identityHash": f"SHA256${HASH.upper()}"}), ADDRESS)
    assert belongs({"credentialSubject": {"identifier": OWN}}, ADDRESS)
    plain = hashlib.sha256(ADDRESS.encode()).hexdigest()
    unsalted = {"hashed": True, "identityType": "emailAddress", "identityHash": f"sha256${plain}"}
    assert belongs(carries(unsalted), ADDRESS)


@pytest.mark.parametrize(
    "other",
    [
        {"hashed": False},
        {"hashed": "true"},
        {"identityType": "userName"},
        {"salt": "4567"},
        {"salt": None},
        {"salt": 123},
        {"identityHash": HASH},
        {"identityHash": f"md5${HASH}"},
        {"identityHash": None},
        {"identityHash": "sha256$\ud800"},
    ],
    ids=range(10),
)
def test_anything_else_is_another_person(other):
    assert not belongs(carries(OWN | other), ADDRESS)


def test_an_address_that_is_no_text_of_the_world_is_another_person():
    assert not belongs(carries(OWN), "\ud800@example.org")
    assert not belongs({"credentialSubject": {}}, ADDRESS)
    assert not belongs({"credentialSubject": {"identifier": "amina"}}, ADDRESS)
