"""The register in PostgreSQL: a real server, started here."""

from datetime import UTC, datetime

import pytest

from aiskills.certificates import issue
from aiskills.certificates.register import Register
from tests.unit.grading.postgres import PASSWORD, Server

from .conftest import BADGE, CERTIFICATES, TRACK, earned, no_passphrase
from .test_register import fill

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def server():
    server = Server()
    try:
        yield server.start()
    finally:
        server.remove()


@pytest.fixture
def there(server):
    register = Register(server.address())
    yield register
    register.close()


def test_issued_once_revoked_and_listed(institution, there, learners):
    signer = institution.signer(no_passphrase)
    decisions = [earned("s1", BADGE), earned("s1", TRACK), earned("s2", BADGE)]
    for expected in (3, 0):
        outcome = issue.sign_all(institution, signer, there, CERTIFICATES, {}, decisions, learners, now=NOW)
        assert outcome.signed == expected
    assert there.counts() == {"revoked": 0, "essentials": 2, "foundation-a": 1, "foundation-a (record)": 1}
    (row,) = there.find("s2")
    assert there.revoke([row.id], "2026-03-02T00:00:00Z", "x") == 1 and there.revoked(row.list) == [row.place]


def test_a_failed_batch_leaves_nothing(there):
    fill(there, 700)
    with pytest.raises(RuntimeError), there.writing() as connection:
        there.places(connection, "did:x", 5)
        raise RuntimeError("power cut")
    assert there.lists()[0].used == 700
    assert [row.student for row in there.rows(batch=100)] == [f"s{n:05}" for n in range(700)]


def test_a_server_that_is_gone_is_one_sentence_without_its_password(server):
    address = server.address()
    server.stop()
    with pytest.raises(SystemExit) as stop:
        Register(address)
    server.start()
    assert "cannot be used" in str(stop.value) and "\n" not in str(stop.value) and PASSWORD not in str(stop.value)
