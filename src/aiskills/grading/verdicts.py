"""What grading decides: one verdict a submission, one outcome a part, one line of JSON a verdict.

The line is the interface to everything after grading (feedback, gradebook, certificates), so its keys are fixed here:
``student, source, status, score, max_score, parts, flags, reason, seconds``.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

# What became of a submission.
GRADED = "graded"
CANNOT_GRADE = "cannot-grade"
REFUSED = "refused"

# What became of a part. The fourth is not a failure: a written part waits for the marks of a person.
SCORED = "scored"
ZERO = "zero"
UNDECIDED = "cannot-grade"
NEEDS_PERSON = "needs-person"


@dataclass
class Part:
    """One graded part. ``score`` is in points, None while it is not known (``cannot-grade``, ``needs-person``)."""

    score: float | None
    max_score: float
    outcome: str
    reason: str = ""


@dataclass
class Verdict:
    """One submission's result.

    ``score`` is the sum of the parts that are decided (a written part counts nothing until a person has marked it);
    it is None unless the status is ``graded``. ``max_score`` counts every part, in points. ``source`` is the file,
    relative to the folder of submissions. ``flags`` inform a person and never change a mark.
    """

    student: str
    source: str
    status: str
    score: float | None = None
    max_score: float = 0.0
    parts: dict[str, Part] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    reason: str = ""
    seconds: float = 0.0

    @property
    def waiting(self) -> list[str]:
        """The grade ids of the parts that wait for a person."""
        return [name for name, part in self.parts.items() if part.outcome == NEEDS_PERSON]

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> Verdict:
        """Raises ValueError or TypeError for a line that is not a verdict (a torn last line, for example)."""
        facts = json.loads(line)
        facts["parts"] = {name: Part(**part) for name, part in facts["parts"].items()}
        return cls(**facts)


def conclude(verdict: Verdict) -> Verdict:
    """Set status, score and maximum from the parts; returns the same object."""
    verdict.max_score = sum(part.max_score for part in verdict.parts.values())
    undecided = [part for part in verdict.parts.values() if part.outcome == UNDECIDED]
    if undecided:
        verdict.status, verdict.score = CANNOT_GRADE, None
        verdict.reason = verdict.reason or undecided[0].reason
    else:
        verdict.status = GRADED
        verdict.score = sum(part.score or 0.0 for part in verdict.parts.values())
    return verdict


def read_results(path: Path) -> list[Verdict]:
    """The verdicts in a results file; a line that a crash cut off is left out."""
    if not path.exists():
        return []
    verdicts = []
    for line in path.read_bytes().split(b"\n"):  # a name may hold what splitlines takes for an end of a line
        try:
            verdicts.append(Verdict.from_json(line))
        except (ValueError, TypeError, KeyError):
            continue
    return verdicts
