"""One page of feedback for each submission: part by part, in words; nothing of the hidden tests, nothing that runs."""

from __future__ import annotations

from html import escape
from pathlib import Path

from .gradebook import Mark
from .release import Assignment
from .verdicts import CANNOT_GRADE, GRADED, NEEDS_PERSON, REFUSED, SCORED, UNDECIDED, Part, Verdict

_STYLE = """
body { font: 1.05rem/1.55 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.2rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #767676; padding: .5rem .6rem .5rem 0; overflow-wrap: anywhere; }
td.points { white-space: nowrap; } a { color: #0b4f8a; } .sum { font-size: 1.2rem; }
@media (max-width: 34rem) {
  thead { position: absolute; clip-path: inset(50%); } tr { display: block; border-bottom: 2px solid #767676; padding: .4rem 0; }
  th, td { display: block; border: 0; padding: .1rem 0; } td.points { font-weight: bold; }
}
@media (prefers-color-scheme: dark) { body { color: #f2f2f2; background: #16181a; } a { color: #9ecbff; } }
"""

_STATUS = {GRADED: "Graded", CANNOT_GRADE: "Waiting for a person: could not be graded", REFUSED: "Not accepted"}


def write_feedback(out: Path, assignment: Assignment, verdict: Verdict, marks: dict[str, Mark]) -> Path:
    """Write ``out/feedback/<student>.html`` (the verdict has the marks of people in place already)."""
    path = out / "feedback" / f"{verdict.student}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_page(f"{_title(assignment)}: feedback", _body(assignment, verdict, marks)), encoding="utf-8")
    return path


def write_index(out: Path, assignment: Assignment, verdicts: list[Verdict]) -> Path:
    """Write ``out/index.html``, for the instructor: every submission with its marks and a link to its feedback."""
    rows = []
    for verdict in sorted(verdicts, key=lambda v: (v.student, v.source)):
        page = out / "feedback" / f"{verdict.student}.html"
        name = escape(verdict.student)
        link = f'<a href="feedback/{escape(verdict.student, quote=True)}.html">{name}</a>' if page.exists() else name
        notes = "; ".join(filter(None, [verdict.reason, _waiting(verdict), *verdict.flags]))
        rows.append(
            f"<tr><th scope=row>{link}</th><td>{_STATUS[verdict.status]}</td>"
            f"<td class=points>{_points(verdict.score, verdict.max_score)}</td><td>{escape(notes)}</td></tr>"
        )
    counts = {status: sum(v.status == status for v in verdicts) for status in _STATUS}
    body = (
        f"<h1>{escape(_title(assignment))}: all submissions</h1><p>{counts[GRADED]} graded, {counts[CANNOT_GRADE]} wait "
        f"for a person, {counts[REFUSED]} not accepted.</p><table><caption>For the instructor, not for learners</caption>"
        "<thead><tr><th scope=col>Student</th><th scope=col>State</th><th scope=col>Points</th><th scope=col>Notes</th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
    path = out / "index.html"
    path.write_text(_page(f"{_title(assignment)}: all submissions", body), encoding="utf-8")
    return path


def _title(assignment: Assignment) -> str:
    for cell in assignment.release.cells:
        for line in cell.source.splitlines() if cell.cell_type == "markdown" else []:
            if line.startswith("# "):
                return line[2:].strip()
    return assignment.slug


def _body(assignment: Assignment, verdict: Verdict, marks: dict[str, Mark]) -> str:
    head = f"<h1>{escape(_title(assignment))}</h1><p>Feedback for <strong>{escape(verdict.student)}</strong></p>"
    if verdict.status == REFUSED:
        return head + f"<h2>Your file was not accepted</h2><p>{escape(verdict.reason)}</p><p>It has no points yet.</p>"
    if verdict.status == CANNOT_GRADE:
        head += (
            f"<h2>A person must look at your file</h2><p>{escape(verdict.reason)}</p>"
            "<p>This is not a zero. You will get your points when a person has looked.</p>"
        )
    else:
        head += f"<p class=sum>Points: <strong>{_points(verdict.score, verdict.max_score)}</strong></p>"
        if verdict.waiting:
            head += f"<p>{escape(_waiting(verdict))} These points are not counted yet.</p>"
    rows = "".join(_row(assignment, name, part, marks.get(name)) for name, part in verdict.parts.items())
    notes = "".join(f"<li>{escape(flag[:1].upper() + flag[1:])}.</li>" for flag in verdict.flags)
    table = (
        (
            "<table><caption>Your points, part by part</caption><thead><tr><th scope=col>Part</th><th scope=col>Points</th>"
            f"<th scope=col>What we saw</th></tr></thead><tbody>{rows}</tbody></table>"
        )
        if rows
        else ""
    )
    return (
        head
        + table
        + (f"<h2>About your file</h2><p>For your information; it costs no points.</p><ul>{notes}</ul>" if notes else "")
    )


def _row(assignment: Assignment, name: str, part: Part, mark: Mark | None) -> str:
    if part.outcome == NEEDS_PERSON:
        text = "Waiting for a person to read it."
    elif part.outcome == UNDECIDED:
        text = f"Could not be tested; a person will look. {part.reason}"
    elif part.outcome == SCORED:
        text = "Marked by a person." if mark and mark.score is not None else "All tests passed."
    else:
        text = part.reason
    comment = f"<br><strong>Comment:</strong> {escape(mark.comment)}" if mark and mark.comment else ""
    return (
        f"<tr><th scope=row>{escape(assignment.part_name(name))}</th>"
        f"<td class=points>{_points(part.score, part.max_score)}</td><td>{escape(text)}{comment}</td></tr>"
    )


def _waiting(verdict: Verdict) -> str:
    count = len(verdict.waiting)
    return f"{count} written part{'s' * (count != 1)} wait{'s' * (count == 1)} for a person." if count else ""


def _points(score: float | None, most: float) -> str:
    return f"{'?' if score is None else f'{score:g}'} of {most:g}"


def _page(title: str, body: str) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, '
        f'initial-scale=1"><meta http-equiv="Content-Security-Policy" content="{policy}"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><main>{body}</main></body></html>\n"
    )
