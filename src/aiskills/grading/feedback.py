"""One page of feedback for each submission: part by part, in words; nothing of the hidden tests, nothing that runs."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import quote

from .gradebook import Mark
from .release import Assignment
from .verdicts import CANNOT_GRADE, GRADED, NEEDS_PERSON, REFUSED, SCORED, UNDECIDED, Part, Verdict

# Roles are written out in the tables: the phone layout changes their display, which would hide them as tables.
_STYLE = """
body { font: 1.05rem/1.55 system-ui, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.2rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #767676;
  padding: .5rem .6rem .5rem 0; overflow-wrap: anywhere; }
td.points { white-space: nowrap; }
thead th { overflow-wrap: normal; }
a { color: #0b4f8a; }
.sum { font-size: 1.2rem; }
@media (max-width: 34rem) {
  thead { position: absolute; clip-path: inset(50%); }
  tr { display: block; border-bottom: 2px solid #767676; padding: .4rem 0; }
  th, td { display: block; border: 0; padding: .1rem 0; }
  td.points { font-weight: bold; }
}
@media (prefers-color-scheme: dark) {
  body { color: #f2f2f2; background: #16181a; }
  a { color: #9ecbff; }
}
"""

_STATUS = {GRADED: "Graded", CANNOT_GRADE: "Waiting for a person: could not be graded", REFUSED: "Not accepted"}


def write_feedback(out: Path, assignment: Assignment, verdict: Verdict, marks: dict[str, Mark]) -> Path:
    """Write ``out/feedback/<student>.html`` (the verdict has the marks of people in place already)."""
    path = out / "feedback" / f"{verdict.student}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    page = _page(f"{title_of(assignment)}: feedback", _body(assignment, verdict, marks))
    path.write_text(page, encoding="utf-8")
    return path


def write_index(out: Path, assignment: Assignment, verdicts: list[Verdict]) -> Path:
    """Write ``out/index.html``, for the instructor: every submission with its marks and a link to its feedback."""
    rows = []
    for verdict in sorted(verdicts, key=lambda v: (v.student, v.source)):
        name = escape(verdict.student)
        if (out / "feedback" / f"{verdict.student}.html").exists():
            name = f'<a href="feedback/{quote(verdict.student)}.html">{name}</a>'
        notes = "; ".join(filter(None, [verdict.reason, _waiting(verdict), *verdict.flags]))
        points = _points(verdict.score, verdict.max_score)
        rows.append(_row(name, _STATUS[verdict.status], points, escape(notes), points=1))
    count = {status: sum(v.status == status for v in verdicts) for status in _STATUS}
    waiting = sum(bool(verdict.waiting) for verdict in verdicts)
    title = f"{title_of(assignment)}: all submissions"
    body = (
        f"<h1>{escape(title)}</h1><p>{count[GRADED]} graded, {waiting} of them with written "
        f"parts that wait for a person. {count[CANNOT_GRADE]} could not be graded, {count[REFUSED]} not accepted.</p>"
    ) + _table("For the instructor, not for learners", ["Student", "State", "Points", "Notes"], rows)
    path = out / "index.html"
    path.write_text(_page(title, body), encoding="utf-8")
    return path


def title_of(assignment: Assignment) -> str:
    """The first heading of the notebook, or the slug."""
    for cell in assignment.release.cells:
        for line in cell.source.splitlines() if cell.cell_type == "markdown" else []:
            if line.startswith("# "):
                return line[2:].strip()
    return assignment.slug


def _body(assignment: Assignment, verdict: Verdict, marks: dict[str, Mark]) -> str:
    body = f"<h1>{escape(title_of(assignment))}</h1><p>Feedback for <strong>{escape(verdict.student)}</strong></p>"
    if verdict.status == REFUSED:
        return body + (
            f"<h2>Your file was not accepted</h2><p>{escape(verdict.reason)}</p><p>It has no points yet.</p>"
        )
    if verdict.status == CANNOT_GRADE:
        body += (
            f"<h2>A person must look at your file</h2><p>{escape(verdict.reason)}</p>"
            "<p>This is not a zero. You will get your points when a person has looked.</p>"
        )
    else:
        body += f"<p class=sum>Points: <strong>{_points(verdict.score, verdict.max_score)}</strong></p>"
        if verdict.waiting:
            body += f"<p>{_waiting(verdict)} These points are not counted yet.</p>"
    if verdict.parts:
        rows = [_part(assignment.part_name(name), part, marks.get(name)) for name, part in verdict.parts.items()]
        body += _table("Your points, part by part", ["Part", "Points", "What we saw"], rows)
    if verdict.flags:
        notes = "".join(f"<li>{escape(flag[:1].upper() + flag[1:])}.</li>" for flag in verdict.flags)
        body += f"<h2>About your file</h2><p>For your information; it costs no points.</p><ul>{notes}</ul>"
    return body


def _part(name: str, part: Part, mark: Mark | None) -> str:
    if part.outcome == NEEDS_PERSON:
        text = "Waiting for a person to read it."
    elif part.outcome == UNDECIDED:
        text = f"Could not be tested; a person will look. {part.reason}"
    elif part.outcome == SCORED:
        text = "Marked by a person." if mark and mark.score is not None else "All tests passed."
    else:
        text = part.reason
    comment = f"<br><strong>Comment:</strong> {escape(mark.comment)}" if mark and mark.comment else ""
    return _row(escape(name), _points(part.score, part.max_score), escape(text) + comment, points=0)


def _waiting(verdict: Verdict) -> str:
    count = len(verdict.waiting)
    if count == 0:
        return ""
    return "1 written part waits for a person." if count == 1 else f"{count} written parts wait for a person."


def _points(score: float | None, most: float) -> str:
    return f"{'?' if score is None else f'{score:g}'} of {most:g}"


def _row(head: str, *cells: str, points: int) -> str:
    """A table row of HTML; the cell with the number ``points`` holds points."""
    marked = [" class=points" if number == points else "" for number in range(len(cells))]
    out = "".join(f"<td role=cell{mark}>{cell}</td>" for mark, cell in zip(marked, cells, strict=True))
    return f"<tr role=row><th role=rowheader scope=row>{head}</th>{out}</tr>"


def _table(caption: str, columns: list[str], rows: list[str]) -> str:
    heads = "".join(f"<th role=columnheader scope=col>{column}</th>" for column in columns)
    return (
        f"<table role=table><caption>{caption}</caption><thead role=rowgroup><tr role=row>{heads}</tr></thead>"
        f"<tbody role=rowgroup>{''.join(rows)}</tbody></table>"
    )


def _page(title: str, body: str) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><main>{body}</main></body></html>\n"
    )
