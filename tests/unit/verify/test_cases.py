"""Every file of the shared set comes to the outcome that stands beside it, and no file makes the checker stumble."""

import json
import random
from datetime import UTC, datetime

import pytest

from aiskills.verify import check, photo, sentence
from aiskills.verify.carrying import pack
from aiskills.verify.command import lines
from aiskills.verify.errors import CheckError
from aiskills.verify.reading import find
from tests.unit.verify import files, making

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CASES = files.cases(NOW)
BY_NAME = {case.name: case for case in CASES}
GOOD = BY_NAME["good-token"]
FACTS = {"name", "achievement", "achievementType", "issuer", "issuerId", "validFrom", "validUntil", "id", "results"} | {
    "evidence",
    "alignments",
    "members",
    "keyId",
    "language",
}


def report(case: files.Case) -> dict:
    return check(case.data, files.trust(NOW), now=NOW, email=case.email)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_comes_to_its_outcome(case):
    expected = case.expected if not case.photo or photo.available() else "no-credential"
    assert report(case)["outcome"] == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_report_has_its_shape_and_says_valid_and_trusted_apart(case):
    made = report(case)
    assert json.loads(json.dumps(made)) == made
    assert set(made) == {"outcome", "valid", "trusted", "kind", "facts", "status", "personChecked"}
    assert set(made["facts"]) == FACTS and set(made["status"]) == {"listed", "made", "until", "ageDays"}
    outcome = made["outcome"]
    valid = {"good", "status-old", "status-unknown", "unknown-issuer"}
    assert made["valid"] is (None if outcome == "unknown-key" else outcome in valid)
    never = {"no-credential", "damaged", "not-accepted", "unknown-key", "forged", "withdrawn-key", "unknown-issuer"}
    if outcome in never:
        assert made["trusted"] is False
    if outcome in {"good", "status-old", "status-unknown", "not-yet-valid", "expired"}:
        assert made["trusted"] is True
    if outcome in {"no-credential", "damaged", "not-accepted"}:
        assert made["facts"]["id"] is None, "nothing may be shown of what was not read whole"


def test_the_set_holds_every_outcome_and_is_the_same_every_time():
    assert {case.expected for case in CASES} == {
        *("no-credential", "damaged", "not-accepted", "unknown-key", "forged", "withdrawn-key", "not-yet-valid"),
        *("expired", "revoked", "other-person", "unknown-issuer", "status-unknown", "status-old", "good"),
    }
    files.cases.cache_clear(), files._record.cache_clear()
    again = files.cases(NOW)
    assert [(case.name, case.token) for case in again] == [(case.name, case.token) for case in CASES]


def test_the_facts_are_those_of_the_certificate():
    facts = report(GOOD)["facts"]
    assert facts["name"] == "Amina Diallo" and facts["achievement"] == "AI Skills Essentials"
    assert facts["achievementType"] == "Badge" and facts["issuer"] == "Example Learning Institute"
    assert facts["issuerId"] == files.WEB and facts["keyId"] == files.KID and facts["language"] == "en"
    assert facts["validFrom"] == "2026-11-10T12:00:00Z" and facts["validUntil"] is None
    assert facts["results"] == [
        {"name": "Split before you look", "value": "86"},
        {"name": "Baselines before models", "value": "91.5"},
    ]
    assert len(facts["evidence"]) == 1 and facts["evidence"][0].startswith("urn:sha256:")
    assert facts["alignments"] == [
        {"framework": "Example Digital Framework", "code": "1.2", "name": "Information and data literacy"}
    ]
    assert report(GOOD)["status"] == {
        "listed": True,
        "made": "2026-11-17T12:00:00Z",
        "until": "2026-12-17T12:00:00Z",
        "ageDays": 3,
    }


def test_a_learner_record_shows_its_members():
    made = report(BY_NAME["record"])
    assert made["kind"] == "record" and made["facts"]["achievement"] == "Learner record: AI Skills Foundation"
    assert [one["achievement"] for one in made["facts"]["members"]] == ["Split before you look", "AI Skills Foundation"]
    assert all(len(one["results"]) == 2 for one in made["facts"]["members"])


def test_the_pinned_name_counts_more_than_what_an_issuer_calls_itself():
    payload = making.badge(files.WEB, NOW - files.days(1), issuer_name="University of Somewhere Famous")
    token = making.sign(payload, files.CURRENT, files.KID)
    assert check(token.encode(), files.trust(NOW), now=NOW)["facts"]["issuer"] == "Example Learning Institute"


def test_a_file_over_ten_megabytes_and_a_token_over_one_are_refused():
    assert check(b"e" * 10_000_001, {}, now=NOW)["outcome"] == "damaged"
    payload = making.badge(files.WEB, NOW) | {"more": "x" * 1_000_000}
    token = making.sign(payload, files.CURRENT, files.KID)
    assert check(token.encode(), files.trust(NOW), now=NOW)["outcome"] == "not-accepted"
    squeezed = b"AISKILLS1." + pack(token).encode()
    assert len(squeezed) < 20_000 and check(squeezed, files.trust(NOW), now=NOW)["outcome"] == "not-accepted"


def test_an_issuer_may_be_pinned_without_any_key():
    bundle = {"issuers": [{"id": files.WEB, "name": "Nobody yet", "url": None, "keys": []}], "status": []}
    for name, outcome in (("good-token", "unknown-key"), ("good-without-kid", "unknown-key")):
        assert check(BY_NAME[name].data, bundle, now=NOW)["outcome"] == outcome
    assert check(BY_NAME["kid-of-an-attacker"].data, bundle, now=NOW)["outcome"] == "forged"


def test_a_status_list_that_inflates_without_end_is_not_used():
    issued = NOW - files.days(1)
    payload = making.status_list(files.WEB, f"{files.LIST}/2", set(), issued, None)
    payload["credentialSubject"]["encodedList"] = making.build_status_list_credential(
        files.WEB, f"{files.LIST}/2", "revocation", [], size_bits=8 * 2_000_008, issued=issued
    )["credentialSubject"]["encodedList"]
    bundle = files.trust(NOW) | {"status": [making.sign(payload, files.CURRENT, files.KID)]}
    made = check(BY_NAME["status-list-missing"].data, bundle, now=NOW)
    assert made["outcome"] == "status-unknown"


def test_a_naive_time_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="time zone"):
        check(GOOD.data, {}, now=datetime(2026, 1, 1))


@pytest.mark.parametrize("name", ["token", "png", "png-compressed", "svg", "pdf", "json", "code", "code-address"])
def test_flipped_cut_and_added_bytes_never_make_a_good_file_of_another_content(name):
    chance = random.Random(f"fuzz {name}")
    case = BY_NAME[f"good-{name}"]
    kept = 0
    for _ in range(120):
        data = bytearray(case.data)
        at = chance.randrange(len(data))
        kind = chance.choice(("flip", "cut", "add", "drop"))
        if kind == "flip":
            data[at] ^= 1 << chance.randrange(8)
        elif kind == "cut":
            del data[at:]
        elif kind == "add":
            data.insert(at, chance.randrange(256))
        else:
            del data[at]
        made = check(bytes(data), files.trust(NOW), now=NOW)
        if made["valid"]:
            kept += 1
            assert find(bytes(data)) == case.token, (kind, at)
    assert kept < 120, "no change was noticed at all"


ODD = (None, 0, -1, 1e300, True, "", "x", [], {}, [None], {"id": 5}, [[["x"]]], "\u202e", "9999-12-31T23:59:59-23:59")


def paths(value, path=()):
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(one, (*path, key))


def test_a_genuine_signature_over_odd_content_never_raises():
    """The holder of a pinned key may sign anything: every part in turn is replaced by something odd."""
    record = json.loads(making.unb64(BY_NAME["record"].token.split(".")[1]))
    badge = json.loads(making.unb64(GOOD.token.split(".")[1]))
    chance = random.Random("odd parts")
    for document, share in ((badge, 0.5), (record, 0.1)):
        for path in list(paths(document)):
            for odd in ODD:
                if chance.random() > share:
                    continue
                copy = json.loads(json.dumps(document))
                place = copy
                for key in path[:-1]:
                    place = place[key]
                place[path[-1]] = odd
                token = making.sign(copy, files.CURRENT, files.KID).encode()
                made = check(token, files.trust(NOW), now=NOW, email=files.EMAIL)
                assert sentence(made) and lines(made) and json.dumps(made)


def test_random_bytes_after_every_beginning_never_raise():
    chance = random.Random("beginnings")
    starts = (
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"%PDF-1.7\n1 0 obj<</Filter/FlateDecode>>stream\n",
        b"<svg",
        b"{",
        b"eyJ",
        b"GIF8",
    )
    for start in (*starts, b"AISKILLS1.", b"\xff\xd8\xff", b"BM", b"https://a.example/#1."):
        for size in (0, 1, 7, 60, 2000):
            data = start + chance.randbytes(size) + (b"%%EOF" if start.startswith(b"%PDF") else b"")
            made = check(data, files.trust(NOW), now=NOW)
            assert made["outcome"] in {"no-credential", "damaged", "not-accepted"}
            try:
                find(data)
            except CheckError:
                pass
