"""The register: no entry is given twice, whatever happens; what is revoked stays so."""

import pytest
from sqlalchemy import select

from aiskills.certificates import register as room
from aiskills.certificates.register import CERTIFICATES, Register


def test_entries_of_a_list_are_each_given_once(register):
    with register.writing() as connection:
        first = register.places(connection, "did:x", 70_000)
        second = register.places(connection, "did:x", 70_000)
    given = [(place.list, place.index) for place in first + second]
    assert len(set(given)) == 140_000
    assert {place.list for place in first + second} == {1, 2}
    assert all(0 <= place.index < room.LIST_SIZE for place in first)
    assert [place.index for place in first[:50]] != sorted(place.index for place in first[:50])


def test_each_identifier_has_lists_of_its_own(register):
    with register.writing() as connection:
        numbers = [register.places(connection, did, 1)[0].list for did in ("did:x", "did:y", "did:x")]
    assert numbers == [1, 2, 1]


def test_what_a_failed_batch_took_is_free_again(register):
    with register.writing() as connection:
        register.places(connection, "did:x", 1)
    with pytest.raises(RuntimeError), register.writing() as connection:
        register.places(connection, "did:x", 5)
        raise RuntimeError("power cut")
    assert register.lists()[0].used == 1


def fill(register, number):
    with register.writing() as connection:
        places = register.places(connection, "did:x", number)
        rows = [
            {
                "id": f"urn:uuid:{n:08x}-0000-4000-8000-000000000000",
                "student": f"s{n:05}",
                "kind": "essentials",
                "form": "badge",
                "generation": 1,
                "name": "N",
                "language": "en",
                "issued": "2026-01-05T00:00:00Z",
                "key": "k",
                "list": place.list,
                "place": place.index,
                "token": "a.b.c",
            }
            for n, place in enumerate(places)
        ]
        connection.execute(CERTIFICATES.insert(), rows)
    return rows


def test_all_rows_come_once_in_order(register):
    fill(register, 1234)
    assert [row.student for row in register.rows(batch=100)] == [f"s{n:05}" for n in range(1234)]


def test_revocation_is_kept_with_its_first_reason(register):
    rows = fill(register, 3)
    assert register.revoke([rows[1]["id"]], "2026-02-01T00:00:00Z", "given by mistake") == 1
    assert register.revoke([rows[1]["id"]], "2026-03-01T00:00:00Z", "other") == 0
    assert register.revoked(1) == [rows[1]["place"]]
    assert register.find("s00001")[0].reason == "given by mistake"
    assert register.counts() == {"revoked": 1, "essentials": 2}


def test_found_by_identifier_or_its_beginning_only(register):
    fill(register, 20)
    assert [row.student for row in register.find("0000000a")] == ["s00010"]
    assert [row.student for row in register.find("urn:uuid:0000000a-0000-4000-8000-000000000000")] == ["s00010"]
    assert register.find("%") == [] and register.find("0000") == []


def test_the_same_certificate_cannot_stand_twice(register):
    fill(register, 1)
    with pytest.raises(SystemExit, match="cannot be used"), register.writing() as connection:
        connection.execute(CERTIFICATES.insert(), [dict(connection.execute(select(CERTIFICATES)).first()._mapping)])


def test_flags_are_resolved_once(register):
    row = {"student": "s", "assignment": "a", "flags": "x", "person": "P", "note": "talked", "time": "t"}
    register.resolve([row | {"key": "k1"}, row | {"key": "k2"}])
    register.resolve([row | {"key": "k1", "person": "Q"}])
    assert register.resolved() == {"k1", "k2"}


@pytest.mark.parametrize("address", ["nonsense", "mysql://x/y", "sqlite:////nowhere/at/all/register.db"])
def test_a_database_that_cannot_serve_is_one_sentence(address):
    with pytest.raises(SystemExit) as stop:
        Register(address)
    assert "\n" not in str(stop.value) and str(stop.value).endswith(".")


def test_what_a_key_signed_is_counted_while_it_stands(register):
    rows = fill(register, 5)
    register.revoke([rows[0]["id"]], "2026-02-01T00:00:00Z", "x")
    assert (register.signed_with("k"), register.signed_with("other")) == (4, 0)


def test_rows_come_without_what_was_signed_where_nobody_reads_it(register):
    fill(register, 3)
    assert [hasattr(row, "token") for row in register.rows(tokens=False)] == [False] * 3
