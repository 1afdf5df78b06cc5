"""The plain objects that pass between rules, issue and print."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

# So much of the points may be lost by adding floating-point numbers, and no more.
EPSILON = 1e-9


def percent(points: float, most: float) -> float:
    """Points in percent, one decimal, rounded down: nobody reads 70 where 70 was not reached."""
    return int(1000 * points / most + EPSILON) / 10 if most else 0.0


@dataclass(frozen=True)
class Record:
    """One graded submission, with the marks that people gave in place.

    ``verdict`` is one line of ``results.jsonl`` (see ``grading.verdicts``). ``notebook`` is the executed notebook that
    the grader stored, None where there is none. ``results`` names the folder of results, for messages.
    """

    student: str
    assignment: str
    verdict: dict
    notebook: Path | None
    results: str


@dataclass(frozen=True)
class Reason:
    """Why something is not earned yet. ``code`` is one of ``rules.REASONS``; ``text`` is a sentence for people."""

    code: str
    module: str
    part: str
    text: str


@dataclass(frozen=True)
class ModuleResult:
    """What a learner reached in a module: points of the automatic parts, and of the written parts (0 of 0: none).

    ``evidence`` is the SHA-256 (hex) of the executed notebook that was marked.
    """

    module: str
    title: str
    points: float
    max_points: float
    written: float = 0.0
    max_written: float = 0.0
    evidence: str = ""

    @property
    def percent(self) -> float:
        """The automatic parts in percent."""
        return percent(self.points, self.max_points)


@dataclass(frozen=True)
class Decision:
    """What the rules say of one learner and one certificate: earned, or what is missing, part by part."""

    student: str
    certificate: str
    earned: bool
    reasons: tuple[Reason, ...] = ()
    results: tuple[ModuleResult, ...] = ()


@dataclass(frozen=True)
class Certificate:
    """A kind of certificate, from the rules. ``id``: ``essentials``, ``foundation-a`` ... ``advanced-e``.

    ``level`` is ``badge``, ``foundation`` or ``advanced``; ``track`` is the track's letter or None. ``modules`` are the
    slugs that count, in order. ``valid_years`` is None where the certificate does not end.
    """

    id: str
    level: str
    track: str | None
    title: str
    description: str
    criteria: str
    modules: tuple[str, ...]
    frameworks: tuple[str, ...] = ()
    valid_years: int | None = None


@dataclass(frozen=True)
class Learner:
    """What the institution knows of a learner for a certificate. ``name`` is as the learner wants it (or a pseudonym).

    ``language`` is a BCP 47 tag such as ``ar``; ``email`` is None where the learner wants none in the certificate.
    """

    student: str
    name: str
    language: str = "en"
    email: str | None = None


@dataclass(frozen=True)
class Printed:
    """What stands on a printed certificate. ``code`` is the text of the square code, ``token`` the signed form.

    ``results`` are (module title, percent); ``address`` is where the verify page stands, or None. Dates are ISO days.
    ``certificate`` is its id (``foundation-a``), by which title and description are found in the learner's language.
    """

    id: str
    name: str
    language: str
    level: str
    title: str
    description: str
    issuer: str
    issued: str
    valid_until: str | None
    results: tuple[tuple[str, float], ...]
    code: str
    token: str
    address: str | None = None
    signers: tuple[str, ...] = field(default=())
    certificate: str = ""
