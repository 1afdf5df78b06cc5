"""An institution with its first key, a register, and what learners earned."""

import hashlib
from datetime import UTC, datetime

import pytest

from aiskills.certificates import issuer as issuers
from aiskills.certificates.facts import Certificate, Decision, Learner, ModuleResult
from aiskills.certificates.register import Register

BADGE = Certificate("essentials", "badge", None, "AI Essentials", "The holder knows the limits.", "70 %.", ("m1",))
TRACK = Certificate(
    "foundation-a", "foundation", "a", "Foundations", "The holder can test fairly.", "70 %.", ("m1", "m2")
)
CERTIFICATES = {one.id: one for one in (BADGE, TRACK)}
ALIGNMENTS = {
    "foundation-a": [{"framework": "A framework", "code": "T1", "name": "Techniques", "url": "https://example.org/t1"}]
}


def no_passphrase(question: str) -> str:
    raise AssertionError(f"asked: {question}")


def result(module: str, points: float = 17) -> ModuleResult:
    return ModuleResult(module, f"Module {module}", points, 20, evidence=hashlib.sha256(module.encode()).hexdigest())


def earned(student: str, certificate: Certificate) -> Decision:
    return Decision(student, certificate.id, True, (), tuple(result(module) for module in certificate.modules))


@pytest.fixture
def institution(tmp_path, monkeypatch):
    """An institution with did:web, made in January 2026."""
    monkeypatch.setattr(issuers, "now", lambda: datetime(2026, 1, 5, tzinfo=UTC))
    return issuers.create(
        tmp_path / "institution",
        "Institute of Open Skills",
        "did:web:skills.example",
        "https://skills.example",
        "https://skills.example/verify.html",
        "https://skills.example/status",
        "",
    )


@pytest.fixture
def register(institution):
    register = Register(institution.database)
    yield register
    register.close()


@pytest.fixture
def learners():
    return {
        "s1": Learner("s1", "Amina Yusuf", "en", "amina@example.org"),
        "s2": Learner("s2", "محمد بن عبد الله", "ar", None),
        "s3": Learner("s3", "王小明", "zh", "wang@example.org"),
    }
