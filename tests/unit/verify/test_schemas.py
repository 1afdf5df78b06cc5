"""Our documents are what the published standards demand, and what they forbid is found."""

import copy
import json

import pytest

from tests.unit.verify import files, making
from tests.unit.verify.schemas import faults, undefined_terms
from tests.unit.verify.test_cases import BY_NAME, CASES, NOW

# Genuine files that are good on purpose though the schema forbids a part of them.
OUTSIDE = {"good-with-odd-parts"}


def payload(token: str) -> dict:
    return json.loads(making.unb64(token.split(".")[1]))


GOOD = [case for case in CASES if case.expected == "good" and case.name not in OUTSIDE]


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_good_files_hold_what_the_standards_demand(case):
    assert faults(payload(case.token)) == []


@pytest.mark.parametrize("name", ["good-token", "good-with-an-end", "record", "record-with-a-revoked-member"])
def test_the_contexts_define_every_term_of_our_documents(name):
    assert undefined_terms(payload(BY_NAME[name].token)) == []


def test_status_lists_hold_what_the_standard_demands():
    lists = [payload(token) for token in files.trust(NOW)["status"] if token.startswith("ey")]
    assert len(lists) > 5
    assert [fault for one in lists for fault in faults(one)] == []
    assert undefined_terms(lists[0]) == []


def test_an_undefined_term_is_found():
    document = payload(BY_NAME["good-token"].token)
    document["credentialSubject"]["favouriteColour"] = "blue"
    document["type"].append("HomeMadeCredential")
    assert set(undefined_terms(document)) == {"favouriteColour", "HomeMadeCredential"}
    document["type"] = ["VerifiableCredential", "HomeMadeCredential"]
    assert faults(document)


def put(path: str, value):
    """Puts a value at a path like ``issuer.name``; the value ``making.UNSET`` takes it away."""

    def change(document):
        *inner, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        for part in inner:
            document = document[part]
        if value is making.UNSET:
            del document[last]
        else:
            document[last] = value

    change.__name__ = f"{path}={'absent' if value is making.UNSET else json.dumps(value)}"
    return change


S, A, U = "credentialSubject", "credentialSubject.achievement", making.UNSET
BAD_BADGES = [
    put("@context", [making.OB, making.VC]),
    put("@context", [making.VC]),
    put("@context", [making.VC, "https://purl.imsglobal.org/spec/ob/v2p0/context.json"]),
    put("type", ["OpenBadgeCredential"]),
    put("type", ["VerifiableCredential"]),
    put("id", U),
    put("issuer", U),
    put("issuer.id", U),
    put("issuer.type", ["Organization"]),
    put("issuer.type", U),
    put("validFrom", U),
    put("validFrom", "2026-01-01"),
    put("validFrom", "2026-01-01T00:00:00"),
    put("validFrom", 1767225600),
    put("validUntil", "next year"),
    put(S, [{}]),
    put(f"{S}.type", ["Person"]),
    put(A, U),
    put(f"{A}.criteria", U),
    put(f"{A}.criteria", "seventy percent"),
    put(f"{A}.description", U),
    put(f"{A}.name", U),
    put(f"{A}.type", ["Badge"]),
    put(f"{A}.achievementType", "Micro-credential"),
    put(f"{A}.inLanguage", "English"),
    put(f"{A}.alignment.0.targetUrl", U),
    put(f"{A}.alignment.0.type", U),
    put(f"{A}.resultDescription.0.resultType", "Percentage"),
    put(f"{A}.resultDescription.0.id", U),
    put(f"{A}.resultDescription.0.valueMax", 100),
    put(f"{S}.result.0.value", 86),
    put(f"{S}.result.0.type", U),
    put(f"{S}.result.0.resultDescription", "https://elsewhere.example.com/result"),
    put(f"{S}.result.0.status", "Passed"),
    put(f"{S}.identifier.0.extra", "additional properties are forbidden here"),
    put(f"{S}.identifier.0.type", ["IdentityObject"]),
    put(f"{S}.identifier.0.hashed", "false"),
    put(f"{S}.identifier.0.identityType", "nickname"),
    put(f"{S}.identifier.1.identityHash", U),
    put("evidence.0.type", U),
    put("evidence", "https://example.org/evidence"),
    put("credentialStatus.type", U),
    put("credentialStatus.statusListIndex", 1),
    put("credentialStatus.statusPurpose", "revoked"),
    put("credentialStatus.statusListCredential", U),
]


@pytest.mark.parametrize("change", BAD_BADGES, ids=lambda change: change.__name__)
def test_a_badge_that_the_standard_forbids_is_found(change):
    document = copy.deepcopy(payload(BY_NAME["good-token"].token))
    change(document)
    assert faults(document)


def test_a_subject_without_id_and_identifier_is_found():
    document = payload(BY_NAME["good-token"].token)
    del document[S]["id"]
    assert faults(document) == []
    del document[S]["identifier"]
    assert faults(document)


BAD_RECORDS = [
    put("@context", [making.VC, making.OB, making.CLR]),
    put("@context", [making.VC, making.CLR]),
    put("type", ["ClrCredential"]),
    put("name", U),
    put("id", U),
    put("issuer", U),
    put(f"{S}.type", ["AchievementSubject"]),
    put(f"{S}.verifiableCredential", U),
    put(f"{S}.verifiableCredential", []),
    put(f"{S}.verifiableCredential.0.credentialSubject.achievement.name", U),
    put(f"{S}.verifiableCredential.0.proof", U),
    put(f"{S}.verifiableCredential.0.proof.verificationMethod", 5),
    put(f"{S}.verifiableCredential.1.credentialSubject.result.0.resultDescription", "urn:uuid:nowhere"),
    put(f"{S}.identifier.0.hashed", U),
    put(f"{S}.association", [{"type": "Association", "associationType": "partOf", "sourceId": "a", "targetId": "b"}]),
    put("partial", "yes"),
]


@pytest.mark.parametrize("change", BAD_RECORDS, ids=lambda change: change.__name__)
def test_a_record_that_the_standard_forbids_is_found(change):
    document = copy.deepcopy(payload(BY_NAME["record"].token))
    change(document)
    assert faults(document)


BAD_LISTS = [
    put("type", ["VerifiableCredential"]),
    put("validUntil", U),
    put("validFrom", "yesterday"),
    put(f"{S}.type", "StatusList2021"),
    put(f"{S}.encodedList", "H4sIAAAA+/="),
    put(f"{S}.encodedList", U),
    put(f"{S}.statusPurpose", U),
]


@pytest.mark.parametrize("change", BAD_LISTS, ids=lambda change: change.__name__)
def test_a_status_list_that_the_standard_forbids_is_found(change):
    document = copy.deepcopy(payload(files.trust(NOW)["status"][1]))
    assert faults(document) == []
    change(document)
    assert faults(document)
