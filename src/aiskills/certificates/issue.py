"""Issuing: what was earned is signed once, kept in the register, and written as files that can be made again.

A batch is signed inside one transaction of the register. A run that was stopped, at any moment, goes on with the same
command: what stands in the register is not signed again, and only the files that are missing are written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from . import credential
from .facts import Certificate, Decision, Learner
from .issuer import Issuer, iso
from .keys import Signer
from .register import CERTIFICATES, Register

BATCH = 200
BADGE, RECORD = "badge", "record"


@dataclass
class Outcome:
    """What a run did: how many were signed and how many already stood, and sentences on what was left out."""

    signed: int = 0
    standing: int = 0
    left_out: list[str] = field(default_factory=list)


def sign_all(
    issuer: Issuer,
    signer: Signer,
    register: Register,
    certificates: Mapping[str, Certificate],
    alignments: Mapping[str, list[dict[str, str]]],
    decisions: Iterable[Decision],
    learners: Mapping[str, Learner],
    *,
    now: datetime,
    renew: Collection[str] = (),
    report: Callable[[int], None] = lambda done: None,
) -> Outcome:
    """Sign a certificate for every earned decision whose learner is listed and who has none that stands.

    ``alignments``: certificate id -> framework entries. ``renew``: students whose certificates are revoked and given
    anew (a changed name). ``report`` is told how many decisions were handled.
    """
    outcome = Outcome()
    for batch in _batches(decision for decision in decisions if decision.earned):
        _sign_batch(issuer, signer, register, certificates, alignments, batch, learners, now, renew, outcome)
        report(len(batch))
    return outcome


def _batches(decisions: Iterable[Decision]) -> Iterator[list[Decision]]:
    decisions = iter(decisions)
    while batch := list(islice(decisions, BATCH)):
        yield batch


def _sign_batch(issuer, signer, register, certificates, alignments, batch, learners, now, renew, outcome) -> None:
    with register.writing() as connection:
        standing = register.standing({decision.student for decision in batch})
        rows = []
        for decision in batch:
            learner = learners.get(decision.student)
            if learner is None:
                outcome.left_out.append(
                    f"{decision.student}: earned {decision.certificate}, but is not in the list of learners."
                )
                continue
            row = standing.get((decision.student, decision.certificate, BADGE))
            if row is not None and decision.student not in renew:
                _tell(row, learner, outcome)
                continue
            if row is not None:
                _replace(connection, standing, decision, now)
            generation = row.generation + 1 if row is not None else 1
            certificate = certificates[decision.certificate]
            rows += _sign(
                issuer, signer, register, connection, certificate, alignments, decision, learner, now, generation
            )
            outcome.signed += 1
        if rows:
            connection.execute(CERTIFICATES.insert(), rows)


def _tell(row, learner: Learner, outcome: Outcome) -> None:
    if row.revoked:
        outcome.left_out.append(
            f"{row.student}: {row.kind} was revoked on {row.revoked[:10]} ({row.reason}); it is not given again "
            "unless you say --renew."
        )
        return
    outcome.standing += 1
    if row.name != learner.name:
        outcome.left_out.append(
            f"{row.student}: {row.kind} stands in the name {row.name!r}, the list says {learner.name!r}. "
            f"To replace it: --renew {row.student}"
        )


def _replace(connection, standing, decision: Decision, now: datetime) -> None:
    old = [standing.get((decision.student, decision.certificate, form)) for form in (BADGE, RECORD)]
    ids = [row.id for row in old if row is not None]
    change = CERTIFICATES.update().where(CERTIFICATES.c.id.in_(ids), CERTIFICATES.c.revoked.is_(None))
    connection.execute(change.values(revoked=iso(now), reason="replaced by a new one"))


def _sign(issuer, signer, register, connection, certificate, alignments, decision, learner, now, generation):
    """The rows of one certificate: the badge, and for a track also its learner record."""
    shared = {
        "identity": credential.identifiers(learner),
        "subject": credential.new_id(),
        "issued": now,
        "until": _until(now, certificate.valid_years),
    }
    places = register.places(connection, signer.did, 2 if certificate.track else 1)
    entries = alignments.get(certificate.id, [])
    badge = credential.badge(
        issuer,
        signer.did,
        certificate,
        learner,
        decision.results,
        entries,
        id=credential.new_id(),
        place=places[0],
        **shared,
    )
    signed = [(BADGE, badge.id, places[0], signer.sign(badge.to_jwt_payload()))]
    if certificate.track:
        modules = [
            credential.badge(
                issuer, signer.did, _module(result), learner, [result], [], id=credential.new_id(), place=None, **shared
            )
            for result in decision.results
        ]
        record = credential.record(
            issuer,
            signer,
            f"Learner record: {certificate.title}",
            [*modules, badge],
            id=credential.new_id(),
            place=places[1],
            **shared,
        )
        signed.append((RECORD, record["id"], places[1], signer.sign(record)))
    return [
        {
            "id": id,
            "student": decision.student,
            "kind": certificate.id,
            "form": form,
            "generation": generation,
            "name": learner.name,
            "language": learner.language,
            "issued": iso(now),
            "key": signer.kid,
            "list": place.list,
            "place": place.index,
            "token": token,
            "revoked": None,
            "reason": None,
        }
        for form, id, place, token in signed
    ]


def _module(result) -> Certificate:
    return Certificate(
        id=f"module-{result.module}",
        level="module",
        track=None,
        title=result.title,
        description=f"The module {result.title!r} of AI Skills Open Courseware.",
        criteria="Hidden tests graded the automatic parts on data of the learner's own; the result is their share.",
        modules=(result.module,),
    )


def _until(now: datetime, years: int | None) -> datetime | None:
    if years is None:
        return None
    try:
        return now.replace(year=now.year + years)
    except ValueError:  # 29 February
        return now.replace(year=now.year + years, day=28)
