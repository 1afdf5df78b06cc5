"""Small parts by themselves: inflating with a bound, whose address it is, what counts as a status list."""

import hashlib
import zlib

import pytest

from aiskills.verify.checking import belongs
from aiskills.verify.errors import Damaged
from aiskills.verify.inflating import GZIP, MAX_INFLATED, RAW, ZLIB, inflate
from aiskills.verify.status import read
from tests.unit.verify import files, making
from tests.unit.verify.test_cases import NOW


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


def signed_list(**change) -> str:
    payload = making.status_list(files.WEB, f"{files.LIST}/2", set(), NOW - files.days(1), None)
    subject = payload["credentialSubject"] | change.pop("subject", {})
    whole = payload | {"credentialSubject": subject} | change
    return making.sign(
        {key: value for key, value in whole.items() if value is not making.UNSET}, files.CURRENT, files.KID
    )


def test_a_whole_status_list_is_read():
    assert read(signed_list()).url == f"{files.LIST}/2"
    assert read(signed_list(jti=making.UNSET)) is not None
    assert read(signed_list(issuer={"id": files.WEB})).issuer == files.WEB


@pytest.mark.parametrize(
    "change",
    [
        {"iss": files.FREE.did},
        {"iss": making.UNSET},
        {"jti": f"{files.LIST}/1"},
        {"type": ["VerifiableCredential"]},
        {"issuer": making.UNSET},
        {"id": making.UNSET},
        {"validFrom": making.UNSET},
        {"validFrom": "yesterday"},
        {"validUntil": "some day"},
        {"credentialSubject": []},
        {"subject": {"statusSize": 2}},
        {"subject": {"encodedList": "H4sI"}},
        {"subject": {"encodedList": "uAAAA"}},
        {"subject": {"encodedList": None}},
    ],
    ids=range(14),
)
def test_a_status_list_that_is_not_written_as_it_must_be_is_none(change):
    assert read(signed_list(**change)) is None
