"""Who has earned what: the rules applied to what was graded, part by part, for a class of any size."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from .attempts import INTEGRITY, Attempt, Pool, Share, digest, flag_key, flagged, integrity_flags
from .facts import EPSILON, Certificate, Decision, ModuleResult, Reason, Record, percent
from .rules import BADGE, Level, Rules

__all__ = ["decide", "flag_key", "flagged", "integrity_flags"]


class Viva(Protocol):
    """What is asked of the record of a viva: ``theme`` is a track's letter, ``lacks`` says why it is not passed."""

    theme: str
    passed: bool
    lacks: tuple[str, ...]


def decide(
    rules: Rules,
    records: Iterable[Record],
    *,
    resolved: Collection[str] = (),
    vivas: Mapping[str, Viva] | None = None,
) -> Iterator[Decision]:
    """Yields a decision for each learner and each certificate that the learner has begun, in the order of students.

    A certificate is begun when something was handed in for one of its modules. Of several attempts at a module, one
    that is enough in every way counts, whatever became of the others; if none is, the reasons are those of the best.
    ``resolved`` holds the keys of notes that a person has looked into (``flag_key``); ``vivas`` is student -> record.
    """
    pool = Pool()
    for record in records:
        work = rules.works.get(record.assignment)
        if work is not None:
            pool.add(record, work)
    certificates = rules.certificates()
    for student in pool.students():
        judge = _Judge(rules, student, pool.of(student), frozenset(resolved), (vivas or {}).get(student))
        for certificate in certificates.values():
            if any(slug in judge.attempts for slug in certificate.modules):
                yield judge.decide(certificate)


class _Found(NamedTuple):
    """The attempt of an assignment that counts, what it lacks, and the share that counts of it."""

    reasons: tuple[Reason, ...]
    share: Share | None = None
    attempt: Attempt | None = None
    path: str | None = None


class _Judge:
    """One learner."""

    def __init__(self, rules: Rules, student: str, attempts, resolved, viva: Viva | None) -> None:
        self.rules, self.student, self.attempts = rules, student, attempts
        self.resolved, self.viva = resolved, viva
        self.hashes: dict[str | None, str] = {}

    def decide(self, certificate: Certificate) -> Decision:
        level = self.rules.level(certificate)
        found = {slug: self._best(slug, certificate, level) for slug in self.rules.needs(certificate)}
        reasons = [reason for one in found.values() for reason in one.reasons]
        if level.essentials:
            reasons += self._essentials()
        if level.capstone:
            reasons += self._viva(found[self.rules.capstone], certificate)
        evidence: dict[str, str] = {}
        if not reasons:
            evidence = {slug: self._digest(one.path) for slug, one in found.items()}
            reasons = [
                self._reason(
                    "evidence-missing",
                    slug,
                    "",
                    f"the executed notebook is missing in {found[slug].attempt.results}: put it back, or grade again.",
                )
                for slug, value in evidence.items()
                if not value
            ]
        results = [self._result(slug, one, evidence.get(slug, "")) for slug, one in found.items() if one.share]
        return Decision(self.student, certificate.id, not reasons, tuple(reasons), tuple(results))

    def _best(self, slug: str, certificate: Certificate, level: Level) -> _Found:
        work = self.rules.works.get(slug)
        if work is None or not work.ready:
            code = "no-capstone" if slug == self.rules.capstone else "module-not-ready"
            return _Found((self._reason(code, slug, "", "it cannot be taken yet."),))
        if slug not in self.attempts:
            code = "no-capstone" if slug == self.rules.capstone else "not-submitted"
            return _Found((self._reason(code, slug, "", "nothing was handed in."),))
        one_lane = (certificate.track or "") in level.one_lane
        tried = [self._judged(one, path, level, one_lane) for one, path in self.attempts[slug]]
        return max(tried, key=lambda one: (not one.reasons, _height(one.share), one.attempt.written))

    def _judged(self, one: Attempt, path: str | None, level: Level, one_lane: bool) -> _Found:
        shares = [one.whole, *(one.lanes if one_lane else ())]
        # The whole is shown where it is enough; else the lane that comes nearest.
        share = one.whole if _reaches(one.whole, level.threshold) else max(shares, key=_height)
        reasons = [self._reason(code, one.slug, part, _SAID[code](words)) for code, part, words in one.problems]
        if one.flags and one.key not in self.resolved:
            for flag in one.flags:
                words = (
                    f"{flag.removeprefix(INTEGRITY)}. A person must look into this note, which stands in {one.results}."
                )
                reasons.append(self._reason("integrity-flag", one.slug, "", words))
        graded = not any(part == "" and code in ("not-graded", "part-not-gradable") for code, part, _ in one.problems)
        if graded and not any(_could(each, level.threshold) for each in shares):
            reasons.append(self._reason("below-threshold", one.slug, "", _tested(share, level.threshold)))
        if level.safety_items:
            kinds = self.rules.works[one.slug].safety
            reasons += [
                self._reason(
                    "safety-item", one.slug, part, f"this part tests for {_KIND[kinds[part]]}, and lost points."
                )
                for part in one.failed
            ]
        marked = not any(code == "part-not-marked" for code, _, _ in one.problems)
        if graded and marked and one.written < level.written_minimum * one.most_written - EPSILON:
            words = _short(one.written, one.most_written, "of the written parts", level.written_minimum)
            reasons.append(self._reason("rubric-minimum", one.slug, "", words))
        return _Found(tuple(reasons), share, one, path)

    def _essentials(self) -> list[Reason]:
        badge = self.rules.certificates()[BADGE]
        level = self.rules.level(badge)
        missing = [slug for slug in self.rules.needs(badge) if self._best(slug, badge, level).reasons]
        return [
            self._reason("essentials-missing", slug, "", f"it is needed for the {badge.title}.") for slug in missing
        ]

    def _viva(self, capstone: _Found, certificate: Certificate) -> list[Reason]:
        if capstone.attempt is None:
            return []  # nothing to talk about yet, which is said already
        slug, viva = self.rules.capstone, self.viva
        if viva is None:
            return [self._reason("viva-missing", slug, "", "no viva is on record.")]
        if viva.theme.lower() != certificate.track:
            words = f"the viva on record is on theme {viva.theme.upper()}; this track needs theme"
            return [self._reason("viva-missing", slug, "", f"{words} {str(certificate.track).upper()}.")]
        if not viva.passed:
            words = " ".join(["the viva was not passed.", *viva.lacks])
            return [self._reason("viva-not-passed", slug, "", words)]
        return []

    def _reason(self, code: str, slug: str, part: str, words: str) -> Reason:
        short = slug.split("-")[0] if "-" in slug else ""  # what the commands take too
        where = ", ".join(filter(None, [short, part and f"part {part}"]))
        return Reason(code, slug, part, f"{self.rules.title(slug)}{where and f' ({where})'}: {words}")

    def _result(self, slug: str, one: _Found, evidence: str) -> ModuleResult:
        lane = f" ({one.share.lane} lane)" if one.share.lane else ""
        return ModuleResult(
            slug,
            self.rules.title(slug) + lane,
            one.share.points,
            one.share.most,
            one.attempt.written,
            one.attempt.most_written,
            evidence,
        )

    def _digest(self, path: str | None) -> str:
        if path not in self.hashes:
            self.hashes[path] = digest(path)
        return self.hashes[path]


_KIND = {
    "leakage": "leaks of what a model may not know",
    "privacy": "privacy",
    "injection": "injected instructions",
    "subgroup": "harm to groups",
}
_SAID = {
    "not-graded": lambda words: f"the file was not accepted. {words}".rstrip(),
    "part-not-gradable": lambda words: f"it could not be graded, and a person must look. {words}".rstrip(),
    "part-not-marked": lambda words: "a person has not marked it yet.",
    "other-version": lambda words: "it was graded with another version of the assignment: grade it again.",
}


def _height(share: Share) -> float:
    return share.points / share.most if share.most else 0.0


def _reaches(share: Share, threshold: float) -> bool:
    return share.most > 0 and share.points >= threshold * share.most - EPSILON


def _could(share: Share, threshold: float) -> bool:
    """Whether it reaches the threshold, or may when what is not decided yet is decided."""
    return _reaches(share._replace(points=share.points + share.open), threshold)


def _tested(share: Share, threshold: float) -> str:
    lane = f" in the {share.lane} lane" if share.lane else ""
    return _short(share.points, share.most, f"of the tested parts{lane}", threshold)


def _short(points: float, most: float, which: str, least: float) -> str:
    return f"{points:g} of {most:g} points {which} ({percent(points, most):g} %); {percent(least, 1):g} % are needed."
