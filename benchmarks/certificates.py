"""Certificates a second: signing and checking against openbadgeslib alone in the same run, and whole issuing.

Every ratio is the median of paired rounds on the same documents; above 1 means that we are faster.
"""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

ROUNDS = 7
CALLS = 300
LEARNERS = 2_000
PAGES = 60
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def _rate(work, items) -> float:
    start = time.perf_counter()
    for item in items:
        work(item)
    return len(items) / (time.perf_counter() - start)


def _paired(ours, theirs, items) -> dict:
    pairs = [(_rate(ours, items), _rate(theirs, items)) for _ in range(ROUNDS)]
    return {
        "ours_a_second": round(statistics.median(one for one, _ in pairs)),
        "openbadgeslib_a_second": round(statistics.median(two for _, two in pairs)),
        "ratio": round(statistics.median(one / two for one, two in pairs), 2),
    }


def measure() -> dict:
    from cryptography.hazmat.primitives import serialization
    from openbadgeslib.ob3 import OB3Signer, OB3Verifier

    from aiskills.certificates import credential, issue, issuer
    from aiskills.certificates.facts import Certificate, Decision, Learner, ModuleResult
    from aiskills.certificates.files import tasks, write
    from aiskills.certificates.register import Register
    from aiskills.verify import check

    with tempfile.TemporaryDirectory(prefix="aiskills-bench-") as scratch:
        mine = issuer.create(Path(scratch) / "institution", "Institute", "did:key", "", "", "", "")
        signer = mine.signer(lambda question: "")
        pem = signer._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        public = signer._key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        results = tuple(ModuleResult(f"m{n}", f"Module {n}", 17, 20, evidence=f"{n:064x}") for n in range(4))
        track = Certificate("foundation-a", "foundation", "a", "Foundations", "D" * 80, "C" * 160, ())
        badge = replace(track, id="essentials", level="badge", track=None)
        learner = Learner("s", "Amina Yusuf", "en", "amina@example.org")
        start = mine.key.start
        made = datetime.fromisoformat(start)

        def document():
            return credential.badge(
                mine, signer.did, badge, learner, results, [], id=credential.new_id(), subject=credential.new_id(),
                identity=credential.identifiers(learner), issued=made, until=None, place=None,
            )  # fmt: skip

        documents = [document() for _ in range(CALLS)]
        theirs = OB3Signer(pem, "EdDSA")
        signing = _paired(lambda one: signer.sign(one.to_jwt_payload()), theirs.sign, documents)
        tokens = [signer.sign(one.to_jwt_payload()) for one in documents]
        files = [token.encode() for token in tokens]
        trust = {"issuers": mine.trusted()["issuers"], "status": []}
        verifier = OB3Verifier(public)
        pairs = list(zip(files, tokens, strict=True))
        now = issuer.now()
        checking = _paired(lambda pair: check(pair[0], trust, now=now), lambda pair: verifier.verify(pair[1]), pairs)
        assert check(files[0], trust, now=now)["outcome"] == "status-unknown"

        def whole(certificate: Certificate, learners: int) -> float:
            names = {f"{certificate.id}{n}": replace(learner, student=f"{n}") for n in range(learners)}
            decisions = [Decision(name, certificate.id, True, (), results) for name in names]
            register = Register(mine.database)
            start = time.perf_counter()
            issue.sign_all(mine, signer, register, {certificate.id: certificate}, {}, decisions, names, now=made)
            register.close()
            return learners / (time.perf_counter() - start)

        badges, records = whole(badge, LEARNERS), whole(track, LEARNERS // 20)
        register = Register(mine.database)
        out = Path(scratch) / "out"
        todo = list(tasks(register.rows(), {"essentials": badge}, "", (), out))[: PAGES + 1]
        write(todo[0])  # fonts and template are read once
        pages = _rate(write, todo[1:])
        register.close()
    return {
        "signing": signing,
        "checking": checking,
        "issued_a_second_badges_in_the_register": round(badges),
        "issued_a_second_tracks_with_learner_record": round(records, 1),
        "files_a_second_one_process": round(pages, 1),
        "hours_for_100000_badges_with_pages_two_processes": round(100_000 / badges / 3600 + 100_000 / pages / 7200, 2),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
