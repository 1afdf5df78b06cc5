"""Issuing: once for each learner, whatever stops it; standards kept; names and e-mails as the learner wants."""

import hashlib
import json
import subprocess
import sys
import textwrap
import time
from datetime import UTC, datetime

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from openbadgeslib.ob3 import OB3Verifier, verify_data_integrity_proof

from aiskills.certificates import credential, issue, issuer
from aiskills.certificates.facts import Certificate
from aiskills.certificates.files import payload
from tests.unit.verify.schemas import faults, undefined_terms

from .conftest import ALIGNMENTS, BADGE, CERTIFICATES, TRACK, earned, no_passphrase

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def run(institution, register, learners):
    signer = institution.signer(no_passphrase)

    def sign(decisions, learners=learners, **options):
        options = {"now": NOW} | options
        return issue.sign_all(institution, signer, register, CERTIFICATES, ALIGNMENTS, decisions, learners, **options)

    return sign


@pytest.fixture
def public_key(institution):
    key = institution.signer(no_passphrase)._key.public_key()
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def documents(register, form="badge"):
    return [payload(row.token) for row in register.rows() if row.form == form]


def test_a_badge_and_a_track_with_its_record(run, register, public_key):
    outcome = run([earned("s1", BADGE), earned("s1", TRACK)])
    assert (outcome.signed, outcome.standing, outcome.left_out) == (2, 0, [])
    assert register.counts() == {"revoked": 0, "essentials": 1, "foundation-a": 1, "foundation-a (record)": 1}
    for row in register.rows():
        if row.form == "badge":
            credential = OB3Verifier(public_key).verify(row.token)
            assert credential.achievement.name == CERTIFICATES[row.kind].title
        claims = jwt.decode(row.token, public_key, algorithms=["EdDSA"])
        assert claims["iss"] == claims["issuer"]["id"] == "did:web:skills.example"
        assert (claims["jti"], claims["nbf"]) == (claims["id"], int(NOW.timestamp()))


def test_results_evidence_alignment_and_status_are_in_it(run, register):
    run([earned("s1", TRACK)])
    (document,) = documents(register)
    subject = document["credentialSubject"]
    names = {one["id"]: one["name"] for one in subject["achievement"]["resultDescription"]}
    assert [(names[one["resultDescription"]], one["value"]) for one in subject["result"]] == [
        ("Module m1", "85"),
        ("Module m2", "85"),
    ]
    assert document["evidence"][0]["id"] == f"urn:sha256:{hashlib.sha256(b'm1').hexdigest()}"
    assert subject["achievement"]["alignment"][0]["targetFramework"] == "A framework"
    assert document["credentialStatus"]["statusListCredential"] == "https://skills.example/status/1.jwt"


def test_the_email_is_only_there_as_a_salted_hash(run, register):
    run([earned("s1", BADGE), earned("s2", BADGE), earned("s3", BADGE)])
    for document, name, email in zip(
        documents(register),
        ("Amina Yusuf", "محمد بن عبد الله", "王小明"),
        ("amina@example.org", None, "wang@example.org"),
        strict=True,
    ):
        assert "example.org" not in json.dumps(document["credentialSubject"])
        found = {one["identityType"]: one for one in document["credentialSubject"]["identifier"]}
        assert found["name"]["identityHash"] == name
        assert ("emailAddress" in found) is (email is not None)
        if email:
            digest = hashlib.sha256((email + found["emailAddress"]["salt"]).encode()).hexdigest()
            assert found["emailAddress"]["identityHash"] == f"sha256${digest}"
    salts = [one["salt"] for document in documents(register) for one in document["credentialSubject"]["identifier"][1:]]
    assert len(set(salts)) == len(salts) == 2


def test_members_of_a_record_can_be_shown_alone(run, register, public_key):
    run([earned("s1", TRACK)])
    (record,) = documents(register, "record")
    members = record["credentialSubject"]["verifiableCredential"]
    assert [one["name"] for one in members] == ["Module m1", "Module m2", "Foundations"]
    for member in members:
        verify_data_integrity_proof(member, public_key)
    assert members[-1]["id"] == documents(register)[0]["id"]
    members[0]["credentialSubject"]["result"][0]["value"] = "100"
    with pytest.raises(Exception, match="(?i)signature|proof"):
        verify_data_integrity_proof(members[0], public_key)


def test_every_document_meets_the_standards(institution, run, register):
    run([earned("s1", BADGE), earned("s1", TRACK), earned("s2", TRACK)])
    papers = documents(register) + documents(register, "record")
    papers += [one for record in papers[-2:] for one in record["credentialSubject"]["verifiableCredential"]]
    papers.append(credential.status_list(institution, institution.key.did, 1, [3], NOW))
    assert len(papers) == 12
    for document in papers:
        assert faults(document) == [] and undefined_terms(document) == [], document["type"]


def test_doing_it_again_changes_nothing(run, register):
    decisions = [earned("s1", BADGE), earned("s1", TRACK), earned("s3", TRACK)]
    run(decisions)
    before = [tuple(row) for row in register.rows()]
    outcome = run(decisions, now=datetime(2027, 1, 1, tzinfo=UTC))
    assert (outcome.signed, outcome.standing) == (0, 3)
    assert [tuple(row) for row in register.rows()] == before


def test_not_earned_or_not_listed_is_not_signed(run, register):
    decision = earned("s1", BADGE)
    outcome = run([type(decision)(decision.student, decision.certificate, False), earned("stranger", BADGE)])
    assert outcome.signed == 0 and list(register.rows()) == []
    assert outcome.left_out == ["stranger: earned essentials, but is not in the list of learners."]


def test_revoked_is_not_given_again_by_itself(run, register):
    run([earned("s1", TRACK)])
    register.revoke([row.id for row in register.rows()], "2026-03-02T00:00:00Z", "work of another person")
    outcome = run([earned("s1", TRACK)])
    assert outcome.signed == 0
    assert "revoked on 2026-03-02 (work of another person)" in outcome.left_out[0]
    assert run([earned("s1", TRACK)], renew=["s1"]).signed == 1
    assert [(row.form, row.generation, bool(row.revoked)) for row in register.rows()] == [
        ("badge", 1, True),
        ("badge", 2, False),
        ("record", 1, True),
        ("record", 2, False),
    ]


def test_a_new_name_is_told_and_given_on_request(run, register, learners):
    run([earned("s1", BADGE)])
    from dataclasses import replace

    changed = learners | {"s1": replace(learners["s1"], name="Amina Y. Bello")}
    outcome = run([earned("s1", BADGE)], changed)
    assert outcome.signed == 0 and "--renew s1" in outcome.left_out[0]
    assert run([earned("s1", BADGE)], changed, renew=["s1"]).signed == 1
    old, new = register.rows()
    assert old.revoked and old.reason == "replaced by a new one"
    assert (new.name, new.revoked) == ("Amina Y. Bello", None)
    assert (old.list, old.place) != (new.list, new.place)


def test_an_end_date_where_the_rules_say_so(institution, register, learners):
    ending = Certificate("essentials", "badge", None, "T", "D", "C", ("m1",), valid_years=3)
    issue.sign_all(
        institution,
        institution.signer(no_passphrase),
        register,
        {"essentials": ending},
        {},
        [earned("s1", ending)],
        learners,
        now=datetime(2028, 2, 29, tzinfo=UTC),
    )
    (document,) = documents(register)
    assert document["validUntil"] == "2031-02-28T00:00:00Z"
    assert document["exp"] == int(datetime(2031, 2, 28, tzinfo=UTC).timestamp())


def test_a_batch_that_fails_leaves_nothing_half_done(run, register, monkeypatch):
    whole = issue._sign

    def failing(*arguments):
        if arguments[6].student == "s3":
            raise RuntimeError("power cut")
        return whole(*arguments)

    monkeypatch.setattr(issue, "_sign", failing)
    with pytest.raises(RuntimeError):
        run([earned("s1", BADGE), earned("s3", BADGE)])
    assert list(register.rows()) == []


def test_killed_at_any_moment_it_goes_on(institution, tmp_path):
    """A process that issues to 3,000 learners is killed hard; what stands is whole, and the rest follows once each."""
    script = textwrap.dedent(
        """
        import sys
        from datetime import UTC, datetime
        from pathlib import Path
        from aiskills.certificates import issue, issuer
        from aiskills.certificates.facts import Learner
        from aiskills.certificates.register import Register
        from tests.unit.certificates.conftest import BADGE, CERTIFICATES, earned

        mine = issuer.load(Path(sys.argv[1]))
        names = [f"s{n:04}" for n in range(3000)]
        learners = {name: Learner(name, name) for name in names}
        decisions = (earned(name, BADGE) for name in names)
        issue.sign_all(
            mine, mine.signer(None), Register(mine.database), CERTIFICATES, {}, decisions, learners,
            now=datetime(2026, 3, 1, tzinfo=UTC), report=lambda done: print(done, flush=True),
        )
        """
    )
    command = [sys.executable, "-c", script, str(institution.folder)]
    root = issuer.Path(__file__).parents[3]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
    assert [process.stdout.readline().strip() for _ in range(2)] == ["200", "200"]
    time.sleep(0.05)
    process.kill()
    process.wait()
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    from aiskills.certificates.register import Register

    register = Register(institution.database)
    rows = list(register.rows())
    register.close()
    assert [row.student for row in rows] == [f"s{n:04}" for n in range(3000)]
    assert len({(row.list, row.place) for row in rows}) == 3000
    assert len({row.id for row in rows}) == 3000
